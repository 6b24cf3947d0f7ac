-- large_fx: Large purchases of foreign exchange
-- retail, large_fx.campaign:6
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :firing_from_local is a microsecond after the tick before, earlier by the source's lateness, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai
--   :last_180_days_from_local is the beginning of `last 180 days`, in Asia/Shanghai
--   :last_180_days_to_local is the end of `last 180 days`, in Asia/Shanghai

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
          "r"."rate_date" as "first_day",
          coalesce(
            lead("r"."rate_date") over (
              partition by
                "r"."ccy"
              order by
                "r"."rate_date"
            ) - 1,
            cast(:tick_date as date)
          ) as "last_day"
        from
          "fx_rates" as "r"
        where
          "r"."rate_date" <= cast(:tick_date as date)
      )
    ) as "s"
),

-- fx_purchase since the last tick (large_fx.campaign:6)
"firing" as (
  select
    "e"."customer_id" as "customer",
    cast("e"."transaction_id" as text) as "event_id",
    "e"."occurred_at" as "event_time",
    case
      when pg_typeof("e"."transaction_id") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."transaction_id" as text) as numeric)
    end as "order_0",
    cast("e"."transaction_id" as text) collate "C" as "order_1",
    "e"."amt" as "x0",
    cast("e"."ccy" as text) as "x0_currency"
  from
    "transactions" as "e"
    left join "daily_rates" as "r0" on (
      "r0"."currency" = 'USD'
      and "r0"."day" = cast(cast("e"."occurred_at" as timestamp) as date)
    )
    left join "daily_rates" as "r1" on (
      "r1"."currency" = cast("e"."ccy" as text)
      and "r1"."day" = cast(cast("e"."occurred_at" as timestamp) as date)
    )
  where
    cast("e"."kind" as text) = 'fx_purchase'
    and "e"."transaction_id" is not null
    and "e"."occurred_at" >= cast(:firing_from_local as timestamp)
    and "e"."occurred_at" < cast(:tick_end_local as timestamp)
    and case
      when cast("e"."ccy" as text) = 'USD' then "e"."amt"
      else nullif(
        nullif(
          least(
            greatest(
              round(
                div(
                  2000000 * cast("e"."amt" as numeric) * cast(
                    case
                      when cast("e"."ccy" as text) = 'CNY' then cast(100 as numeric)
                      else "r1"."rate"
                    end as numeric
                  ),
                  nullif(cast("r0"."rate" as numeric), 0)
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
    end >= 10000
),

-- the customers with age, phone, salutation, sms_consent
"portrait" as (
  select
    "c"."customer_id" as "customer",
    case
      when "c"."age" = -1 then null
      else "c"."age"
    end as "t0",
    cast("c"."phone" as text) as "t1",
    cast("c"."salutation" as text) as "t2",
    case
      when cast("c"."sms_ok" as text) = 'Y' then true
      when cast("c"."sms_ok" as text) = 'N' then false
    end as "t3"
  from
    "customers" as "c"
  where
    "c"."customer_id" is not null
    and "c"."ds" = (
      (
        select
          max("latest"."ds") as "snapshot"
        from
          "customers" as "latest"
        where
          "latest"."ds" <= cast(:tick_date as date)
      )
    )
    and "c"."customer_id" in (
      select
        customer
      from
        "firing"
    )
),

-- count_fx_purchase_379c5271 (large_fx.campaign:8)
"events" as (
  select
    "e"."customer_id" as "customer",
    count(*) as "f0"
  from
    "transactions" as "e"
  where
    cast("e"."kind" as text) = 'fx_purchase'
    and "e"."occurred_at" >= cast(:last_180_days_from_local as timestamp)
    and "e"."occurred_at" < cast(:last_180_days_to_local as timestamp)
    and "e"."customer_id" in (
      select
        customer
      from
        "portrait"
    )
  group by
    "e"."customer_id"
),

-- the customers with count_fx_purchase_379c5271
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    "c"."t3" as "t3",
    coalesce("j0"."f0", 0) as "f0"
  from
    "portrait" as "c"
    left join "events" as "j0" on "j0"."customer" = c.customer
),

-- the firings of large_fx (large_fx.campaign:6), and who of them is eligible
"fired" as (
  select
    (
      (
        "c"."t0" >= 18
        and "c"."f0" >= 2
      )
    ) is true as "eligible",
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
    case
      when case
        when "x"."x0_currency" = 'USD' then "x"."x0"
        else nullif(
          nullif(
            least(
              greatest(
                round(
                  div(
                    2000000 * cast("x"."x0" as numeric) * cast(
                      case
                        when "x"."x0_currency" = 'CNY' then cast(100 as numeric)
                        else "r1"."rate"
                      end as numeric
                    ),
                    nullif(cast("r0"."rate" as numeric), 0)
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
      end < 30000 then 0
      when true then 1
    end as "channel_route",
    cast(
      nullif(
        nullif(
          least(
            greatest(
              (
                0.01 * case
                  when "x"."x0_currency" = 'CNY' then "x"."x0"
                  else nullif(
                    nullif(
                      least(
                        greatest(
                          round(
                            div(2000000 * cast("x"."x0" as numeric) * cast("r1"."rate" as numeric), nullif(cast(100 as numeric), 0)) * 0.0000005,
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
              ),
              -1000000000000000000000000000000
            ),
            1000000000000000000000000000000
          ),
          -1000000000000000000000000000000
        ),
        1000000000000000000000000000000
      ) as text
    ) as "value",
    cast("c"."t1" as text) as "a0",
    coalesce("c"."t3", false) as "c0",
    cast("x"."x0" as text) || ' ' || "x"."x0_currency" as "p0",
    cast(
      cast(
        extract(
          epoch
          from
            nullif(nullif((cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai'), 'infinity'), '-infinity')
        ) * 1000000 as bigint
      ) as text
    ) as "p1",
    cast("c"."t2" as text) as "p2"
  from
    "firing" as "x"
    inner join "portrait_2" as "c" on c.customer = x.customer
    left join "daily_rates" as "r0" on (
      "r0"."currency" = 'USD'
      and "r0"."day" = cast(cast("x"."event_time" as timestamp) as date)
    )
    left join "daily_rates" as "r1" on (
      "r1"."currency" = "x"."x0_currency"
      and "r1"."day" = cast(cast("x"."event_time" as timestamp) as date)
    )
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
  "f"."p0" as "p0",
  "f"."p1" as "p1",
  "f"."p2" as "p2",
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
