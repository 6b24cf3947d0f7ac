-- campaign probe {
--   owner    "test"
--   segment  exists(e, today)
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
-- What depends on the run:
--   :today_from is the beginning of `today`
--   :tick_end is a microsecond after the tick

-- the customers
with "portrait" as (
  select
    cast("c"."id" as text) as "customer"
  from
    "people" as "c"
  where
    cast("c"."id" as text) is not null
),

-- exists_e_a1921529 (a.campaign:3)
"events" as (
  select
    cast("e"."id" as text) as "customer",
    count(*) as "f0"
  from
    "moments" as "e"
  where
    "e"."instant" >= cast(:today_from as timestamptz)
    and "e"."instant" < cast(:tick_end as timestamptz)
  group by
    cast("e"."id" as text)
),

-- the customers with exists_e_a1921529
"portrait_2" as (
  select
    "c"."customer" as "customer",
    (coalesce("j0"."f0", 0) > 0) as "f0"
  from
    "portrait" as "c"
    left join "events" as "j0" on "j0"."customer" = c.customer
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
    "portrait_2" as "c"
  where
    "c"."f0"
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
