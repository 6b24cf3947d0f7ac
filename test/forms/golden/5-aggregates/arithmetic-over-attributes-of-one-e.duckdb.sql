-- campaign probe {
--   owner    "test"
--   segment  true
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    probe
--   channel  letter
--   priority 10
-- }
-- offer probe { message letter "{v}" }
-- tag v = sum(buy.amount * 2, last 7 days)
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :last_7_days_from is the beginning of `last 7 days`
--   :last_7_days_to is the end of `last 7 days`

-- the customers
with "portrait" as (
  select
    "c"."id" as "customer"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and true
),

-- sum_buy_91902169 (a.campaign:11)
"events" as (
  select
    "e"."person" as "customer",
    sum(try_cast (try ("e"."amount" * 2) as decimal(38, 6))) filter(
      where
        (
          not regexp_matches(typeof(try_cast (try ("e"."amount" * 2) as decimal(38, 6))), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast(try_cast (try ("e"."amount" * 2) as decimal(38, 6)) as double)) < cast('1e21' as double)
        )
    ) as "f0",
    sum(
      case
        when not (
          not regexp_matches(typeof(try_cast (try ("e"."amount" * 2) as decimal(38, 6))), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast(try_cast (try ("e"."amount" * 2) as decimal(38, 6)) as double)) < cast('1e21' as double)
        ) then cast(
          replace(
            cast(try_cast (try_cast (try ("e"."amount" * 2) as decimal(38, 6)) as decimal(38, 6)) as text),
            '.',
            ''
          ) as bignum
        )
      end
    ) as "f0_1"
  from
    "buys" as "e"
  where
    "e"."bought" >= cast(:last_7_days_from as timestamptz)
    and "e"."bought" < cast(:last_7_days_to as timestamptz)
    and "e"."person" in (
      select
        customer
      from
        "portrait"
    )
  group by
    "e"."person"
),

-- the customers with v, sum_buy_91902169
"portrait_2" as (
  select
    "c"."customer" as "customer",
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
    end as "f0",
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
    end as "d0"
  from
    "portrait" as "c"
    left join "events" as "j0" on "j0"."customer" = c.customer
),

-- the firings of probe (a.campaign:1), and who of them is eligible
"fired" as (
  select
    true as "eligible",
    cast(c.customer as text) as "customer",
    cast(null as text) as "event_id",
    cast(null as bigint) as "event_time",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."d0" as text) as "p0"
  from
    "portrait_2" as "c"
  where
    true
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
  "f"."p0" as "p0",
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
