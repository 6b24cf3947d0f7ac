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
-- tag v = -n
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.

-- the customers with n
with "portrait" as (
  select
    "c"."id" as "customer",
    "c"."n" as "t0"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and true
),

-- the customers with v
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    (- try_cast ("c"."t0" as decimal(38, 0))) as "d0"
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
