-- not_followed: Foreign exchange without travel
-- retail, not_followed.campaign:3
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :firing_from_less_2_days_1_month is a microsecond after the tick before, earlier by the source's lateness, earlier by 2 days and 1 month, and some days
--   :tick_end_less_2_days_1_month_at_most is a microsecond after the tick, earlier by 2 days and 1 month, less some days
--   :firing_from_less_2_days_1_month_partition is the partition of a microsecond after the tick before, earlier by the source's lateness, earlier by 2 days and 1 month, and some days
--   :tick_end_less_2_days_1_month_at_most_partition is the partition of a microsecond after the tick, earlier by 2 days and 1 month, less some days
--   :firing_from_less_2_days_1_month_local is a microsecond after the tick before, earlier by the source's lateness, earlier by 2 days and 1 month, and some days, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai
--   :clock_changes is the changes of the clocks in the time that is looked at, as JSON
--   :firing_from is a microsecond after the tick before, earlier by the source's lateness
--   :tick_end is a microsecond after the tick
--   :tick_date is the local date of the tick

-- card_purchase, far enough back for all that may follow: what has fired not_followed since the last tick (not_followed.campaign:3)
with "first_events" as (
  select
    "e"."customer_id" as "customer",
    replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|') as "event_id",
    cast("e"."posted_at" as timestamptz) as "event_time",
    "e"."branch" as "order_0",
    "e"."seq" as "order_1",
    row_number() over (
      partition by
        "e"."customer_id"
      order by
        cast("e"."posted_at" as timestamptz),
        "e"."branch",
        "e"."seq",
        replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|')
    ) as "n"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."branch" is not null
    and "e"."seq" is not null
    and "e"."posted_at" >= cast(:firing_from_less_2_days_1_month as timestamptz)
    and "e"."posted_at" < cast(:tick_end_less_2_days_1_month_at_most as timestamptz)
    and "e"."dt" >= cast(:firing_from_less_2_days_1_month_partition as text)
    and "e"."dt" <= cast(:tick_end_less_2_days_1_month_at_most_partition as text)
),

-- fx_purchase, of customers who have had card_purchase
"next_events" as (
  select
    "e"."customer_id" as "customer",
    cast("e"."transaction_id" as text) as "event_id",
    (cast("e"."occurred_at" as timestamp) at time zone 'Asia/Shanghai') as "event_time",
    "e"."transaction_id" as "order_0"
  from
    "transactions" as "e"
  where
    cast("e"."kind" as text) = 'fx_purchase'
    and "e"."transaction_id" is not null
    and "e"."occurred_at" >= cast(:firing_from_less_2_days_1_month_local as timestamp)
    and "e"."occurred_at" < cast(:tick_end_local as timestamp)
    and "e"."customer_id" in (
      select
        customer
      from
        "first_events"
    )
    and cast("e"."purpose" as text) = 'travel'
),

-- the local times that changes of the clocks skip or repeat
"clock_changes" as (
  select
    "k"."from" as "from",
    "k"."to" as "to",
    make_timestamptz("k"."at") as "at",
    "k"."skips" as "skips"
  from
    (
      select
        "r"."row"."from" as "from",
        "r"."row"."to" as "to",
        "r"."row"."at" as "at",
        "r"."row"."skips" as "skips"
      from
        (
          select
            unnest(
              from_json(
                cast(:clock_changes as json),
                '[{"from":"TIMESTAMP","to":"TIMESTAMP","at":"BIGINT","skips":"BOOLEAN"}]'
              )
            ) as "row"
        ) as r
    ) as "k"
),

-- until when fx_purchase could have followed
"ended" as (
  select
    "m"."customer" as "customer",
    "m"."event_id" as "event_id",
    "m"."event_time" as "event_time",
    "m"."order_0" as "order_0",
    "m"."order_1" as "order_1",
    "m"."n" as "n",
    case
      when "k"."at" is null then (
        ((cast("m"."event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('1 month' as interval)) at time zone 'Asia/Shanghai'
      )
      when "k"."skips" then "k"."at"
      else "k"."at" - (
        "k"."to" - ((cast("m"."event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('1 month' as interval))
      )
    end as "span_end"
  from
    "first_events" as "m"
    left join "clock_changes" as "k" on (
      ((cast("m"."event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('1 month' as interval)) >= "k"."from"
      and ((cast("m"."event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('1 month' as interval)) < "k"."to"
    )
),

-- when fx_purchase can no longer come
"expired" as (
  select
    "m"."customer" as "customer",
    "m"."event_id" as "event_id",
    "m"."event_time" as "event_time",
    "m"."order_0" as "order_0",
    "m"."order_1" as "order_1",
    "m"."n" as "n",
    "m"."span_end" as "span_end",
    case
      when "k"."at" is null then (
        ((cast("m"."span_end" as timestamptz) at time zone 'Asia/Shanghai') + cast('2 day' as interval)) at time zone 'Asia/Shanghai'
      )
      when "k"."skips" then "k"."at"
      else "k"."at" - (
        "k"."to" - ((cast("m"."span_end" as timestamptz) at time zone 'Asia/Shanghai') + cast('2 day' as interval))
      )
    end as "moment"
  from
    "ended" as "m"
    left join "clock_changes" as "k" on (
      ((cast("m"."span_end" as timestamptz) at time zone 'Asia/Shanghai') + cast('2 day' as interval)) >= "k"."from"
      and ((cast("m"."span_end" as timestamptz) at time zone 'Asia/Shanghai') + cast('2 day' as interval)) < "k"."to"
    )
  where
    case
      when "k"."at" is null then (
        ((cast("m"."span_end" as timestamptz) at time zone 'Asia/Shanghai') + cast('2 day' as interval)) at time zone 'Asia/Shanghai'
      )
      when "k"."skips" then "k"."at"
      else "k"."at" - (
        "k"."to" - ((cast("m"."span_end" as timestamptz) at time zone 'Asia/Shanghai') + cast('2 day' as interval))
      )
    end >= cast(:firing_from as timestamptz)
    and case
      when "k"."at" is null then (
        ((cast("m"."span_end" as timestamptz) at time zone 'Asia/Shanghai') + cast('2 day' as interval)) at time zone 'Asia/Shanghai'
      )
      when "k"."skips" then "k"."at"
      else "k"."at" - (
        "k"."to" - ((cast("m"."span_end" as timestamptz) at time zone 'Asia/Shanghai') + cast('2 day' as interval))
      )
    end < cast(:tick_end as timestamptz)
),

-- those that fx_purchase did follow
"met" as (
  select distinct
    "m"."customer" as "customer",
    "m"."n" as "n"
  from
    "expired" as "m"
    inner join "next_events" as "b" on (
      b.customer = m.customer
      and b.event_time > "m"."event_time"
      and b.event_time <= "m"."span_end"
    )
),

-- those that no fx_purchase followed
"unfollowed" as (
  select
    "m"."customer" as "customer",
    "m"."event_id" as "event_id",
    "m"."event_time" as "event_time",
    "m"."order_0" as "order_0",
    "m"."order_1" as "order_1",
    "m"."n" as "n",
    "m"."moment" as "moment"
  from
    "expired" as "m"
    left join "met" as "b" on (
      b.customer = m.customer
      and b.n = m.n
    )
  where
    b.customer is null
),

-- what has fired not_followed since the last tick (not_followed.campaign:3)
"firing" as (
  select
    "m"."customer" as "customer",
    "m"."event_id" as "event_id",
    "m"."event_time" as "event_time",
    "m"."order_0" as "order_0",
    "m"."order_1" as "order_1",
    "m"."moment" as "moment",
    "m"."moment" as "fired_time"
  from
    "unfollowed" as "m"
  where
    "m"."moment" >= cast(:firing_from as timestamptz)
    and "m"."moment" < cast(:tick_end as timestamptz)
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

-- the firings of not_followed (not_followed.campaign:3), and who of them is eligible
"fired" as (
  select
    ("c"."t0" >= 18) is true as "eligible",
    cast(c.customer as text) as "customer",
    "x"."event_id" as "event_id",
    epoch_us(cast("x"."event_time" as timestamptz)) as "event_time",
    "x"."order_0" as "order_0",
    "x"."order_1" as "order_1",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t1" as text) as "a0",
    coalesce("c"."t3", false) as "c0",
    cast("c"."t2" as text) as "p0"
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
  "f"."p0" as "p0",
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
