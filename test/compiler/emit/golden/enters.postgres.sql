-- enters: New to wealth
-- retail, enters.campaign:5
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :members is the ledger's customers as they stood at the tick before, as JSON

-- the customers with age, aum, phone, salutation, sms_consent
with "portrait" as (
  select
    "c"."customer_id" as "customer",
    case
      when "c"."age" = -1 then null
      else "c"."age"
    end as "t0",
    ("c"."aum_cents" * 0.01) as "t1",
    cast("c"."phone" as text) as "t2",
    cast("c"."salutation" as text) as "t3",
    case
      when cast("c"."sms_ok" as text) = 'Y' then true
      when cast("c"."sms_ok" as text) = 'N' then false
    end as "t4"
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
    and case
      when "c"."age" = -1 then null
      else "c"."age"
    end >= 18
),

-- the customers with wealthy
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    "c"."t3" as "t3",
    "c"."t4" as "t4",
    coalesce("c"."t1" >= 1000000, false) as "d0"
  from
    "portrait" as "c"
),

-- the customers as they stood at the last tick
"members" as (
  select
    "m"."customer" as "customer",
    "m"."value" as "value"
  from
    (
      select
        "r"."customer",
        "r"."value"
      from
        jsonb_to_recordset(cast(:members as jsonb)) as r ("customer" text, "value" text)
    ) as "m"
),

-- the firings of enters (enters.campaign:5), and who of them is eligible
"fired" as (
  select
    true as "eligible",
    cast(c.customer as text) as "customer",
    cast(null as text) as "event_id",
    cast(null as bigint) as "event_time",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t2" as text) as "a0",
    coalesce("c"."t4", false) as "c0",
    cast("c"."t3" as text) as "p0"
  from
    "portrait_2" as "c"
    left join "members" as "m" on m.customer = cast(c.customer as text)
  where
    "c"."t0" >= 18
    and "c"."d0"
    and m.customer is null
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

-- enters: who stands how at the tick, for the next one to compare with
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with aum
with "portrait" as (
  select
    "c"."customer_id" as "customer",
    ("c"."aum_cents" * 0.01) as "t0"
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

-- the customers with wealthy
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    coalesce("c"."t0" >= 1000000, false) as "d0"
  from
    "portrait" as "c"
)

select
  cast(c.customer as text) as "customer",
  cast('' as text) as "value"
from
  "portrait_2" as "c"
where
  "c"."d0";
