-- campaign probe {
--   owner    "test"
--   segment  top 5_000 of true by n
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    probe
--   channel  letter
--   priority 10
-- }
-- offer probe { message letter "." }
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.

-- the customers
with "portrait" as (
  select
    "c"."id" as "customer"
  from
    "people" as "c"
  where
    "c"."id" is not null
),

-- the customers with n
"portrait_2" as (
  select
    "c"."id" as "customer",
    "c"."n" as "t0"
  from
    "people" as "c"
  where
    "c"."id" is not null
),

-- the top of a.campaign:3
"top" as (
  select
    p.customer as "customer"
  from
    (
      (
        select
          c.customer as "customer",
          row_number() over (
            order by
              "c"."t0" desc nulls first,
              (md5(cast(c.customer as text)) collate "C") asc nulls last
          ) as "place",
          count(*) over () as "total"
        from
          "portrait_2" as "c"
        where
          true
          and "c"."t0" is not null
      )
    ) as "p"
  where
    p.place <= 5000
),

-- the customers with their ranks
"portrait_3" as (
  select
    "c"."customer" as "customer",
    ("k0"."customer" is not null) as "k0"
  from
    "portrait" as "c"
    left join "top" as "k0" on "k0"."customer" = c.customer
),

-- the firings of probe (a.campaign:1), and who of them is eligible
"fired" as (
  select
    true as "eligible",
    cast(c.customer as text) as "customer",
    cast(null as text) as "event_id",
    cast(null as bigint) as "event_time",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value"
  from
    "portrait_3" as "c"
  where
    "c"."k0"
),

-- how many firings there are
"detected" as (
  select
    count(*) as "detected"
  from
    "fired" as "f"
)

select
  n.detected as "detected",
  "f"."customer" as "customer",
  "f"."event_id" as "event_id",
  "f"."event_time" as "event_time",
  "f"."offer_route" as "offer_route",
  "f"."channel_route" as "channel_route",
  "f"."value" as "value",
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
