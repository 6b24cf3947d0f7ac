-- top_spenders: The top of the spenders
-- retail, top_spenders.campaign:6
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :previous_quarter_from is the beginning of `previous quarter`
--   :previous_quarter_to is the end of `previous quarter`
--   :previous_quarter_from_partition is the partition of the beginning of `previous quarter`
--   :previous_quarter_to_partition is the partition of the end of `previous quarter`

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

-- the customers with tier
"portrait_2" as (
  select
    "c"."customer_id" as "customer",
    cast("s1"."tier_code" as text) as "t0"
  from
    "customers" as "c"
    left join "tier_history" as "s1" on (
      "s1"."customer_id" = "c"."customer_id"
      and "s1"."eff_from" <= cast(:tick_date as date)
      and (
        "s1"."eff_to" > cast(:tick_date as date)
        or "s1"."eff_to" is null
      )
    )
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

-- sum_card_purchase_2cef9aa4 (top_spenders.campaign:8)
"events" as (
  select
    "e"."customer_id" as "customer",
    sum(("e"."amount_fen" * 0.01)) as "f0"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."posted_at" >= cast(:previous_quarter_from as timestamptz)
    and "e"."posted_at" < cast(:previous_quarter_to as timestamptz)
    and "e"."dt" >= cast(:previous_quarter_from_partition as text)
    and "e"."dt" <= cast(:previous_quarter_to_partition as text)
  group by
    "e"."customer_id"
),

-- the customers with sum_card_purchase_2cef9aa4
"portrait_3" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    case
      when "j0"."f0" is null then 0
      else case
        when abs("j0"."f0") < 1000000000000000000000000000000 then "j0"."f0"
      end
    end as "f0"
  from
    "portrait_2" as "c"
    left join "events" as "j0" on "j0"."customer" = c.customer
),

-- the top of top_spenders.campaign:8
"top" as (
  select
    p.customer as "customer"
  from
    (
      (
        select
          c.customer as "customer",
          row_number() over (
            order by
              "c"."f0" desc nulls first,
              (md5(cast(c.customer as text)) collate "C") asc nulls last
          ) as "place",
          count(*) over () as "total"
        from
          "portrait_3" as "c"
        where
          case "c"."t0"
            when 'basic' then 0
            when 'gold' then 1
            when 'platinum' then 2
          end >= case 'gold'
            when 'basic' then 0
            when 'gold' then 1
            when 'platinum' then 2
          end
          and "c"."f0" is not null
      )
    ) as "p"
  where
    p.place - 1 < p.total * 0.1
),

-- the customers with their ranks
"portrait_4" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    ("k0"."customer" is not null) as "k0"
  from
    "portrait" as "c"
    left join "top" as "k0" on "k0"."customer" = c.customer
),

-- the firings of top_spenders (top_spenders.campaign:6), and who of them is eligible
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
    "portrait_4" as "c"
  where
    "c"."k0"
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
