-- campaign spring {
--   owner    "team"
--   segment  age >= 18
--   trigger  daily at 06:00 on buy where amount in CNY >= 100 CNY
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
--   customer 1 { age: 40 }
--   customer 2 { age: 40 }
--   customer 3 { age: 40 }
--   buy { customer: 1, time: 2026-03-02 06:00, amount: 100 CNY }
--   buy { customer: 2, time: 2026-03-01 06:00, amount: 100 CNY }
--   buy { customer: 3, time: 2026-03-01 12:00, amount: 99.99 CNY }
--   expect contact 1
--   expect no contact 2 because trigger
--   expect no contact 3 because trigger
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :firing_from_local is a microsecond after the tick before, earlier by the source's lateness, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai

-- the rate of each currency on each day, the last one carried on
with "daily_rates" as (
  select
    s.currency as "currency",
    s.rate as "rate",
    cast(
      generate_series(cast(s.first_day as timestamp), cast(s.last_day as timestamp), interval '1 day') as date
    ) as "day"
  from
    (
      (
        select
          cast("r"."ccy" as text) as "currency",
          round(cast("r"."rate" as numeric), 8) as "rate",
          "r"."day" as "first_day",
          coalesce(
            lead("r"."day") over (
              partition by
                "r"."ccy"
              order by
                "r"."day"
            ) - 1,
            cast(:tick_date as date)
          ) as "last_day"
        from
          "rates" as "r"
        where
          "r"."day" <= cast(:tick_date as date)
      )
    ) as "s"
),

-- buy since the last tick (a.campaign:1)
"firing" as (
  select
    "e"."person" as "customer",
    cast("e"."buy" as text) as "event_id",
    "e"."bought" as "event_time",
    case
      when pg_typeof("e"."buy") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."buy" as text) as numeric)
    end as "order_0",
    cast("e"."buy" as text) collate "C" as "order_1"
  from
    "buys" as "e"
    left join "daily_rates" as "r0" on (
      "r0"."currency" = cast("e"."ccy" as text)
      and "r0"."day" = cast(cast("e"."bought" as timestamp) as date)
    )
  where
    "e"."buy" is not null
    and "e"."bought" >= cast(:firing_from_local as timestamp)
    and "e"."bought" < cast(:tick_end_local as timestamp)
    and case
      when cast("e"."ccy" as text) = 'CNY' then "e"."amount"
      else nullif(
        nullif(
          least(
            greatest(
              round(
                div(
                  2000000 * cast("e"."amount" as numeric) * cast("r0"."rate" as numeric),
                  nullif(cast(100 as numeric), 0)
                ) * 0.0000005,
                6
              ),
              -100000000000000000000000000000000
            ),
            100000000000000000000000000000000
          ),
          -100000000000000000000000000000000
        ),
        100000000000000000000000000000000
      )
    end >= 100
),

-- the customers with age, phone, sms_ok
"portrait" as (
  select
    "c"."id" as "customer",
    "c"."age" as "t0",
    cast("c"."phone" as text) as "t1",
    "c"."sms_ok" as "t2"
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
    ("c"."t0" >= 18) is true as "eligible",
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
    cast(null as text) as "value",
    cast("c"."t1" as text) as "a0",
    coalesce("c"."t2", false) as "c0"
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
  "f"."a0" as "a0",
  "f"."c0" as "c0",
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
