-- campaign spring {
--   owner    "team"
--   segment  age >= 18
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    all of gift, named
--   channel  first of sms, call
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
--   customer 1 { age: 40, name: "Ada" }
--   customer 2 { age: 40, sms_ok: false }
--   expect contact 1 via sms offering gift, named at 2026-03-02 06:00
--   expect contact 1 via call
--   expect contact 1 offering gift
--   expect contact 1 at 2026-03-02 06:01
--   expect contact 2 via call offering gift, named at 2026-03-02 09:00
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with age, name, phone, sms_ok
with "portrait" as (
  select
    "c"."id" as "customer",
    "c"."age" as "t0",
    cast("c"."name" as text) as "t1",
    cast("c"."phone" as text) as "t2",
    "c"."sms_ok" as "t3"
  from
    "people" as "c"
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
    and "c"."age" >= 18
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
    cast("c"."t2" as text) as "a0",
    coalesce("c"."t3", false) as "c0",
    cast("c"."t1" as text) as "p0"
  from
    "portrait" as "c"
  where
    "c"."t0" >= 18
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
  "f"."p0" as "p0",
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
