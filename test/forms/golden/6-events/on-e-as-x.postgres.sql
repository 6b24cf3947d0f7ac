-- campaign probe {
--   owner    "test"
--   segment  true
--   trigger  daily at 06:00
--            on view as seen where seen.price > 100 CNY
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
--   :firing_from_local is a microsecond after the tick before, earlier by the source's lateness, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai

-- view since the last tick (a.campaign:1)
with "firing" as (
  select
    "e"."person" as "customer",
    cast("e"."view" as text) as "event_id",
    "e"."seen" as "event_time",
    case
      when pg_typeof("e"."view") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."view" as text) as numeric)
    end as "order_0",
    cast("e"."view" as text) collate "C" as "order_1"
  from
    "views" as "e"
  where
    "e"."view" is not null
    and "e"."seen" >= cast(:firing_from_local as timestamp)
    and "e"."seen" < cast(:tick_end_local as timestamp)
    and "e"."price" > 100
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

-- the firings of probe (a.campaign:1), and who of them is eligible
"fired" as (
  select
    (true) is true as "eligible",
    cast(c.customer as text) as "customer",
    "x"."event_id" as "event_id",
    cast(
      extract(
        epoch
        from
          nullif(nullif((cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai'), 'infinity'), '-infinity')
      ) * 1000000 as bigint
    ) as "event_time",
    "x"."order_0" as "order_0",
    "x"."order_1" as "order_1",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value"
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
  row_number() over (
    order by
      "f"."event_time",
      "f"."order_0",
      "f"."order_1"
  ) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
