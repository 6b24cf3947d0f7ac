-- campaign spring {
--   owner    "team"
--   segment  sum(buy.amount in CNY, last 7 days) >= 71 CNY
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
--   rate USD: 7.1
--   customer 1 { age: 40 }
--   customer 2 { age: 40 }
--   customer 3 { age: 40 }
--   buy { customer: 1, time: 2026-03-01 10:00, amount: 10 USD }
--   buy { customer: 2, time: 2026-03-01 10:00, amount: 9.99 USD }
--   buy { customer: 3, time: 2026-03-01 10:00, amount: 1_000 EUR }
--   expect contact 1
--   expect no contact 2 because segment
--   expect no contact 3 because segment
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :last_7_days_from_local is the beginning of `last 7 days`, in Asia/Shanghai
--   :last_7_days_to_local is the end of `last 7 days`, in Asia/Shanghai

-- the customers with phone, sms_ok
with "portrait" as (
  select
    "c"."id" as "customer",
    cast("c"."phone" as text) as "t0",
    "c"."sms_ok" as "t1"
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
),

-- the rate of each currency on each day, the last one carried on
"daily_rates" as (
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

-- sum_buy_1e661dae (a.campaign:3)
"events" as (
  select
    "e"."person" as "customer",
    sum(
      case
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
      end
    ) as "f0"
  from
    "buys" as "e"
    left join "daily_rates" as "r0" on (
      "r0"."currency" = cast("e"."ccy" as text)
      and "r0"."day" = cast(cast("e"."bought" as timestamp) as date)
    )
  where
    "e"."bought" >= cast(:last_7_days_from_local as timestamp)
    and "e"."bought" < cast(:last_7_days_to_local as timestamp)
  group by
    "e"."person"
),

-- the customers with sum_buy_1e661dae
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    case
      when "j0"."f0" is null then 0
      else case
        when abs("j0"."f0") < 100000000000000000000000000000000 then "j0"."f0"
      end
    end as "f0"
  from
    "portrait" as "c"
    left join "events" as "j0" on "j0"."customer" = c.customer
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
    "portrait_2" as "c"
  where
    "c"."f0" >= 71
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
