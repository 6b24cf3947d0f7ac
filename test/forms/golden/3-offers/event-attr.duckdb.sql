-- campaign spring {
--   owner    "team"
--   segment  true
--   trigger  daily at 06:00 on buy
--   window   2000-01-01 .. 2099-12-31
--   offer    own
--   channel  letter
--   priority 10
-- }
-- offer own {
-- message letter "For {event.amount}"
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :firing_from_local is a microsecond after the tick before, earlier by the source's lateness, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai

-- buy since the last tick (a.campaign:1)
with "firing" as (
  select
    "e"."person" as "customer",
    cast("e"."buy" as text) as "event_id",
    "e"."bought" as "event_time",
    "e"."buy" as "order_0",
    "e"."amount" as "x0"
  from
    "buys" as "e"
  where
    "e"."buy" is not null
    and "e"."bought" >= cast(:firing_from_local as timestamp)
    and "e"."bought" < cast(:tick_end_local as timestamp)
),

-- the customers
"portrait" as (
  select
    "c"."id" as "customer"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and "c"."id" in (
      select
        customer
      from
        "firing"
    )
),

-- the firings of spring (a.campaign:1), and who of them is eligible
"fired" as (
  select
    (true) is true as "eligible",
    cast(c.customer as text) as "customer",
    "x"."event_id" as "event_id",
    epoch_us((cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai')) as "event_time",
    "x"."order_0" as "order_0",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("x"."x0" as text) as "p0"
  from
    "firing" as "x"
    inner join "portrait" as "c" on c.customer = x.customer
),

-- each event of a customer once, though the data hold it twice
"fired_once" as (
  select distinct
    "f"."customer" as "customer",
    "f"."event_id" as "event_id"
  from
    "fired" as "f"
),

-- how many firings there are
"detected" as (
  select
    count(*) as "detected"
  from
    "fired_once" as "f"
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
  row_number() over (
    order by
      "f"."event_time",
      "f"."order_0"
  ) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
