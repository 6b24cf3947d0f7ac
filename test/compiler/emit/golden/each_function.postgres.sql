-- each_function: Every aggregate
-- retail, each_function.campaign:6
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :last_30_days_from is the beginning of `last 30 days`
--   :last_30_days_to is the end of `last 30 days`
--   :last_30_days_from_partition is the partition of the beginning of `last 30 days`
--   :last_30_days_to_partition is the partition of the end of `last 30 days`
--   :today_from is the beginning of `today`
--   :tick_end is a microsecond after the tick
--   :today_from_partition is the partition of the beginning of `today`
--   :tick_end_partition is the partition of a microsecond after the tick
--   :since_2025_01_01_from_local is the beginning of `since 2025-01-01`, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai

-- the customers with phone, salutation, sms_consent
with "portrait" as (
  select
    "c"."customer_id" as "customer",
    cast("c"."phone" as text) as "t0",
    cast("c"."salutation" as text) as "t1",
    case
      when cast("c"."sms_ok" as text) = 'Y' then true
      when cast("c"."sms_ok" as text) = 'N' then false
    end as "t2"
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
),

-- median_card_purchase_a5596d40 (each_function.campaign:8), distinct_card_purchase_cf9560d6 (each_function.campaign:8), latest_card_purchase_cd1787b5 (each_function.campaign:9)
"events" as (
  select
    "e"."customer_id" as "customer",
    percentile_disc(0.5) within group (
      order by
        ("e"."amount_fen" * 0.01) asc nulls last
    ) as "f4",
    percentile_disc(0.5) within group (
      order by
        ("e"."amount_fen" * 0.01) desc nulls first
    ) as "f4_high",
    count(("e"."amount_fen" * 0.01)) as "f4_n",
    count(distinct (cast("e"."merchant" as text) collate "C")) as "f0",
    (
      array_agg(
        cast("e"."merchant" as text)
        order by
          "e"."posted_at" desc nulls first,
          case
            when pg_typeof("e"."branch") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."branch" as text) as numeric)
          end desc nulls first,
          cast("e"."branch" as text) collate "C" desc nulls first,
          case
            when pg_typeof("e"."seq") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."seq" as text) as numeric)
          end desc nulls first,
          cast("e"."seq" as text) collate "C" desc nulls first
      )
    ) [1] as "f2"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."posted_at" >= cast(:last_30_days_from as timestamptz)
    and "e"."posted_at" < cast(:last_30_days_to as timestamptz)
    and "e"."dt" >= cast(:last_30_days_from_partition as text)
    and "e"."dt" <= cast(:last_30_days_to_partition as text)
  group by
    "e"."customer_id"
),

-- min_card_purchase_def000be (each_function.campaign:9)
"events_2" as (
  select
    "e"."customer_id" as "customer",
    min(("e"."amount_fen" * 0.01)) as "f5"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."posted_at" >= cast(:today_from as timestamptz)
    and "e"."posted_at" < cast(:tick_end as timestamptz)
    and "e"."dt" >= cast(:today_from_partition as text)
    and "e"."dt" <= cast(:tick_end_partition as text)
  group by
    "e"."customer_id"
),

-- first_fx_purchase_0c2ab1a1 (each_function.campaign:10)
"events_3" as (
  select
    "e"."customer_id" as "customer",
    (
      array_agg(
        cast("e"."purpose" as text)
        order by
          "e"."occurred_at" asc nulls last,
          case
            when pg_typeof("e"."transaction_id") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."transaction_id" as text) as numeric)
          end asc nulls last,
          cast("e"."transaction_id" as text) collate "C" asc nulls last
      )
    ) [1] as "f1"
  from
    "transactions" as "e"
  where
    cast("e"."kind" as text) = 'fx_purchase'
    and "e"."occurred_at" >= cast(:since_2025_01_01_from_local as timestamp)
    and "e"."occurred_at" < cast(:tick_end_local as timestamp)
  group by
    "e"."customer_id"
),

-- max_holding_455f11b7 (each_function.campaign:10)
"rows" as (
  select
    "e"."customer_id" as "customer",
    max("e"."balance") as "f3"
  from
    "mart"."holdings" as "e"
  group by
    "e"."customer_id"
),

-- the customers with median_card_purchase_a5596d40, distinct_card_purchase_cf9560d6, latest_card_purchase_cd1787b5, min_card_purchase_def000be, first_fx_purchase_0c2ab1a1, max_holding_455f11b7
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    case
      when "j0"."f4_n" % 2 = 1 then "j0"."f4"
      else nullif(
        nullif(
          least(
            greatest(
              nullif(
                nullif(
                  least(
                    greatest(
                      round(
                        div(
                          2000000 * cast(
                            nullif(
                              nullif(
                                least(
                                  greatest((cast("j0"."f4" as numeric) + cast("j0"."f4_high" as numeric)), -1000000000000000000000000000000),
                                  1000000000000000000000000000000
                                ),
                                -1000000000000000000000000000000
                              ),
                              1000000000000000000000000000000
                            ) as numeric
                          ),
                          nullif(cast(2 as numeric), 0)
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
              ),
              -1000000000000000000000000000000
            ),
            1000000000000000000000000000000
          ),
          -1000000000000000000000000000000
        ),
        1000000000000000000000000000000
      )
    end as "f4",
    coalesce("j0"."f0", 0) as "f0",
    "j0"."f2" as "f2",
    "j1"."f5" as "f5",
    "j2"."f1" as "f1",
    "j3"."f3" as "f3"
  from
    "portrait" as "c"
    left join "events" as "j0" on "j0"."customer" = c.customer
    left join "events_2" as "j1" on "j1"."customer" = c.customer
    left join "events_3" as "j2" on "j2"."customer" = c.customer
    left join "rows" as "j3" on "j3"."customer" = c.customer
),

-- the firings of each_function (each_function.campaign:6), and who of them is eligible
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
    coalesce("c"."t2", false) as "c0",
    cast("c"."t1" as text) as "p0"
  from
    "portrait_2" as "c"
  where
    (
      "c"."f4" > 50
      and "c"."f0" >= 3
      and "c"."f2" = 'market'
      and "c"."f5" > 1
      and "c"."f1" in ('travel', 'study')
      and "c"."f3" > 5
    )
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
