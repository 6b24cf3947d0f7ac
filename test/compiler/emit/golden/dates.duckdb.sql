-- dates: Deposits that mature in five business days
-- retail, dates.campaign:3
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :days_5_business_days_before is the dates from which the days of the span follow, as JSON
--   :tick_date is the local date of the tick

-- holding, whose matures is looked at: what has fired dates since the last tick (dates.campaign:3)
with "dated_rows" as (
  select
    "e"."customer_id" as "customer",
    cast("e"."holding_id" as text) as "event_id",
    "e"."holding_id" as "order_0",
    "e"."balance" as "x0",
    "e"."matures" as "x1",
    replace(replace(cast("e"."holding_id" as text), '\', '\\'), '|', '\|') as "row_id"
  from
    "mart"."holdings" as "e"
  where
    "e"."holding_id" is not null
    and cast("e"."kind" as text) = 'td'
    and "e"."balance" >= 100000
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

-- what has fired dates since the last tick (dates.campaign:3)
"firing" as (
  select
    "e"."customer" as "customer",
    "e"."order_0" as "order_0",
    "e"."x0" as "x0",
    "e"."x1" as "x1",
    e.row_id || '|' || cast(d.occasion as text) as "event_id",
    d.time as "event_time",
    d.occasion as "order_1"
  from
    "dated_rows" as "e"
    inner join "days" as "d" on "e"."x1" = d.date
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

-- the firings of dates (dates.campaign:3), and who of them is eligible
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
