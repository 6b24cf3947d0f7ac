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
-- tag v = median(holding.balance)
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.

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

-- median_holding_a53bfaf4 (a.campaign:11)
"rows" as (
  select
    "e"."person" as "customer",
    percentile_disc(0.5) within group (
      order by
        "e"."balance" asc nulls last
    ) as "f0",
    percentile_disc(0.5) within group (
      order by
        "e"."balance" desc nulls first
    ) as "f0_high",
    count("e"."balance") as "f0_n"
  from
    "holdings" as "e"
  where
    "e"."person" in (
      select
        customer
      from
        "portrait"
    )
  group by
    "e"."person"
),

-- the customers with v, median_holding_a53bfaf4
"portrait_2" as (
  select
    "c"."customer" as "customer",
    case
      when "j0"."f0_n" % 2 = 1 then "j0"."f0"
      else nullif(
        nullif(
          least(
            greatest(
              round(
                div(
                  2000000 * cast(
                    nullif(
                      nullif(
                        least(
                          greatest((cast("j0"."f0" as numeric) + cast("j0"."f0_high" as numeric)), -100000000000000000000000000000000),
                          100000000000000000000000000000000
                        ),
                        -100000000000000000000000000000000
                      ),
                      100000000000000000000000000000000
                    ) as numeric
                  ),
                  nullif(cast(2 as numeric), 0)
                ) * 0.0000005,
                6
              ),
              -100000000000000000000000000000000
            ),
            100000000000000000000000000000000
          ),
          -100000000000000000000000000000000
        ),
        100000000000000000000000000000000
      )
    end as "f0",
    case
      when "j0"."f0_n" % 2 = 1 then "j0"."f0"
      else nullif(
        nullif(
          least(
            greatest(
              round(
                div(
                  2000000 * cast(
                    nullif(
                      nullif(
                        least(
                          greatest((cast("j0"."f0" as numeric) + cast("j0"."f0_high" as numeric)), -100000000000000000000000000000000),
                          100000000000000000000000000000000
                        ),
                        -100000000000000000000000000000000
                      ),
                      100000000000000000000000000000000
                    ) as numeric
                  ),
                  nullif(cast(2 as numeric), 0)
                ) * 0.0000005,
                6
              ),
              -100000000000000000000000000000000
            ),
            100000000000000000000000000000000
          ),
          -100000000000000000000000000000000
        ),
        100000000000000000000000000000000
      )
    end as "d0"
  from
    "portrait" as "c"
    left join "rows" as "j0" on "j0"."customer" = c.customer
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
