-- campaign spring {
--   owner    "team"
--   segment  true
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    gift
--   channel  letter
--   priority 10
-- }
-- offer gift {
--   group presents
--   value 10 CNY
--   cost 3 CNY
--   message letter "."
--   message sms "."
-- }
-- offer bonus {
--   value 8 CNY
--   cost 0.5 CNY
--   valid 2026-03-01 .. 2026-03-02
--   message letter "."
--   message sms "."
-- }
-- policy {
-- never presents after complaint within 1 day
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :ago_0_1_days_from_local is the beginning of `0..1 days ago`, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai

-- the customers
with "portrait" as (
  select
    "c"."id" as "customer"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and true
),

-- complaint, of which the policy speaks
"policy_events" as (
  select
    "e"."person" as "customer",
    cast("e"."n" as text) as "event_id",
    "e"."made" as "event_time",
    case
      when pg_typeof("e"."n") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."n" as text) as numeric)
    end as "order_0",
    cast("e"."n" as text) collate "C" as "order_1"
  from
    "complaints" as "e"
  where
    "e"."n" is not null
    and "e"."made" >= cast(:ago_0_1_days_from_local as timestamp)
    and "e"."made" < cast(:tick_end_local as timestamp)
    and "e"."person" in (
      select
        customer
      from
        "portrait"
    )
),

-- the day of each customer's latest complaint
"latest_events" as (
  select
    x.customer as "customer",
    (max(cast(cast("x"."event_time" as timestamp) as date)) - date '1970-01-01') as "day"
  from
    "policy_events" as "x"
  group by
    x.customer
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
    "o0"."day" as "d0"
  from
    "portrait" as "c"
    left join "latest_events" as "o0" on "o0"."customer" = c.customer
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
  "f"."d0" as "d0",
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
