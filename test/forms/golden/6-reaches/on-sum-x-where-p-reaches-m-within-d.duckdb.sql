-- campaign probe {
--   owner    "test"
--   segment  true
--   trigger  daily at 06:00
--            on sum(save.amount) reaches 300 CNY within 7 days
--   window   2000-01-01 .. 2099-12-31
--   offer    probe
--   channel  letter
--   priority 10
-- }
-- offer probe { message letter "." }
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :firing_from_less_7_days is a microsecond after the tick before, earlier by the source's lateness, earlier by 7 days, and some days
--   :tick_end is a microsecond after the tick
--   :clock_changes is the changes of the clocks in the time that is looked at, as JSON
--   :firing_from is a microsecond after the tick before, earlier by the source's lateness

-- save, far enough back to be counted: what has fired probe since the last tick (a.campaign:1)
with "counted_events" as (
  select
    "e"."person" as "customer",
    cast("e"."save" as text) as "event_id",
    cast("e"."saved" as timestamptz) as "event_time",
    "e"."save" as "order_0",
    coalesce(
      try_cast (try_cast (try_cast ("e"."amount" as decimal(38, 6)) as decimal(28, 6)) as decimal(38, 6)),
      0
    ) as "amount",
    row_number() over (
      partition by
        "e"."person"
      order by
        cast("e"."saved" as timestamptz),
        "e"."save",
        cast("e"."save" as text),
        coalesce(
          try_cast (try_cast (try_cast ("e"."amount" as decimal(38, 6)) as decimal(28, 6)) as decimal(38, 6)),
          0
        )
    ) as "n"
  from
    "saves" as "e"
  where
    "e"."save" is not null
    and "e"."saved" >= cast(:firing_from_less_7_days as timestamptz)
    and "e"."saved" < cast(:tick_end as timestamptz)
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

-- what has fired probe since the last tick (a.campaign:1)
"firing" as (
  select
    "e"."customer" as "customer",
    "e"."event_id" as "event_id",
    "e"."event_time" as "event_time",
    "e"."order_0" as "order_0"
  from
    "counted_events" as "e"
    inner join "levels" as "l" on (
      l.customer = e.customer
      and l.n = e.n
    )
  where
    l.level >= 300
    and l.level - e.amount < 300
),

-- the customers
"portrait" as (
  select
    "c"."id" as "customer"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and "c"."id" in (
      select
        customer
      from
        "firing"
    )
),

-- the firings of probe (a.campaign:1), and who of them is eligible
"fired" as (
  select
    (true) is true as "eligible",
    cast(c.customer as text) as "customer",
    "x"."event_id" as "event_id",
    epoch_us(cast("x"."event_time" as timestamptz)) as "event_time",
    "x"."order_0" as "order_0",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value"
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
  row_number() over (
    order by
      "f"."event_time",
      "f"."order_0"
  ) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
