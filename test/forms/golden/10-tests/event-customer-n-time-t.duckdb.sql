-- campaign spring {
--   owner    "team"
--   segment  age >= 18
--   trigger  daily at 06:00 on buy where amount in CNY >= 100 CNY
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
--   customer 3 { age: 40 }
--   buy { customer: 1, time: 2026-03-02 06:00, amount: 100 CNY }
--   buy { customer: 2, time: 2026-03-01 06:00, amount: 100 CNY }
--   buy { customer: 3, time: 2026-03-01 12:00, amount: 99.99 CNY }
--   expect contact 1
--   expect no contact 2 because trigger
--   expect no contact 3 because trigger
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :firing_from_local is a microsecond after the tick before, earlier by the source's lateness, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai

-- the rate of each currency on each day, the last one carried on
with "daily_rates" as (
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

-- buy since the last tick (a.campaign:1)
"firing" as (
  select
    "e"."person" as "customer",
    cast("e"."buy" as text) as "event_id",
    "e"."bought" as "event_time",
    "e"."buy" as "order_0"
  from
    "buys" as "e"
    left join "daily_rates" as "r0" on (
      "r0"."currency" = cast("e"."ccy" as text)
      and "r0"."day" = cast(cast("e"."bought" as timestamp) as date)
    )
  where
    "e"."buy" is not null
    and "e"."bought" >= cast(:firing_from_local as timestamp)
    and "e"."bought" < cast(:tick_end_local as timestamp)
    and case
      when cast("e"."ccy" as text) = 'CNY' then try_cast ("e"."amount" as decimal(38, 6))
      else list_transform(
        [struct_pack("a" := "e"."amount", "b" := 100, "t" := "r0"."rate")],
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
      ) [1]
    end >= 100
),

-- the customers with age, phone, sms_ok
"portrait" as (
  select
    "c"."id" as "customer",
    "c"."age" as "t0",
    cast("c"."phone" as text) as "t1",
    "c"."sms_ok" as "t2"
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
    and "c"."id" in (
      select
        customer
      from
        "firing"
    )
),

-- the firings of spring (a.campaign:1), and who of them is eligible
"fired" as (
  select
    ("c"."t0" >= 18) is true as "eligible",
    cast(c.customer as text) as "customer",
    "x"."event_id" as "event_id",
    epoch_us((cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai')) as "event_time",
    "x"."order_0" as "order_0",
    0 as "offer_route",
    0 as "channel_route",
    cast(null as text) as "value",
    cast("c"."t1" as text) as "a0",
    coalesce("c"."t2", false) as "c0"
  from
    "firing" as "x"
    inner join "portrait" as "c" on c.customer = x.customer
),

-- each event of a customer once, though the data hold it twice
"fired_once" as (
  select distinct
    "f"."customer" as "customer",
    "f"."event_id" as "event_id"
  from
    "fired" as "f"
),

-- how many firings there are
"detected" as (
  select
    count(*) as "detected"
  from
    "fired_once" as "f"
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
  row_number() over (
    order by
      "f"."event_time",
      "f"."order_0"
  ) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
