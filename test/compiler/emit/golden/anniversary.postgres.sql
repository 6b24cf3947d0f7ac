-- anniversary: Years with us
-- retail, anniversary.campaign:3
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :days_anniversary is the dates from which the days of the span follow, as JSON

-- the customers with joined
with "portrait" as (
  select
    "c"."customer_id" as "customer",
    cast(
      case
        when cast("c"."open_dt" as text) ~ '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$' then case
          when extract(
            month
            from
              make_timestamp(
                cast(
                  (
                    regexp_match(
                      cast("c"."open_dt" as text),
                      '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
                    )
                  ) [1] as integer
                ),
                cast(
                  (
                    regexp_match(
                      cast("c"."open_dt" as text),
                      '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
                    )
                  ) [2] as integer
                ),
                1,
                0,
                0,
                0
              ) + make_interval(
                days => cast(
                  (
                    regexp_match(
                      cast("c"."open_dt" as text),
                      '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
                    )
                  ) [3] as integer
                ) - 1
              ) + 0 * interval '1 microsecond'
          ) = cast(
            (
              regexp_match(
                cast("c"."open_dt" as text),
                '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
              )
            ) [2] as integer
          ) then make_timestamp(
            cast(
              (
                regexp_match(
                  cast("c"."open_dt" as text),
                  '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
                )
              ) [1] as integer
            ),
            cast(
              (
                regexp_match(
                  cast("c"."open_dt" as text),
                  '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
                )
              ) [2] as integer
            ),
            1,
            0,
            0,
            0
          ) + make_interval(
            days => cast(
              (
                regexp_match(
                  cast("c"."open_dt" as text),
                  '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
                )
              ) [3] as integer
            ) - 1
          ) + 0 * interval '1 microsecond'
        end
      end as date
    ) as "t0"
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

-- the dates from which the days of the span follow
"days" as (
  select
    "d"."date" as "date",
    cast(d.occasion as date) as "occasion",
    (timestamptz '1970-01-01 00:00:00+00' + "d"."time" * interval '1 microsecond') as "time"
  from
    (
      select
        "r"."date",
        "r"."occasion",
        "r"."time"
      from
        jsonb_to_recordset(cast(:days_anniversary as jsonb)) as r ("date" text, "occasion" text, "time" bigint)
    ) as "d"
),

-- what has fired anniversary since the last tick (anniversary.campaign:3)
"firing" as (
  select
    c.customer as "customer",
    cast(d.occasion as text) as "event_id",
    d.time as "event_time",
    d.occasion as "order_0"
  from
    "portrait" as "c"
    inner join "days" as "d" on (
      right(cast("c"."t0" as text), 5) = d.date
      and "c"."t0" < d.occasion
    )
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

-- the firings of anniversary (anniversary.campaign:3), and who of them is eligible
"fired" as (
  select
    ("c"."t0" >= 18) is true as "eligible",
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
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t1" as text) as "a0",
    coalesce("c"."t3", false) as "c0",
    cast("c"."t2" as text) as "p0"
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
  row_number() over (
    order by
      "f"."event_time",
      "f"."order_0"
  ) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
