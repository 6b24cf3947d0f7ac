-- campaign probe {
--   owner    "test"
--   segment  true
--   trigger  daily at 06:00
--            on 5 business days before due
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
--   :days_5_business_days_before is the dates from which the days of the span follow, as JSON

-- the customers with due
with "portrait" as (
  select
    "c"."id" as "customer",
    "c"."due" as "t0"
  from
    "people" as "c"
  where
    "c"."id" is not null
),

-- the dates from which the days of the span follow
"days" as (
  select
    cast("d"."date" as date) as "date",
    cast(d.occasion as date) as "occasion",
    make_timestamptz("d"."time") as "time"
  from
    (
      select
        "r"."row"."date" as "date",
        "r"."row"."occasion" as "occasion",
        "r"."row"."time" as "time"
      from
        (
          select
            unnest(
              from_json(
                cast(:days_5_business_days_before as json),
                '[{"date":"VARCHAR","occasion":"VARCHAR","time":"BIGINT"}]'
              )
            ) as "row"
        ) as r
    ) as "d"
),

-- what has fired probe since the last tick (a.campaign:1)
"firing" as (
  select
    c.customer as "customer",
    cast(d.occasion as text) as "event_id",
    d.time as "event_time",
    d.occasion as "order_0"
  from
    "portrait" as "c"
    inner join "days" as "d" on "c"."t0" = d.date
),

-- the customers
"portrait_2" as (
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
  row_number() over (
    order by
      "f"."event_time",
      "f"."order_0"
  ) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
