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
-- tag v = usd in CNY
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with usd
with "portrait" as (
  select
    "c"."id" as "customer",
    "c"."usd" as "t0"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and true
),

-- the rate of each currency on each day, the last one carried on
"daily_rates" as (
  select
    s.currency as "currency",
    s.rate as "rate",
    cast(
      unnest(generate_series(cast(s.first_day as timestamp), cast(s.last_day as timestamp), interval 1 day)) as date
    ) as "day"
  from
    (
      (
        select
          cast("r"."ccy" as text) as "currency",
          try_cast ("r"."rate" as decimal(38, 8)) as "rate",
          "r"."day" as "first_day",
          coalesce(
            lead ("r"."day") over (
              partition by
                "r"."ccy"
              order by
                "r"."day"
            ) - 1,
            cast(:tick_date as date)
          ) as "last_day"
        from
          "rates" as "r"
        where
          "r"."day" <= cast(:tick_date as date)
      )
    ) as "s"
),

-- the customers with v
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    list_transform(
      [struct_pack("a" := "c"."t0", "b" := 100, "t" := "r0"."rate")],
      lambda "baleen_n": list_transform(
        [
          struct_pack(
            "x" := cast("baleen_n"."a" as double) * cast('1e6' as double),
            "y" := cast("baleen_n"."b" as double) * cast('1e0' as double),
            "z" := cast("baleen_n"."t" as double) * cast('1e8' as double)
          )
        ],
        lambda "baleen_m": case
          when abs(baleen_m.x) < 1e15
          and abs(baleen_m.z) < 1e15
          and abs(baleen_m.x * baleen_m.z) < cast('1e18' as double)
          and abs(baleen_m.y) < cast('1e10' as double)
          and baleen_m.y <> 0 then cast(
            cast(
              (
                (cast(baleen_m.x as bigint) * cast(baleen_m.z as bigint) * 2) // (cast(baleen_m.y as bigint) * 100000000) + case
                  when (baleen_m.x * baleen_m.z < 0) <> (baleen_m.y < 0) then -1
                  else 1
                end
              ) // 2 as decimal(18, 0)
            ) * 0.000001 as decimal(38, 6)
          )
          else try (
            cast(
              cast(
                list_transform(
                  [
                    struct_pack(
                      "a" := cast(replace(cast(try_cast ("baleen_n"."a" as decimal(38, 6)) as text), '.', '') as hugeint),
                      "b" := nullif(cast(try_cast ("baleen_n"."b" as decimal(38, 0)) as hugeint), 0),
                      "t" := cast(replace(cast(try_cast ("baleen_n"."t" as decimal(38, 8)) as text), '.', '') as hugeint)
                    )
                  ],
                  lambda "baleen_o": list_transform(
                    [struct_pack("d" := baleen_o.b * cast(100000000 as hugeint))],
                    lambda "baleen_i": list_transform(
                      [
                        struct_pack(
                          "w" := (baleen_o.a // baleen_i.d) * baleen_o.t + (baleen_o.a % baleen_i.d) * baleen_o.t // baleen_i.d,
                          "l" := 2 * cast(1 as hugeint) * ((baleen_o.a % baleen_i.d) * baleen_o.t % baleen_i.d) // baleen_i.d
                        )
                      ],
                      lambda "baleen_k": baleen_k.w * cast(1 as hugeint) + (
                        baleen_k.l + case
                          when baleen_k.l < 0 then -1
                          else 1
                        end
                      ) // 2
                    ) [1]
                  ) [1]
                ) [1] as decimal(38, 0)
              ) * 0.000001 as decimal(38, 6)
            )
          )
        end
      ) [1]
    ) [1] as "d0"
  from
    "portrait" as "c"
    left join "daily_rates" as "r0" on (
      "r0"."currency" = 'USD'
      and "r0"."day" = cast(:tick_date as date)
    )
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
