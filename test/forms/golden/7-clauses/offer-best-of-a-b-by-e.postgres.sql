-- campaign spring {
--   owner    "team"
--   segment  age = 40
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    best of gift, bonus by offer.value - offer.cost
--   channel  letter
--   priority 10
-- }
-- offer gift {
--   group presents
--   value 10 CNY
--   cost 3 CNY
--   message letter "."
--   message sms "."
-- }
-- offer bonus {
--   value 8 CNY
--   cost 0.5 CNY
--   valid 2026-03-01 .. 2026-03-02
--   message letter "."
--   message sms "."
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with age
with "portrait" as (
  select
    "c"."id" as "customer",
    "c"."age" as "t0"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and "c"."age" = 40
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
    cast(
      nullif(
        nullif(
          least(
            greatest((cast(10 as numeric) - cast(3 as numeric)), -100000000000000000000000000000000000000),
            100000000000000000000000000000000000000
          ),
          -100000000000000000000000000000000000000
        ),
        100000000000000000000000000000000000000
      ) as numeric
    ) as "score_0_0",
    cast(
      nullif(
        nullif(
          least(
            greatest(
              (
                nullif(
                  nullif(
                    least(
                      greatest(cast(8 as numeric), -10000000000000000000000000000000000000),
                      10000000000000000000000000000000000000
                    ),
                    -10000000000000000000000000000000000000
                  ),
                  10000000000000000000000000000000000000
                ) - cast(0.5 as numeric)
              ),
              -10000000000000000000000000000000000000
            ),
            10000000000000000000000000000000000000
          ),
          -10000000000000000000000000000000000000
        ),
        10000000000000000000000000000000000000
      ) as numeric
    ) as "score_0_1",
    cast(null as text) as "value"
  from
    "portrait" as "c"
  where
    "c"."t0" = 40
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
  case "f"."offer_route"
    when 0 then case
      when "f"."score_0_0" = greatest(
        "f"."score_0_0",
        case
          when cast(:tick_date as date) between cast('2026-03-01' as date) and cast('2026-03-02' as date) then "f"."score_0_1"
        end
      ) then 0
      when (
        cast(:tick_date as date) between cast('2026-03-01' as date) and cast('2026-03-02' as date)
        and "f"."score_0_1" = greatest(
          "f"."score_0_0",
          case
            when cast(:tick_date as date) between cast('2026-03-01' as date) and cast('2026-03-02' as date) then "f"."score_0_1"
          end
        )
      ) then 1
      when true then 0
      when cast(:tick_date as date) between cast('2026-03-01' as date) and cast('2026-03-02' as date) then 1
    end
  end as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
