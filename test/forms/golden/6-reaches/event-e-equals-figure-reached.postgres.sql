-- campaign probe {
--   owner    "test"
--   segment  true
--   trigger  daily at 06:00
--            on thrice
--   window   2000-01-01 .. 2099-12-31
--   offer    probe
--   channel  letter
--   priority 10
-- }
-- offer probe { message letter "." }
-- event thrice = count(pay) reaches 3 within 1 day
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :firing_from_less_1_day is a microsecond after the tick before, earlier by the source's lateness, earlier by 1 day, and some days
--   :tick_end is a microsecond after the tick
--   :clock_changes is the changes of the clocks in the time that is looked at, as JSON
--   :firing_from is a microsecond after the tick before, earlier by the source's lateness

-- pay, far enough back to be counted: what has fired probe since the last tick (a.campaign:1)
with "counted_events" as (
  select
    "e"."person" as "customer",
    cast("e"."pay" as text) as "event_id",
    cast("e"."paid" as timestamptz) as "event_time",
    case
      when pg_typeof("e"."pay") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."pay" as text) as numeric)
    end as "order_0",
    cast("e"."pay" as text) collate "C" as "order_1",
    cast(1 as numeric) as "amount",
    row_number() over (
      partition by
        "e"."person"
      order by
        cast("e"."paid" as timestamptz),
        case
          when pg_typeof("e"."pay") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."pay" as text) as numeric)
        end,
        cast("e"."pay" as text) collate "C",
        cast("e"."pay" as text),
        cast(1 as numeric)
    ) as "n"
  from
    "pays" as "e"
  where
    "e"."pay" is not null
    and "e"."paid" >= cast(:firing_from_less_1_day as timestamptz)
    and "e"."paid" < cast(:tick_end as timestamptz)
),

-- the local times that changes of the clocks skip or repeat
"clock_changes" as (
  select
    "k"."from" as "from",
    "k"."to" as "to",
    (timestamptz '1970-01-01 00:00:00+00' + "k"."at" * interval '1 microsecond') as "at",
    "k"."skips" as "skips"
  from
    (
      select
        "r"."from",
        "r"."to",
        "r"."at",
        "r"."skips"
      from
        jsonb_to_recordset(cast(:clock_changes as jsonb)) as r ("from" timestamp, "to" timestamp, "at" bigint, "skips" boolean)
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
              ((cast("e"."event_time" as timestamptz) at time zone 'Asia/Shanghai') - cast('1 day' as interval)) at time zone 'Asia/Shanghai'
            )
            when "k"."skips" then "k"."at"
            else "k"."at" - (
              "k"."to" - ((cast("e"."event_time" as timestamptz) at time zone 'Asia/Shanghai') - cast('1 day' as interval))
            )
          end as "at",
          1 as "mark",
          e.amount * 0 as "amount"
        from
          "counted_events" as "e"
          left join "clock_changes" as "k" on (
            ((cast("e"."event_time" as timestamptz) at time zone 'Asia/Shanghai') - cast('1 day' as interval)) >= "k"."from"
            and ((cast("e"."event_time" as timestamptz) at time zone 'Asia/Shanghai') - cast('1 day' as interval)) < "k"."to"
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
    max(t.total) filter (
      where
        t.mark = 0
    ) - max(t.total) filter (
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
    "e"."order_0" as "order_0",
    "e"."order_1" as "order_1"
  from
    "counted_events" as "e"
    inner join "levels" as "l" on (
      l.customer = e.customer
      and l.n = e.n
    )
  where
    l.level >= 3
    and l.level - e.amount < 3
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
    cast(
      extract(
        epoch
        from
          nullif(nullif(cast("x"."event_time" as timestamptz), 'infinity'), '-infinity')
      ) * 1000000 as bigint
    ) as "event_time",
    "x"."order_0" as "order_0",
    "x"."order_1" as "order_1",
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
      "f"."order_0",
      "f"."order_1"
  ) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
