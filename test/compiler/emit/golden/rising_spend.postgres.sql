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
    sum(("e"."amount_fen" * 0.01)) as "f1"
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
    sum(("e"."amount_fen" * 0.01)) filter (
      where
        (
          "e"."posted_at" >= cast(:ago_31_60_days_from as timestamptz)
          and "e"."posted_at" < cast(:ago_31_60_days_to as timestamptz)
        )
    ) as "f2",
    sum(("e"."amount_fen" * 0.01)) filter (
      where
        (
          "e"."posted_at" >= cast(:ago_61_90_days_from as timestamptz)
          and "e"."posted_at" < cast(:ago_61_90_days_to as timestamptz)
        )
    ) as "f0"
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
      when "j0"."f1" is null then 0
      else case
        when abs("j0"."f1") < 1000000000000000000000000000000 then "j0"."f1"
      end
    end as "f1",
    case
      when "j1"."f2" is null then 0
      else case
        when abs("j1"."f2") < 1000000000000000000000000000000 then "j1"."f2"
      end
    end as "f2",
    case
      when "j1"."f0" is null then 0
      else case
        when abs("j1"."f0") < 1000000000000000000000000000000 then "j1"."f0"
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
      "c"."f1" > nullif(
        nullif(
          least(
            greatest(
              (
                cast(
                  nullif(
                    nullif(
                      least(
                        greatest(
                          round(
                            div(
                              2000000 * cast(
                                nullif(
                                  nullif(
                                    least(
                                      greatest((cast("c"."f2" as numeric) + cast("c"."f0" as numeric)), -1000000000000000000000000000000),
                                      1000000000000000000000000000000
                                    ),
                                    -1000000000000000000000000000000
                                  ),
                                  1000000000000000000000000000000
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
                  ) as numeric
                ) * (cast(1 as numeric) + cast(0.2 as numeric))
              ),
              -1000000000000000000000000000000
            ),
            1000000000000000000000000000000
          ),
          -1000000000000000000000000000000
        ),
        1000000000000000000000000000000
      )
      and cast(
        nullif(
          nullif(
            least(
              greatest(
                round(
                  div(
                    2000000 * cast(
                      nullif(
                        nullif(
                          least(
                            greatest((cast("c"."f2" as numeric) + cast("c"."f0" as numeric)), -1000000000000000000000000000000),
                            1000000000000000000000000000000
                          ),
                          -1000000000000000000000000000000
                        ),
                        1000000000000000000000000000000
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
        ) as numeric
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
