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
-- tag v = sum(pay.amount in CNY, last 7 days)
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :last_7_days_from_local is the beginning of `last 7 days`, in Asia/Shanghai
--   :last_7_days_to_local is the end of `last 7 days`, in Asia/Shanghai

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

-- sum_pay_b2bd8959 (a.campaign:11)
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
                    nullif(cast(1 as numeric), 0)
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
    "pays" as "e"
    left join "daily_rates" as "r0" on (
      "r0"."currency" = cast("e"."ccy" as text)
      and "r0"."day" = cast(cast("e"."paid" as timestamp) as date)
    )
  where
    "e"."paid" >= cast(:last_7_days_from_local as timestamp)
    and "e"."paid" < cast(:last_7_days_to_local as timestamp)
    and "e"."person" in (
      select
        customer
      from
        "portrait"
    )
  group by
    "e"."person"
),

-- the customers with v, sum_pay_b2bd8959
"portrait_2" as (
  select
    "c"."customer" as "customer",
    case
      when "j0"."f0" is null then 0
      else case
        when abs("j0"."f0") < 100000000000000000000000000000000 then "j0"."f0"
      end
    end as "f0",
    case
      when "j0"."f0" is null then 0
      else case
        when abs("j0"."f0") < 100000000000000000000000000000000 then "j0"."f0"
      end
    end as "d0"
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
