-- own_average: Purchases above the own average
-- retail, own_average.campaign:6
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :firing_from is a microsecond after the tick before, earlier by the source's lateness
--   :tick_end is a microsecond after the tick
--   :firing_from_partition is the partition of a microsecond after the tick before, earlier by the source's lateness
--   :tick_end_partition is the partition of a microsecond after the tick
--   :tick_date is the local date of the tick
--   :ago_1_30_days_from is the beginning of `1..30 days ago`
--   :ago_1_30_days_to is the end of `1..30 days ago`
--   :ago_1_30_days_from_partition is the partition of the beginning of `1..30 days ago`
--   :ago_1_30_days_to_partition is the partition of the end of `1..30 days ago`

-- card_purchase since the last tick (own_average.campaign:6)
with "firing" as (
  select
    "e"."customer_id" as "customer",
    replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|') as "event_id",
    "e"."posted_at" as "event_time",
    case
      when pg_typeof("e"."branch") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."branch" as text) as numeric)
    end as "order_0",
    cast("e"."branch" as text) collate "C" as "order_1",
    case
      when pg_typeof("e"."seq") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."seq" as text) as numeric)
    end as "order_2",
    cast("e"."seq" as text) collate "C" as "order_3",
    ("e"."amount_fen" * 0.01) as "x0"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."branch" is not null
    and "e"."seq" is not null
    and "e"."posted_at" >= cast(:firing_from as timestamptz)
    and "e"."posted_at" < cast(:tick_end as timestamptz)
    and "e"."dt" >= cast(:firing_from_partition as text)
    and "e"."dt" <= cast(:tick_end_partition as text)
    and cast("e"."merchant" as text) <> 'self'
),

-- the customers with phone, salutation, sms_consent, tier
"portrait" as (
  select
    "c"."customer_id" as "customer",
    cast("c"."phone" as text) as "t0",
    cast("c"."salutation" as text) as "t1",
    case
      when cast("c"."sms_ok" as text) = 'Y' then true
      when cast("c"."sms_ok" as text) = 'N' then false
    end as "t2",
    cast("s1"."tier_code" as text) as "t3"
  from
    (
      select
        *
      from
        "customers" as c
      where
        (
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
        )
    ) as "c"
    left join "tier_history" as "s1" on (
      "s1"."customer_id" = "c"."customer_id"
      and "s1"."eff_from" <= cast(:tick_date as date)
      and (
        "s1"."eff_to" > cast(:tick_date as date)
        or "s1"."eff_to" is null
      )
    )
),

-- avg_card_purchase_ef75ce26 (own_average.campaign:10)
"events" as (
  select
    "e"."customer_id" as "customer",
    sum(("e"."amount_fen" * 0.01)) as "f0",
    count(("e"."amount_fen" * 0.01)) as "f0_n"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."posted_at" >= cast(:ago_1_30_days_from as timestamptz)
    and "e"."posted_at" < cast(:ago_1_30_days_to as timestamptz)
    and "e"."dt" >= cast(:ago_1_30_days_from_partition as text)
    and "e"."dt" <= cast(:ago_1_30_days_to_partition as text)
    and "e"."customer_id" in (
      select
        customer
      from
        "portrait"
    )
  group by
    "e"."customer_id"
),

-- the customers with avg_card_purchase_ef75ce26
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    "c"."t3" as "t3",
    nullif(
      nullif(
        least(
          greatest(
            round(
              div(
                2000000 * cast(
                  case
                    when abs("j0"."f0") < 1000000000000000000000000000000 then "j0"."f0"
                  end as numeric
                ),
                nullif(cast("j0"."f0_n" as numeric), 0)
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
    ) as "f0"
  from
    "portrait" as "c"
    left join "events" as "j0" on "j0"."customer" = c.customer
),

-- the firings of own_average (own_average.campaign:6), and who of them is eligible
"fired" as (
  select
    ("c"."t3" is not null) is true as "eligible",
    cast(c.customer as text) as "customer",
    "x"."event_id" as "event_id",
    cast(
      extract(
        epoch
        from
          nullif(nullif(cast("x"."event_time" as timestamptz), 'infinity'), '-infinity')
      ) * 1000000 as bigint
    ) as "event_time",
    "x"."order_0" as "order_0",
    "x"."order_1" as "order_1",
    "x"."order_2" as "order_2",
    "x"."order_3" as "order_3",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t0" as text) as "a0",
    coalesce("c"."t2", false) as "c0",
    cast("c"."t1" as text) as "p0"
  from
    "firing" as "x"
    inner join "portrait_2" as "c" on c.customer = x.customer
  where
    "x"."x0" > nullif(
      nullif(
        least(
          greatest(
            nullif(
              nullif(
                least(greatest((3 * "c"."f0"), -100000000000000000000000000000000), 100000000000000000000000000000000),
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
  row_number() over (
    order by
      "f"."event_time",
      "f"."order_0",
      "f"."order_1",
      "f"."order_2",
      "f"."order_3"
  ) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
