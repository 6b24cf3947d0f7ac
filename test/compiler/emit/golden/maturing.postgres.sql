-- maturing: Deposits that mature
-- retail, maturing.campaign:6
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with phone, salutation, sms_consent
with "portrait" as (
  select
    "c"."customer_id" as "customer",
    cast("c"."phone" as text) as "t0",
    cast("c"."salutation" as text) as "t1",
    case
      when cast("c"."sms_ok" as text) = 'Y' then true
      when cast("c"."sms_ok" as text) = 'N' then false
    end as "t2"
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

-- exists_holding_06f2d779 (maturing.campaign:8)
"rows" as (
  select
    "e"."customer_id" as "customer",
    count(*) as "f0"
  from
    "mart"."holdings" as "e"
  where
    (nullif(nullif("e"."matures", 'infinity'), '-infinity') - cast(:tick_date as date)) between 0 and 7
    and "e"."balance" >= 100000
    and cast("e"."kind" as text) = 'td'
  group by
    "e"."customer_id"
),

-- the customers with exists_holding_06f2d779
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    (coalesce("j0"."f0", 0) > 0) as "f0"
  from
    "portrait" as "c"
    left join "rows" as "j0" on "j0"."customer" = c.customer
),

-- the firings of maturing (maturing.campaign:6), and who of them is eligible
"fired" as (
  select
    true as "eligible",
    cast(c.customer as text) as "customer",
    cast(null as text) as "event_id",
    cast(null as bigint) as "event_time",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t0" as text) as "a0",
    coalesce("c"."t2", false) as "c0",
    cast("c"."t1" as text) as "p0"
  from
    "portrait_2" as "c"
  where
    "c"."f0"
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
