-- campaign spring {
--   owner    "team"
--   segment  (age as of 30 days ago) = 39
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    gift
--   channel  sms
--   priority 10
-- }
-- offer gift {
--   group presents
--   message sms "."
-- }
-- offer named { message sms "Dear {name}" }
--
-- test "as told" for spring {
--   at 2026-03-02 06:00
--   customer 1 { age: 40, age at 2026-01-31: 39 }
--   customer 2 { age: 39 }
--   customer 3 { age: 40, age at 2026-02-01: 39 }
--   expect contact 1
--   expect no contact 2 because segment
--   expect no contact 3 because segment
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :last_30_days_from_local is the beginning of `last 30 days`, in Asia/Shanghai
--   :tick_date is the local date of the tick

-- the customers with phone, sms_ok, as_of_age_33b9b10f
with "portrait" as (
  select
    "c"."id" as "customer",
    cast("c"."phone" as text) as "t0",
    "c"."sms_ok" as "t1",
    "s1"."age" as "h0"
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
            "latest"."ds" <= cast(cast(:last_30_days_from_local as timestamp) as date)
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
    and "s1"."age" = 39
),

-- the firings of spring (a.campaign:1), and who of them is eligible
"fired" as (
  select
    true as "eligible",
    cast(c.customer as text) as "customer",
    cast(null as text) as "event_id",
    cast(null as bigint) as "event_time",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t0" as text) as "a0",
    coalesce("c"."t1", false) as "c0"
  from
    "portrait" as "c"
  where
    "c"."h0" = 39
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
  "f"."a0" as "a0",
  "f"."c0" as "c0",
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
