-- lapsed: Lapsed buyers
-- retail, lapsed.campaign:6
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :tick_end is a microsecond after the tick
--   :tick_end_partition is the partition of a microsecond after the tick
--   :last_1_year_from is the beginning of `last 1 year`
--   :last_1_year_to is the end of `last 1 year`
--   :last_1_year_from_partition is the partition of the beginning of `last 1 year`
--   :last_1_year_to_partition is the partition of the end of `last 1 year`

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

-- latest_card_purchase_c118682f (lapsed.campaign:8)
"events" as (
  select
    "e"."customer_id" as "customer",
    max("e"."posted_at") as "f0"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."posted_at" < cast(:tick_end as timestamptz)
    and "e"."dt" <= cast(:tick_end_partition as text)
  group by
    "e"."customer_id"
),

-- sum_card_purchase_cc63bcc2 (lapsed.campaign:8)
"events_2" as (
  select
    "e"."customer_id" as "customer",
    sum(("e"."amount_fen" * 0.01)) as "f1"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."posted_at" >= cast(:last_1_year_from as timestamptz)
    and "e"."posted_at" < cast(:last_1_year_to as timestamptz)
    and "e"."dt" >= cast(:last_1_year_from_partition as text)
    and "e"."dt" <= cast(:last_1_year_to_partition as text)
  group by
    "e"."customer_id"
),

-- the customers with latest_card_purchase_c118682f, sum_card_purchase_cc63bcc2
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    "j0"."f0" as "f0",
    case
      when "j1"."f1" is null then 0
      else case
        when abs("j1"."f1") < 1000000000000000000000000000000 then "j1"."f1"
      end
    end as "f1"
  from
    "portrait" as "c"
    left join "events" as "j0" on "j0"."customer" = c.customer
    left join "events_2" as "j1" on "j1"."customer" = c.customer
),

-- the firings of lapsed (lapsed.campaign:6), and who of them is eligible
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
      (
        cast(:tick_date as date) - nullif(
          nullif(cast((cast("c"."f0" as timestamptz) at time zone 'Asia/Shanghai') as date), 'infinity'),
          '-infinity'
        )
      ) >= 90
      and "c"."f1" >= 1000
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
