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
-- tag v = median(buy.amount, last 7 days)
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

-- median_buy_54dc5ea8 (a.campaign:11)
"events" as (
  select
    "e"."person" as "customer",
    percentile_disc (0.5) within group (
      order by
        "e"."amount" asc nulls last
    ) as "f0",
    percentile_disc (0.5) within group (
      order by
        "e"."amount" desc nulls first
    ) as "f0_high",
    count("e"."amount") as "f0_n"
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

-- the customers with v, median_buy_54dc5ea8
"portrait_2" as (
  select
    "c"."customer" as "customer",
    case
      when "j0"."f0_n" % 2 = 1 then try_cast ("j0"."f0" as decimal(38, 6))
      else try_cast (
        list_transform(
          [
            struct_pack(
              "a" := try_cast (
                try (try_cast ("j0"."f0" as decimal(38, 6)) + try_cast ("j0"."f0_high" as decimal(38, 6))) as decimal(38, 6)
              ),
              "b" := 2
            )
          ],
          lambda "baleen_n": list_transform(
            [
              struct_pack(
                "x" := cast("baleen_n"."a" as double) * cast('1e6' as double),
                "y" := cast("baleen_n"."b" as double) * cast('1e0' as double)
              )
            ],
            lambda "baleen_m": case
              when abs(baleen_m.x) < 1e15
              and abs(baleen_m.x) < cast('1e18' as double)
              and abs(baleen_m.y) < cast('1e15' as double)
              and baleen_m.y <> 0 then cast(
                cast(
                  (
                    (cast(baleen_m.x as bigint) * 2) // (cast(baleen_m.y as bigint) * 1) + case
                      when (baleen_m.x < 0) <> (baleen_m.y < 0) then -1
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
                          "b" := nullif(cast(try_cast ("baleen_n"."b" as decimal(38, 0)) as hugeint), 0)
                        )
                      ],
                      lambda "baleen_o": case
                        when (baleen_o.a < 0) <> (baleen_o.b < 0) then -1
                        else 1
                      end * list_transform(
                        [struct_pack("a" := abs(baleen_o.a), "d" := abs(baleen_o.b))],
                        lambda "baleen_i": list_transform(
                          [
                            struct_pack(
                              "q" := list_reduce(
                                list_transform(
                                  [1],
                                  lambda baleen_d: struct_pack(w := baleen_d * (baleen_i.a // baleen_i.d), r := baleen_d * (baleen_i.a % baleen_i.d))
                                ),
                                lambda baleen_s,
                                baleen_e: list_transform(
                                  [
                                    struct_pack(
                                      "x" := struct_pack(
                                        w := baleen_s.w + baleen_s.w + case
                                          when baleen_s.r >= baleen_i.d - baleen_s.r then 1
                                          else 0
                                        end,
                                        r := case
                                          when baleen_s.r >= baleen_i.d - baleen_s.r then baleen_s.r - (baleen_i.d - baleen_s.r)
                                          else baleen_s.r + baleen_s.r
                                        end
                                      )
                                    )
                                  ],
                                  lambda "baleen_t": struct_pack(
                                    w := baleen_t.x.w + baleen_e.w + case
                                      when baleen_t.x.r >= baleen_i.d - baleen_e.r then 1
                                      else 0
                                    end,
                                    r := case
                                      when baleen_t.x.r >= baleen_i.d - baleen_e.r then baleen_t.x.r - (baleen_i.d - baleen_e.r)
                                      else baleen_t.x.r + baleen_e.r
                                    end
                                  )
                                ) [1]
                              )
                            )
                          ],
                          lambda "baleen_k": baleen_k.q.w + case
                            when baleen_k.q.r >= baleen_i.d - baleen_k.q.r then 1
                            else 0
                          end
                        ) [1]
                      ) [1]
                    ) [1] as decimal(38, 0)
                  ) * 0.000001 as decimal(38, 6)
                )
              )
            end
          ) [1]
        ) [1] as decimal(38, 6)
      )
    end as "f0",
    case
      when "j0"."f0_n" % 2 = 1 then try_cast ("j0"."f0" as decimal(38, 6))
      else try_cast (
        list_transform(
          [
            struct_pack(
              "a" := try_cast (
                try (try_cast ("j0"."f0" as decimal(38, 6)) + try_cast ("j0"."f0_high" as decimal(38, 6))) as decimal(38, 6)
              ),
              "b" := 2
            )
          ],
          lambda "baleen_n": list_transform(
            [
              struct_pack(
                "x" := cast("baleen_n"."a" as double) * cast('1e6' as double),
                "y" := cast("baleen_n"."b" as double) * cast('1e0' as double)
              )
            ],
            lambda "baleen_m": case
              when abs(baleen_m.x) < 1e15
              and abs(baleen_m.x) < cast('1e18' as double)
              and abs(baleen_m.y) < cast('1e15' as double)
              and baleen_m.y <> 0 then cast(
                cast(
                  (
                    (cast(baleen_m.x as bigint) * 2) // (cast(baleen_m.y as bigint) * 1) + case
                      when (baleen_m.x < 0) <> (baleen_m.y < 0) then -1
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
                          "b" := nullif(cast(try_cast ("baleen_n"."b" as decimal(38, 0)) as hugeint), 0)
                        )
                      ],
                      lambda "baleen_o": case
                        when (baleen_o.a < 0) <> (baleen_o.b < 0) then -1
                        else 1
                      end * list_transform(
                        [struct_pack("a" := abs(baleen_o.a), "d" := abs(baleen_o.b))],
                        lambda "baleen_i": list_transform(
                          [
                            struct_pack(
                              "q" := list_reduce(
                                list_transform(
                                  [1],
                                  lambda baleen_d: struct_pack(w := baleen_d * (baleen_i.a // baleen_i.d), r := baleen_d * (baleen_i.a % baleen_i.d))
                                ),
                                lambda baleen_s,
                                baleen_e: list_transform(
                                  [
                                    struct_pack(
                                      "x" := struct_pack(
                                        w := baleen_s.w + baleen_s.w + case
                                          when baleen_s.r >= baleen_i.d - baleen_s.r then 1
                                          else 0
                                        end,
                                        r := case
                                          when baleen_s.r >= baleen_i.d - baleen_s.r then baleen_s.r - (baleen_i.d - baleen_s.r)
                                          else baleen_s.r + baleen_s.r
                                        end
                                      )
                                    )
                                  ],
                                  lambda "baleen_t": struct_pack(
                                    w := baleen_t.x.w + baleen_e.w + case
                                      when baleen_t.x.r >= baleen_i.d - baleen_e.r then 1
                                      else 0
                                    end,
                                    r := case
                                      when baleen_t.x.r >= baleen_i.d - baleen_e.r then baleen_t.x.r - (baleen_i.d - baleen_e.r)
                                      else baleen_t.x.r + baleen_e.r
                                    end
                                  )
                                ) [1]
                              )
                            )
                          ],
                          lambda "baleen_k": baleen_k.q.w + case
                            when baleen_k.q.r >= baleen_i.d - baleen_k.q.r then 1
                            else 0
                          end
                        ) [1]
                      ) [1]
                    ) [1] as decimal(38, 0)
                  ) * 0.000001 as decimal(38, 6)
                )
              )
            end
          ) [1]
        ) [1] as decimal(38, 6)
      )
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
