-- row_asks_customer: Rows that are compared with the customer
-- retail, row_asks_customer.campaign:6
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :last_7_days_from is the beginning of `last 7 days`
--   :last_7_days_to is the end of `last 7 days`
--   :last_7_days_from_partition is the partition of the beginning of `last 7 days`
--   :last_7_days_to_partition is the partition of the end of `last 7 days`

-- the customers with aum, phone, salutation, sms_consent
with "portrait" as (
  select
    "c"."customer_id" as "customer",
    ("c"."aum_cents" * 0.01) as "t0",
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
),

-- count_card_purchase_06a7281c (row_asks_customer.campaign:8)
"events" as (
  select
    "e"."customer_id" as "customer",
    count(*) as "f0"
  from
    "card_transactions" as "e"
    inner join "portrait" as "c" on c.customer = "e"."customer_id"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."posted_at" >= cast(:last_7_days_from as timestamptz)
    and "e"."posted_at" < cast(:last_7_days_to as timestamptz)
    and "e"."dt" >= cast(:last_7_days_from_partition as text)
    and "e"."dt" <= cast(:last_7_days_to_partition as text)
    and nullif(
      nullif(
        least(greatest(("e"."amount_fen" * 0.01), -10000000000000000000000000000), 10000000000000000000000000000),
        -10000000000000000000000000000
      ),
      10000000000000000000000000000
    ) >= nullif(
      nullif(
        least(greatest((0.01 * "c"."t0"), -10000000000000000000000000000), 10000000000000000000000000000),
        -10000000000000000000000000000
      ),
      10000000000000000000000000000
    )
    and cast(
      extract(
        hour
        from
          nullif(
            nullif((cast("e"."posted_at" as timestamptz) at time zone 'Asia/Shanghai'), 'infinity'),
            '-infinity'
          )
      ) as integer
    ) >= 22
  group by
    "e"."customer_id"
),

-- the customers with count_card_purchase_06a7281c
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

-- the firings of row_asks_customer (row_asks_customer.campaign:6), and who of them is eligible
"fired" as (
  select
    true as "eligible",
    cast(c.customer as text) as "customer",
    cast(null as text) as "event_id",
    cast(null as bigint) as "event_time",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t1" as text) as "a0",
    coalesce("c"."t3", false) as "c0",
    cast("c"."t2" as text) as "p0"
  from
    "portrait_2" as "c"
  where
    "c"."f0" >= 3
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
