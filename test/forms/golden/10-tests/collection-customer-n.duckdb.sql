-- campaign spring {
--   owner    "team"
--   segment  sum(holding.balance) >= 100 CNY
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    gift
--   channel  sms
--   priority 10
-- }
-- offer gift {
--   group presents
--   message sms "."
-- }
-- offer named { message sms "Dear {name}" }
--
-- test "as told" for spring {
--   at 2026-03-02 06:00
--   customer 1 { age: 40 }
--   customer 2 { age: 40 }
--   holding { customer: 1, balance: 60 CNY }
--   holding { customer: 1, balance: 40 CNY }
--   holding { customer: 2, balance: 60 CNY }
--   expect contact 1
--   expect no contact 2 because segment
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with phone, sms_ok
with "portrait" as (
  select
    "c"."id" as "customer",
    cast("c"."phone" as text) as "t0",
    "c"."sms_ok" as "t1"
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

-- sum_holding_c3153e90 (a.campaign:3)
"rows" as (
  select
    "e"."person" as "customer",
    sum("e"."balance") filter(
      where
        (
          not regexp_matches(typeof("e"."balance"), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast("e"."balance" as double)) < cast('1e21' as double)
        )
    ) as "f0",
    sum(
      case
        when not (
          not regexp_matches(typeof("e"."balance"), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast("e"."balance" as double)) < cast('1e21' as double)
        ) then cast(replace(cast(try_cast ("e"."balance" as decimal(38, 6)) as text), '.', '') as bignum)
      end
    ) as "f0_1"
  from
    "holdings" as "e"
  group by
    "e"."person"
),

-- the customers with sum_holding_c3153e90
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    case
      when (
        "j0"."f0" is null
        and "j0"."f0_1" is null
      ) then 0
      else case
        when "j0"."f0_1" is null then "j0"."f0"
        else try_cast (
          cast(
            "j0"."f0_1" + cast(replace(cast(cast(coalesce("j0"."f0", 0) as decimal(38, 6)) as text), '.', '') as bignum) as text
          ) as decimal(38, 0)
        ) * 0.000001
      end
    end as "f0"
  from
    "portrait" as "c"
    left join "rows" as "j0" on "j0"."customer" = c.customer
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
    cast(null as text) as "value",
    cast("c"."t0" as text) as "a0",
    coalesce("c"."t1", false) as "c0"
  from
    "portrait_2" as "c"
  where
    "c"."f0" >= 100
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
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
