-- campaign spring {
--   owner    "team"
--   segment  true
--   trigger  daily at 06:00 on leave golden
--   window   2000-01-01 .. 2099-12-31
--   offer    gift
--   channel  letter
--   priority 10
--   caps     99 per customer per day
-- }
-- offer gift { message letter "." }
-- segment golden = tier = gold
-- segment absent = exists(nothing, ever)
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :members is the ledger's customers as they stood at the tick before, as JSON

-- the customers with tier
with "portrait" as (
  select
    "c"."id" as "customer",
    cast("c"."tier" as text) as "t0"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and "c"."ds" = (
      (
        select
          max("latest"."ds") as "snapshot"
        from
          "people" as "latest"
        where
          "latest"."ds" <= cast(:tick_date as date)
      )
    )
    and true
),

-- the customers with golden
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    coalesce("c"."t0" = 'gold', false) as "d0"
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
        "r"."row"."customer" as "customer",
        "r"."row"."value" as "value"
      from
        (
          select
            unnest(from_json(cast(:members as json), '[{"customer":"VARCHAR","value":"VARCHAR"}]')) as "row"
        ) as r
    ) as "m"
),

-- the firings of spring (a.campaign:1), and who of them is eligible
"fired" as (
  select
    true as "eligible",
    cast(c.customer as text) as "customer",
    cast(null as text) as "event_id",
    cast(null as bigint) as "event_time",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value"
  from
    "portrait_2" as "c"
    inner join "members" as "m" on m.customer = cast(c.customer as text)
  where
    true
    and ("c"."d0") is not true
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
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;

-- spring: who stands how at the tick, for the next one to compare with
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with tier
with "portrait" as (
  select
    "c"."id" as "customer",
    cast("c"."tier" as text) as "t0"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and "c"."ds" = (
      (
        select
          max("latest"."ds") as "snapshot"
        from
          "people" as "latest"
        where
          "latest"."ds" <= cast(:tick_date as date)
      )
    )
),

-- the customers with golden
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    coalesce("c"."t0" = 'gold', false) as "d0"
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
