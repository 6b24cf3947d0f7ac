-- tags_alone: A segment of tags alone
-- retail, tags_alone.campaign:6
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with age, interests, joined, phone, salutation, sms_consent, tier
with "portrait" as (
  select
    "c"."customer_id" as "customer",
    case
      when "c"."age" = -1 then null
      else "c"."age"
    end as "t0",
    "c"."interests" as "t1",
    cast(
      case
        when regexp_matches(
          cast("c"."open_dt" as text),
          '^([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$'
        ) then try_strptime(cast("c"."open_dt" as text), '%Y%m%d')
      end as date
    ) as "t2",
    cast("c"."phone" as text) as "t3",
    cast("c"."salutation" as text) as "t4",
    case
      when cast("c"."sms_ok" as text) = 'Y' then true
      when cast("c"."sms_ok" as text) = 'N' then false
    end as "t5",
    cast("s1"."tier_code" as text) as "t6"
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
    end between 18 and 60
    and case cast("s1"."tier_code" as text)
      when 'basic' then 0
      when 'gold' then 1
      when 'platinum' then 2
    end >= case 'gold'
      when 'basic' then 0
      when 'gold' then 1
      when 'platinum' then 2
    end
    and strpos(
      ',' || regexp_replace(cast("c"."interests" as text), '[]["{} ]', '', 'g') || ',',
      ',' || 'travel' || ','
    ) > 0
    and (starts_with(cast("c"."phone" as text), '139')) is not true
),

-- the firings of tags_alone (tags_alone.campaign:6), and who of them is eligible
"fired" as (
  select
    ("c"."t2" >= cast('2026-01-01' as date)) is not true as "eligible",
    cast(c.customer as text) as "customer",
    cast(null as text) as "event_id",
    cast(null as bigint) as "event_time",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t3" as text) as "a0",
    coalesce("c"."t5", false) as "c0",
    cast("c"."t4" as text) as "p0"
  from
    "portrait" as "c"
  where
    (
      "c"."t0" between 18 and 60
      and case "c"."t6"
        when 'basic' then 0
        when 'gold' then 1
        when 'platinum' then 2
      end >= case 'gold'
        when 'basic' then 0
        when 'gold' then 1
        when 'platinum' then 2
      end
      and strpos(',' || regexp_replace(cast("c"."t1" as text), '[]["{} ]', '', 'g') || ',', ',' || 'travel' || ',') > 0
      and (starts_with("c"."t3", '139')) is not true
    )
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
