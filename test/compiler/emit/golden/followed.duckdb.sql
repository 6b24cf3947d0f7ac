-- followed: Purchases after foreign exchange
-- retail, followed.campaign:3
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :firing_from_less_3_days_local is a microsecond after the tick before, earlier by the source's lateness, earlier by 3 days, and some days, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai
--   :firing_from_less_3_days is a microsecond after the tick before, earlier by the source's lateness, earlier by 3 days, and some days
--   :tick_end is a microsecond after the tick
--   :firing_from_less_3_days_partition is the partition of a microsecond after the tick before, earlier by the source's lateness, earlier by 3 days, and some days
--   :tick_end_partition is the partition of a microsecond after the tick
--   :clock_changes is the changes of the clocks in the time that is looked at, as JSON
--   :tick_date is the local date of the tick
--   :firing_from is a microsecond after the tick before, earlier by the source's lateness

-- fx_purchase, far enough back for all that may follow: what has fired followed since the last tick (followed.campaign:3)
with "first_events" as (
  select
    "e"."customer_id" as "customer",
    cast("e"."transaction_id" as text) as "event_id",
    (cast("e"."occurred_at" as timestamp) at time zone 'Asia/Shanghai') as "event_time",
    "e"."transaction_id" as "order_0",
    cast("e"."purpose" as text) as "x0",
    row_number() over (
      partition by
        "e"."customer_id"
      order by
        (cast("e"."occurred_at" as timestamp) at time zone 'Asia/Shanghai'),
        "e"."transaction_id",
        cast("e"."transaction_id" as text),
        cast("e"."purpose" as text)
    ) as "n"
  from
    "transactions" as "e"
  where
    cast("e"."kind" as text) = 'fx_purchase'
    and "e"."transaction_id" is not null
    and "e"."occurred_at" >= cast(:firing_from_less_3_days_local as timestamp)
    and "e"."occurred_at" < cast(:tick_end_local as timestamp)
    and cast("e"."purpose" as text) = 'travel'
),

-- card_purchase, of customers who have had fx_purchase
"next_events" as (
  select
    "e"."customer_id" as "customer",
    replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|') as "event_id",
    cast("e"."posted_at" as timestamptz) as "event_time",
    "e"."branch" as "order_0",
    "e"."seq" as "order_1",
    try ("e"."amount_fen" * 0.01) as "x0",
    cast("e"."merchant" as text) as "x1"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."branch" is not null
    and "e"."seq" is not null
    and "e"."posted_at" >= cast(:firing_from_less_3_days as timestamptz)
    and "e"."posted_at" < cast(:tick_end as timestamptz)
    and "e"."dt" >= cast(:firing_from_less_3_days_partition as text)
    and "e"."dt" <= cast(:tick_end_partition as text)
    and "e"."customer_id" in (
      select
        customer
      from
        "first_events"
    )
    and try ("e"."amount_fen" * 0.01) >= 1000
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

-- the customers with tier
"portrait" as (
  select
    "c"."customer_id" as "customer",
    cast("s1"."tier_code" as text) as "t0"
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
              "first_events"
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

-- the first card_purchase after it
"followed" as (
  select
    "p"."customer" as "customer",
    "p"."event_id" as "event_id",
    "p"."event_time" as "event_time",
    "p"."order_0" as "order_0",
    "p"."x0" as "x0",
    "p"."n" as "n",
    "p"."y1_event_time" as "y1_event_time",
    "p"."y1_x0" as "y1_x0",
    "p"."y1_x1" as "y1_x1"
  from
    (
      (
        select
          "m"."customer" as "customer",
          "m"."event_id" as "event_id",
          "m"."event_time" as "event_time",
          "m"."order_0" as "order_0",
          "m"."x0" as "x0",
          "m"."n" as "n",
          "b"."event_time" as "y1_event_time",
          "b"."x0" as "y1_x0",
          "b"."x1" as "y1_x1",
          row_number() over (
            partition by
              m.customer,
              m.n
            order by
              "b"."event_time",
              "b"."order_0",
              "b"."order_1",
              "b"."event_time",
              "b"."x0",
              "b"."x1",
              "b"."event_id"
          ) as "place"
        from
          "first_events" as "m"
          left join "clock_changes" as "k" on (
            ((cast("m"."event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('3 day' as interval)) >= "k"."from"
            and ((cast("m"."event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('3 day' as interval)) < "k"."to"
          )
          inner join "next_events" as "b" on (
            b.customer = m.customer
            and b.event_time > "m"."event_time"
            and b.event_time <= case
              when "k"."at" is null then (
                ((cast("m"."event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('3 day' as interval)) at time zone 'Asia/Shanghai'
              )
              when "k"."skips" then "k"."at"
              else "k"."at" - (
                "k"."to" - ((cast("m"."event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('3 day' as interval))
              )
            end
          )
          inner join "portrait" as "c" on c.customer = m.customer
        where
          "c"."t0" is not null
      )
    ) as "p"
  where
    p.place = 1
),

-- what has fired followed since the last tick (followed.campaign:3)
"firing" as (
  select
    "m"."customer" as "customer",
    "m"."event_id" as "event_id",
    "m"."event_time" as "event_time",
    "m"."order_0" as "order_0",
    "m"."x0" as "x0",
    "m"."y1_event_time" as "y1_event_time",
    "m"."y1_x0" as "y1_x0",
    "m"."y1_x1" as "y1_x1",
    "m"."y1_event_time" as "fired_time"
  from
    "followed" as "m"
  where
    "m"."y1_event_time" >= cast(:firing_from as timestamptz)
    and "m"."y1_event_time" < cast(:tick_end as timestamptz)
),

-- the customers with age, phone, salutation, sms_consent
"portrait_2" as (
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

-- the firings of followed (followed.campaign:3), and who of them is eligible
"fired" as (
  select
    ("c"."t0" >= 18) is true as "eligible",
    cast(c.customer as text) as "customer",
    "x"."event_id" as "event_id",
    epoch_us(cast("x"."event_time" as timestamptz)) as "event_time",
    "x"."order_0" as "order_0",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t1" as text) as "a0",
    coalesce("c"."t3", false) as "c0",
    cast("x"."x0" as text) as "p0",
    cast("c"."t2" as text) as "p1",
    cast("x"."y1_x0" as text) as "p2",
    cast("x"."y1_x1" as text) as "p3"
  from
    "firing" as "x"
    inner join "portrait_2" as "c" on c.customer = x.customer
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
  "f"."p3" as "p3",
  row_number() over (
    order by
      "f"."event_time",
      "f"."order_0"
  ) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
