-- rising_spend: More spent than usual
-- retail, rising_spend.campaign:6
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick
--   :last_30_days_from is the beginning of `last 30 days`
--   :last_30_days_to is the end of `last 30 days`
--   :last_30_days_from_partition is the partition of the beginning of `last 30 days`
--   :last_30_days_to_partition is the partition of the end of `last 30 days`
--   :ago_31_60_days_from is the beginning of `31..60 days ago`
--   :ago_31_60_days_to is the end of `31..60 days ago`
--   :ago_61_90_days_from is the beginning of `61..90 days ago`
--   :ago_61_90_days_to is the end of `61..90 days ago`
--   :ago_31_60_days_from_partition is the partition of the beginning of `31..60 days ago`
--   :ago_61_90_days_from_partition is the partition of the beginning of `61..90 days ago`
--   :ago_31_60_days_to_partition is the partition of the end of `31..60 days ago`
--   :ago_61_90_days_to_partition is the partition of the end of `61..90 days ago`

-- the customers with age, phone, salutation, sms_consent
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
    end as "t3"
  from
    "customers" as "c"
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

-- sum_card_purchase_b69b97d2 (rising_spend.campaign:10)
"events" as (
  select
    "e"."customer_id" as "customer",
    sum(try ("e"."amount_fen" * 0.01)) filter(
      where
        (
          not regexp_matches(typeof(try ("e"."amount_fen" * 0.01)), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast(try ("e"."amount_fen" * 0.01) as double)) < cast('1e19' as double)
        )
    ) as "f1",
    sum(
      case
        when not (
          not regexp_matches(typeof(try ("e"."amount_fen" * 0.01)), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast(try ("e"."amount_fen" * 0.01) as double)) < cast('1e19' as double)
        ) then cast(
          replace(cast(try_cast (try ("e"."amount_fen" * 0.01) as decimal(38, 8)) as text), '.', '') as bignum
        )
      end
    ) as "f1_1"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."posted_at" >= cast(:last_30_days_from as timestamptz)
    and "e"."posted_at" < cast(:last_30_days_to as timestamptz)
    and "e"."dt" >= cast(:last_30_days_from_partition as text)
    and "e"."dt" <= cast(:last_30_days_to_partition as text)
    and "e"."customer_id" in (
      select
        customer
      from
        "portrait"
    )
  group by
    "e"."customer_id"
),

-- sum_card_purchase_dbc2fcfc (rising_spend.campaign:10), sum_card_purchase_2deb9aec (rising_spend.campaign:10)
"events_2" as (
  select
    "e"."customer_id" as "customer",
    sum(try ("e"."amount_fen" * 0.01)) filter(
      where
        (
          "e"."posted_at" >= cast(:ago_31_60_days_from as timestamptz)
          and "e"."posted_at" < cast(:ago_31_60_days_to as timestamptz)
        )
        and (
          not regexp_matches(typeof(try ("e"."amount_fen" * 0.01)), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast(try ("e"."amount_fen" * 0.01) as double)) < cast('1e19' as double)
        )
    ) as "f2",
    sum(
      case
        when not (
          not regexp_matches(typeof(try ("e"."amount_fen" * 0.01)), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast(try ("e"."amount_fen" * 0.01) as double)) < cast('1e19' as double)
        ) then cast(
          replace(cast(try_cast (try ("e"."amount_fen" * 0.01) as decimal(38, 8)) as text), '.', '') as bignum
        )
      end
    ) filter(
      where
        (
          "e"."posted_at" >= cast(:ago_31_60_days_from as timestamptz)
          and "e"."posted_at" < cast(:ago_31_60_days_to as timestamptz)
        )
    ) as "f2_1",
    sum(try ("e"."amount_fen" * 0.01)) filter(
      where
        (
          "e"."posted_at" >= cast(:ago_61_90_days_from as timestamptz)
          and "e"."posted_at" < cast(:ago_61_90_days_to as timestamptz)
        )
        and (
          not regexp_matches(typeof(try ("e"."amount_fen" * 0.01)), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast(try ("e"."amount_fen" * 0.01) as double)) < cast('1e19' as double)
        )
    ) as "f0",
    sum(
      case
        when not (
          not regexp_matches(typeof(try ("e"."amount_fen" * 0.01)), '^(U?HUGEINT|DECIMAL.(19|[23][0-9]),)')
          or abs(cast(try ("e"."amount_fen" * 0.01) as double)) < cast('1e19' as double)
        ) then cast(
          replace(cast(try_cast (try ("e"."amount_fen" * 0.01) as decimal(38, 8)) as text), '.', '') as bignum
        )
      end
    ) filter(
      where
        (
          "e"."posted_at" >= cast(:ago_61_90_days_from as timestamptz)
          and "e"."posted_at" < cast(:ago_61_90_days_to as timestamptz)
        )
    ) as "f0_1"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."posted_at" >= least(cast(:ago_31_60_days_from as timestamptz), cast(:ago_61_90_days_from as timestamptz))
    and "e"."posted_at" < greatest(cast(:ago_31_60_days_to as timestamptz), cast(:ago_61_90_days_to as timestamptz))
    and "e"."dt" >= least(cast(:ago_31_60_days_from_partition as text), cast(:ago_61_90_days_from_partition as text))
    and "e"."dt" <= greatest(cast(:ago_31_60_days_to_partition as text), cast(:ago_61_90_days_to_partition as text))
    and "e"."customer_id" in (
      select
        customer
      from
        "portrait"
    )
  group by
    "e"."customer_id"
),

-- the customers with sum_card_purchase_b69b97d2, sum_card_purchase_dbc2fcfc, sum_card_purchase_2deb9aec
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    "c"."t3" as "t3",
    case
      when (
        "j0"."f1" is null
        and "j0"."f1_1" is null
      ) then 0
      else case
        when "j0"."f1_1" is null then "j0"."f1"
        else try_cast (
          cast(
            "j0"."f1_1" + cast(replace(cast(cast(coalesce("j0"."f1", 0) as decimal(38, 8)) as text), '.', '') as bignum) as text
          ) as decimal(38, 0)
        ) * 0.00000001
      end
    end as "f1",
    case
      when (
        "j1"."f2" is null
        and "j1"."f2_1" is null
      ) then 0
      else case
        when "j1"."f2_1" is null then "j1"."f2"
        else try_cast (
          cast(
            "j1"."f2_1" + cast(replace(cast(cast(coalesce("j1"."f2", 0) as decimal(38, 8)) as text), '.', '') as bignum) as text
          ) as decimal(38, 0)
        ) * 0.00000001
      end
    end as "f2",
    case
      when (
        "j1"."f0" is null
        and "j1"."f0_1" is null
      ) then 0
      else case
        when "j1"."f0_1" is null then "j1"."f0"
        else try_cast (
          cast(
            "j1"."f0_1" + cast(replace(cast(cast(coalesce("j1"."f0", 0) as decimal(38, 8)) as text), '.', '') as bignum) as text
          ) as decimal(38, 0)
        ) * 0.00000001
      end
    end as "f0"
  from
    "portrait" as "c"
    left join "events" as "j0" on "j0"."customer" = c.customer
    left join "events_2" as "j1" on "j1"."customer" = c.customer
),

-- the firings of rising_spend (rising_spend.campaign:6), and who of them is eligible
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
    "portrait_2" as "c"
  where
    "c"."t0" >= 18
    and (
      try_cast ("c"."f1" as decimal(38, 8)) > try_cast (
        try (
          try_cast (
            list_transform(
              [
                struct_pack(
                  "a" := try_cast (
                    try (try_cast ("c"."f2" as decimal(38, 8)) + try_cast ("c"."f0" as decimal(38, 8))) as decimal(38, 8)
                  ),
                  "b" := 2
                )
              ],
              lambda "baleen_n": list_transform(
                [
                  struct_pack(
                    "x" := cast("baleen_n"."a" as double) * cast('1e8' as double),
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
                        (cast(baleen_m.x as bigint) * 2) // (cast(baleen_m.y as bigint) * 100) + case
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
                              "a" := cast(replace(cast(try_cast ("baleen_n"."a" as decimal(38, 8)) as text), '.', '') as hugeint),
                              "b" := nullif(cast(try_cast ("baleen_n"."b" as decimal(38, 0)) as hugeint), 0)
                            )
                          ],
                          lambda "baleen_o": case
                            when (baleen_o.a < 0) <> (baleen_o.b < 0) then -1
                            else 1
                          end * list_transform(
                            [struct_pack("a" := abs(baleen_o.a), "d" := abs(baleen_o.b))],
                            lambda "baleen_i": (baleen_i.a // baleen_i.d // cast(50 as hugeint) + 1) // 2
                          ) [1]
                        ) [1] as decimal(38, 0)
                      ) * 0.000001 as decimal(38, 6)
                    )
                  )
                end
              ) [1]
            ) [1] as decimal(38, 6)
          ) * try (try_cast (1 as decimal(38, 1)) + try_cast (0.2 as decimal(38, 1)))
        ) as decimal(38, 8)
      )
      and try_cast (
        list_transform(
          [
            struct_pack(
              "a" := try_cast (
                try (try_cast ("c"."f2" as decimal(38, 8)) + try_cast ("c"."f0" as decimal(38, 8))) as decimal(38, 8)
              ),
              "b" := 2
            )
          ],
          lambda "baleen_n": list_transform(
            [
              struct_pack(
                "x" := cast("baleen_n"."a" as double) * cast('1e8' as double),
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
                    (cast(baleen_m.x as bigint) * 2) // (cast(baleen_m.y as bigint) * 100) + case
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
                          "a" := cast(replace(cast(try_cast ("baleen_n"."a" as decimal(38, 8)) as text), '.', '') as hugeint),
                          "b" := nullif(cast(try_cast ("baleen_n"."b" as decimal(38, 0)) as hugeint), 0)
                        )
                      ],
                      lambda "baleen_o": case
                        when (baleen_o.a < 0) <> (baleen_o.b < 0) then -1
                        else 1
                      end * list_transform(
                        [struct_pack("a" := abs(baleen_o.a), "d" := abs(baleen_o.b))],
                        lambda "baleen_i": (baleen_i.a // baleen_i.d // cast(50 as hugeint) + 1) // 2
                      ) [1]
                    ) [1] as decimal(38, 0)
                  ) * 0.000001 as decimal(38, 6)
                )
              )
            end
          ) [1]
        ) [1] as decimal(38, 6)
      ) >= 0
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
