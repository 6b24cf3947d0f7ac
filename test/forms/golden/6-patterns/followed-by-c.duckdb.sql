-- campaign probe {
--   owner    "test"
--   segment  true
--   trigger  daily at 06:00
--            on call followed by reply within 3 days followed by deal within 1 day
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
--   :firing_from_less_1_day_3_days is a microsecond after the tick before, earlier by the source's lateness, earlier by 1 day and 3 days, and some days
--   :tick_end is a microsecond after the tick
--   :clock_changes is the changes of the clocks in the time that is looked at, as JSON
--   :firing_from is a microsecond after the tick before, earlier by the source's lateness

-- call, far enough back for all that may follow: what has fired probe since the last tick (a.campaign:1)
with "first_events" as (
  select
    "e"."person" as "customer",
    cast("e"."call" as text) as "event_id",
    cast("e"."called" as timestamptz) as "event_time",
    "e"."call" as "order_0",
    row_number() over (
      partition by
        "e"."person"
      order by
        cast("e"."called" as timestamptz),
        "e"."call",
        cast("e"."call" as text)
    ) as "n"
  from
    "calls" as "e"
  where
    "e"."call" is not null
    and "e"."called" >= cast(:firing_from_less_1_day_3_days as timestamptz)
    and "e"."called" < cast(:tick_end as timestamptz)
),

-- reply, of customers who have had call
"next_events" as (
  select
    "e"."person" as "customer",
    cast("e"."reply" as text) as "event_id",
    cast("e"."replied" as timestamptz) as "event_time",
    "e"."reply" as "order_0"
  from
    "replies" as "e"
  where
    "e"."reply" is not null
    and "e"."replied" >= cast(:firing_from_less_1_day_3_days as timestamptz)
    and "e"."replied" < cast(:tick_end as timestamptz)
    and "e"."person" in (
      select
        customer
      from
        "first_events"
    )
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

-- the first reply after it
"followed" as (
  select
    "p"."customer" as "customer",
    "p"."event_id" as "event_id",
    "p"."event_time" as "event_time",
    "p"."order_0" as "order_0",
    "p"."n" as "n",
    "p"."y1_event_time" as "y1_event_time"
  from
    (
      (
        select
          "m"."customer" as "customer",
          "m"."event_id" as "event_id",
          "m"."event_time" as "event_time",
          "m"."order_0" as "order_0",
          "m"."n" as "n",
          "b"."event_time" as "y1_event_time",
          row_number() over (
            partition by
              m.customer,
              m.n
            order by
              "b"."event_time",
              "b"."order_0",
              "b"."event_time",
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
      )
    ) as "p"
  where
    p.place = 1
),

-- deal, of customers who have had call
"next_events_2" as (
  select
    "e"."person" as "customer",
    cast("e"."deal" as text) as "event_id",
    cast("e"."made" as timestamptz) as "event_time",
    "e"."deal" as "order_0"
  from
    "deals" as "e"
  where
    "e"."deal" is not null
    and "e"."made" >= cast(:firing_from_less_1_day_3_days as timestamptz)
    and "e"."made" < cast(:tick_end as timestamptz)
    and "e"."person" in (
      select
        customer
      from
        "first_events"
    )
),

-- the first deal after it
"followed_2" as (
  select
    "p"."customer" as "customer",
    "p"."event_id" as "event_id",
    "p"."event_time" as "event_time",
    "p"."order_0" as "order_0",
    "p"."n" as "n",
    "p"."y1_event_time" as "y1_event_time",
    "p"."y2_event_time" as "y2_event_time"
  from
    (
      (
        select
          "m"."customer" as "customer",
          "m"."event_id" as "event_id",
          "m"."event_time" as "event_time",
          "m"."order_0" as "order_0",
          "m"."n" as "n",
          "m"."y1_event_time" as "y1_event_time",
          "b"."event_time" as "y2_event_time",
          row_number() over (
            partition by
              m.customer,
              m.n
            order by
              "b"."event_time",
              "b"."order_0",
              "b"."event_time",
              "b"."event_id"
          ) as "place"
        from
          "followed" as "m"
          left join "clock_changes" as "k" on (
            ((cast("m"."y1_event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('1 day' as interval)) >= "k"."from"
            and ((cast("m"."y1_event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('1 day' as interval)) < "k"."to"
          )
          inner join "next_events_2" as "b" on (
            b.customer = m.customer
            and b.event_time > "m"."y1_event_time"
            and b.event_time <= case
              when "k"."at" is null then (
                ((cast("m"."y1_event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('1 day' as interval)) at time zone 'Asia/Shanghai'
              )
              when "k"."skips" then "k"."at"
              else "k"."at" - (
                "k"."to" - ((cast("m"."y1_event_time" as timestamptz) at time zone 'Asia/Shanghai') + cast('1 day' as interval))
              )
            end
          )
      )
    ) as "p"
  where
    p.place = 1
),

-- what has fired probe since the last tick (a.campaign:1)
"firing" as (
  select
    "m"."customer" as "customer",
    "m"."event_id" as "event_id",
    "m"."event_time" as "event_time",
    "m"."order_0" as "order_0",
    "m"."y1_event_time" as "y1_event_time",
    "m"."y2_event_time" as "y2_event_time",
    "m"."y2_event_time" as "fired_time"
  from
    "followed_2" as "m"
  where
    "m"."y2_event_time" >= cast(:firing_from as timestamptz)
    and "m"."y2_event_time" < cast(:tick_end as timestamptz)
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
