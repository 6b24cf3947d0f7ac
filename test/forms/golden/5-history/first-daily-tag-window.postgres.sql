-- campaign probe {
--   owner    "test"
--   segment  true
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    probe
--   channel  letter
--   priority 10
-- }
-- offer probe { message letter "{v}" }
-- tag v = first(daily cash, last 7 days)
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :last_7_days_from_local is the beginning of `last 7 days`, in Asia/Shanghai
--   :tick_date is the local date of the tick

-- the customers with first_cash_033272c4
with "portrait" as (
  select
    "c"."id" as "customer",
    "s1"."cash" as "h0"
  from
    "people" as "c"
    left join "people" as "s1" on (
      "s1"."id" = "c"."id"
      and "s1"."ds" = (
        (
          select
            max("latest"."ds") as "snapshot"
          from
            "people" as "latest"
          where
            "latest"."ds" <= cast(cast(:last_7_days_from_local as timestamp) as date)
        )
      )
    )
  where
    "c"."id" is not null
    and "c"."ds" = (
      (
        select
          max("latest"."ds") as "snapshot"
        from
          "people" as "latest"
        where
          "latest"."ds" <= cast(:tick_date as date)
      )
    )
    and true
),

-- the customers with v
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."h0" as "h0",
    "c"."h0" as "d0"
  from
    "portrait" as "c"
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
    cast(null as text) as "value",
    cast("c"."d0" as text) as "p0"
  from
    "portrait_2" as "c"
  where
    true
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
  "f"."p0" as "p0",
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
