-- reaches: A week's spending
-- retail, reaches.campaign:3
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :firing_from_less_7_days is a microsecond after the tick before, earlier by the source's lateness, earlier by 7 days, and some days
--   :tick_end is a microsecond after the tick
--   :firing_from_less_7_days_partition is the partition of a microsecond after the tick before, earlier by the source's lateness, earlier by 7 days, and some days
--   :tick_end_partition is the partition of a microsecond after the tick
--   :clock_changes is the changes of the clocks in the time that is looked at, as JSON
--   :firing_from is a microsecond after the tick before, earlier by the source's lateness
--   :tick_date is the local date of the tick

-- card_purchase, far enough back to be counted: what has fired reaches since the last tick (reaches.campaign:3)
with "counted_events" as (
  select
    "e"."customer_id" as "customer",
    replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|') as "event_id",
    cast("e"."posted_at" as timestamptz) as "event_time",
    "e"."branch" as "order_0",
    "e"."seq" as "order_1",
    cast("e"."merchant" as text) as "x0",
    coalesce(
      try_cast (
        try_cast (try_cast (try ("e"."amount_fen" * 0.01) as decimal(38, 8)) as decimal(28, 8)) as decimal(38, 8)
      ),
      0
    ) as "amount",
    row_number() over (
      partition by
        "e"."customer_id"
      order by
        cast("e"."posted_at" as timestamptz),
        "e"."branch",
        "e"."seq",
        replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|'),
        cast("e"."merchant" as text),
        coalesce(
          try_cast (
            try_cast (try_cast (try ("e"."amount_fen" * 0.01) as decimal(38, 8)) as decimal(28, 8)) as decimal(38, 8)
          ),
          0
        )
    ) as "n"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."branch" is not null
    and "e"."seq" is not null
    and "e"."posted_at" >= cast(:firing_from_less_7_days as timestamptz)
    and "e"."posted_at" < cast(:tick_end as timestamptz)
    and "e"."dt" >= cast(:firing_from_less_7_days_partition as text)
    and "e"."dt" <= cast(:tick_end_partition as text)
    and cast("e"."merchant" as text) <> 'x'
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

-- each event where it comes, and a mark where the time before it begins
"line" as (
  select
    "l"."customer" as "customer",
    "l"."n" as "n",
    "l"."at" as "at",
    "l"."mark" as "mark",
    "l"."amount" as "amount"
  from
    (
      (
        select
          e.customer as "customer",
          e.n as "n",
          "e"."event_time" as "at",
          0 as "mark",
          e.amount as "amount"
        from
          "counted_events" as "e"
      )
      union all
      (
        select
          e.customer as "customer",
          e.n as "n",
          case
            when "k"."at" is null then (
              ((cast("e"."event_time" as timestamptz) at time zone 'Asia/Shanghai') - cast('7 day' as interval)) at time zone 'Asia/Shanghai'
            )
            when "k"."skips" then "k"."at"
            else "k"."at" - (
              "k"."to" - ((cast("e"."event_time" as timestamptz) at time zone 'Asia/Shanghai') - cast('7 day' as interval))
            )
          end as "at",
          1 as "mark",
          e.amount * 0 as "amount"
        from
          "counted_events" as "e"
          left join "clock_changes" as "k" on (
            ((cast("e"."event_time" as timestamptz) at time zone 'Asia/Shanghai') - cast('7 day' as interval)) >= "k"."from"
            and ((cast("e"."event_time" as timestamptz) at time zone 'Asia/Shanghai') - cast('7 day' as interval)) < "k"."to"
          )
        where
          "e"."event_time" >= cast(:firing_from as timestamptz)
      )
    ) as "l"
),

-- what each event brings the level to
"levels" as (
  select
    t.customer as "customer",
    t.n as "n",
    max(t.total) filter(
      where
        t.mark = 0
    ) - max(t.total) filter(
      where
        t.mark = 1
    ) as "level"
  from
    (
      (
        select
          "l"."customer" as "customer",
          "l"."n" as "n",
          "l"."mark" as "mark",
          sum(l.amount) over (
            partition by
              l.customer
            order by
              l.at,
              l.mark,
              l.n rows unbounded preceding
          ) as "total"
        from
          "line" as "l"
      )
    ) as "t"
  group by
    t.customer,
    t.n
),

-- what has fired reaches since the last tick (reaches.campaign:3)
"firing" as (
  select
    "e"."customer" as "customer",
    "e"."event_id" as "event_id",
    "e"."event_time" as "event_time",
    "e"."order_0" as "order_0",
    "e"."order_1" as "order_1",
    "e"."x0" as "x0"
  from
    "counted_events" as "e"
    inner join "levels" as "l" on (
      l.customer = e.customer
      and l.n = e.n
    )
  where
    l.level >= 300000
    and l.level - e.amount < 300000
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

-- the firings of reaches (reaches.campaign:3), and who of them is eligible
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
    cast("x"."x0" as text) as "p0",
    cast("c"."t2" as text) as "p1"
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
  "f"."p1" as "p1",
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
