-- changes: From basic
-- retail, changes.campaign:3
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :members is the ledger's customers as they stood at the tick before, as JSON

-- the customers with age, phone, salutation, sms_consent, tier
with "portrait" as (
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
    end as "t3",
    cast("s1"."tier_code" as text) as "t4"
  from
    "customers" as "c"
    left join "tier_history" as "s1" on (
      "s1"."customer_id" = "c"."customer_id"
      and "s1"."eff_from" <= cast(:tick_date as date)
      and (
        "s1"."eff_to" > cast(:tick_date as date)
        or "s1"."eff_to" is null
      )
    )
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

-- the customers as they stood at the last tick
"members" as (
  select
    "m"."customer" as "customer",
    "m"."value" as "value"
  from
    (
      select
        "r"."row"."customer" as "customer",
        "r"."row"."value" as "value"
      from
        (
          select
            unnest(from_json(cast(:members as json), '[{"customer":"VARCHAR","value":"VARCHAR"}]')) as "row"
        ) as r
    ) as "m"
),

-- the firings of changes (changes.campaign:3), and who of them is eligible
"fired" as (
  select
    true as "eligible",
    cast(c.customer as text) as "customer",
    cast(null as text) as "event_id",
    cast(null as bigint) as "event_time",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t1" as text) as "a0",
    coalesce("c"."t3", false) as "c0",
    cast("c"."t2" as text) as "p0"
  from
    "portrait" as "c"
    inner join "members" as "m" on m.customer = cast(c.customer as text)
  where
    "c"."t0" >= 18
    and cast("c"."t4" as text) is distinct from cast("m"."value" as text)
    and cast("m"."value" as text) = cast('basic' as text)
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

-- changes: who stands how at the tick, for the next one to compare with
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with tier
with "portrait" as (
  select
    "c"."customer_id" as "customer",
    cast("s1"."tier_code" as text) as "t0"
  from
    "customers" as "c"
    left join "tier_history" as "s1" on (
      "s1"."customer_id" = "c"."customer_id"
      and "s1"."eff_from" <= cast(:tick_date as date)
      and (
        "s1"."eff_to" > cast(:tick_date as date)
        or "s1"."eff_to" is null
      )
    )
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
)

select
  cast(c.customer as text) as "customer",
  cast("c"."t0" as text) as "value"
from
  "portrait" as "c";
