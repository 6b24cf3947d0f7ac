-- waves: Follow up on foreign exchange
-- retail, waves.campaign:21
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :firing_from_local is a microsecond after the tick before, earlier by the source's lateness, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai
--   :tick_date is the local date of the tick
--   :ago_0_30_days_from is the beginning of `0..30 days ago`
--   :tick_end is a microsecond after the tick
--   :ago_0_30_days_from_partition is the partition of the beginning of `0..30 days ago`
--   :tick_end_partition is the partition of a microsecond after the tick

-- fx_purchase since the last tick (waves.campaign:21)
with "firing" as (
  select
    "e"."customer_id" as "customer",
    cast("e"."transaction_id" as text) as "event_id",
    "e"."occurred_at" as "event_time",
    case
      when pg_typeof("e"."transaction_id") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."transaction_id" as text) as numeric)
    end as "order_0",
    cast("e"."transaction_id" as text) collate "C" as "order_1",
    cast("e"."purpose" as text) as "x0"
  from
    "transactions" as "e"
  where
    cast("e"."kind" as text) = 'fx_purchase'
    and "e"."transaction_id" is not null
    and "e"."occurred_at" >= cast(:firing_from_local as timestamp)
    and "e"."occurred_at" < cast(:tick_end_local as timestamp)
),

-- the customers with age, aum, phone, salutation, sms_consent, tier
"portrait" as (
  select
    "c"."customer_id" as "customer",
    case
      when "c"."age" = -1 then null
      else "c"."age"
    end as "t0",
    ("c"."aum_cents" * 0.01) as "t1",
    cast("c"."phone" as text) as "t2",
    cast("c"."salutation" as text) as "t3",
    case
      when cast("c"."sms_ok" as text) = 'Y' then true
      when cast("c"."sms_ok" as text) = 'N' then false
    end as "t4",
    cast("s1"."tier_code" as text) as "t5"
  from
    (
      select
        *
      from
        "customers" as c
      where
        (
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
          and "c"."customer_id" in (
            select
              customer
            from
              "firing"
          )
        )
    ) as "c"
    left join "tier_history" as "s1" on (
      "s1"."customer_id" = "c"."customer_id"
      and "s1"."eff_from" <= cast(:tick_date as date)
      and (
        "s1"."eff_to" > cast(:tick_date as date)
        or "s1"."eff_to" is null
      )
    )
),

-- the customers with do_not_contact, wealthy
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    "c"."t3" as "t3",
    "c"."t4" as "t4",
    "c"."t5" as "t5",
    coalesce("c"."t0" < 18, false) as "d0",
    coalesce("c"."t1" >= 1000000, false) as "d1"
  from
    "portrait" as "c"
),

-- card_purchase, of which the policy speaks
"policy_events" as (
  select
    "e"."customer_id" as "customer",
    replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|') as "event_id",
    "e"."posted_at" as "event_time",
    case
      when pg_typeof("e"."branch") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."branch" as text) as numeric)
    end as "order_0",
    cast("e"."branch" as text) collate "C" as "order_1",
    case
      when pg_typeof("e"."seq") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."seq" as text) as numeric)
    end as "order_2",
    cast("e"."seq" as text) collate "C" as "order_3"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."branch" is not null
    and "e"."seq" is not null
    and "e"."posted_at" >= cast(:ago_0_30_days_from as timestamptz)
    and "e"."posted_at" < cast(:tick_end as timestamptz)
    and "e"."dt" >= cast(:ago_0_30_days_from_partition as text)
    and "e"."dt" <= cast(:tick_end_partition as text)
    and "e"."customer_id" in (
      select
        customer
      from
        "portrait_2"
    )
),

-- the day of each customer's latest card_purchase
"latest_events" as (
  select
    x.customer as "customer",
    (
      max(cast((cast("x"."event_time" as timestamptz) at time zone 'Asia/Shanghai') as date)) - date '1970-01-01'
    ) as "day"
  from
    "policy_events" as "x"
  group by
    x.customer
),

-- the firings of waves (waves.campaign:21), and who of them is eligible
"fired" as (
  select
    (
      ("c"."t5" is not null) is true
      and ("c"."t5" = 'platinum') is not true
    ) as "eligible",
    cast(c.customer as text) as "customer",
    "x"."event_id" as "event_id",
    cast(
      extract(
        epoch
        from
          nullif(nullif((cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai'), 'infinity'), '-infinity')
      ) * 1000000 as bigint
    ) as "event_time",
    "x"."order_0" as "order_0",
    "x"."order_1" as "order_1",
    0 as "offer_route",
    0 as "channel_route",
    cast(320 as numeric) as "score_0_0",
    cast(500 as numeric) as "score_0_1",
    cast(null as text) as "value",
    cast("c"."t2" as text) as "a0",
    coalesce("c"."t4", false) as "c0",
    cast("x"."x0" as text) as "p0",
    cast("c"."t3" as text) as "p1",
    coalesce("c"."d0", false) as "s0",
    coalesce("c"."d1", false) as "s1",
    "o0"."day" as "d0",
    cast("x"."x0" as text) as "e0"
  from
    "firing" as "x"
    inner join "portrait_2" as "c" on c.customer = x.customer
    left join "latest_events" as "o0" on "o0"."customer" = c.customer
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
  "f"."p0" as "p0",
  "f"."p1" as "p1",
  "f"."s0" as "s0",
  "f"."s1" as "s1",
  "f"."d0" as "d0",
  "f"."e0" as "e0",
  row_number() over (
    order by
      "f"."event_time",
      "f"."order_0",
      "f"."order_1"
  ) as "event_order",
  case "f"."offer_route"
    when 0 then case
      when (
        cast(:tick_date as date) between cast('2026-01-01' as date) and cast('2026-06-30' as date)
        and "f"."score_0_0" = greatest(
          case
            when cast(:tick_date as date) between cast('2026-01-01' as date) and cast('2026-06-30' as date) then "f"."score_0_0"
          end,
          "f"."score_0_1"
        )
      ) then 0
      when "f"."score_0_1" = greatest(
        case
          when cast(:tick_date as date) between cast('2026-01-01' as date) and cast('2026-06-30' as date) then "f"."score_0_0"
        end,
        "f"."score_0_1"
      ) then 1
      when cast(:tick_date as date) between cast('2026-01-01' as date) and cast('2026-06-30' as date) then 0
      when true then 1
    end
  end as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;

-- waves: what contacts are asked before a further wave
-- What depends on the run:
--   :waves is the ledger's contacts that are asked about, as JSON
--   :waves_from is the least due time of the contacts
--   :tick_end is a microsecond after the tick
--   :waves_from_partition is the partition of the least due time of the contacts
--   :tick_end_partition is the partition of a microsecond after the tick
--   :tick_date is the local date of the tick
--   :ago_0_30_days_from is the beginning of `0..30 days ago`
--   :ago_0_30_days_from_partition is the partition of the beginning of `0..30 days ago`

-- the contacts that may get a further wave
with "contacts" as (
  select
    w.contact as "contact",
    cast(w.customer as bigint) as "customer",
    (timestamptz '1970-01-01 00:00:00+00' + w.due * interval '1 microsecond') as "due",
    (timestamptz '1970-01-01 00:00:00+00' + "w"."until" * interval '1 microsecond') as "until",
    w.carried as "carried"
  from
    (
      select
        "r"."contact",
        "r"."customer",
        "r"."due",
        "r"."until",
        "r"."carried"
      from
        jsonb_to_recordset(cast(:waves as jsonb)) as r ("contact" bigint, "customer" text, "due" bigint, "until" bigint, "carried" text[])
    ) as "w"
),

-- what may meet the goal
"goal_events" as (
  select
    "e"."customer_id" as "customer",
    replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|') as "event_id",
    "e"."posted_at" as "event_time",
    case
      when pg_typeof("e"."branch") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."branch" as text) as numeric)
    end as "order_0",
    cast("e"."branch" as text) collate "C" as "order_1",
    case
      when pg_typeof("e"."seq") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."seq" as text) as numeric)
    end as "order_2",
    cast("e"."seq" as text) collate "C" as "order_3",
    cast("e"."merchant" as text) as "x0"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."branch" is not null
    and "e"."seq" is not null
    and "e"."posted_at" >= cast(:waves_from as timestamptz)
    and "e"."posted_at" < cast(:tick_end as timestamptz)
    and "e"."dt" >= cast(:waves_from_partition as text)
    and "e"."dt" <= cast(:tick_end_partition as text)
    and "e"."customer_id" in (
      select
        customer
      from
        "contacts"
    )
),

-- the customers with age, aum, phone, salutation, sms_consent, tier
"portrait" as (
  select
    "c"."customer_id" as "customer",
    case
      when "c"."age" = -1 then null
      else "c"."age"
    end as "t0",
    ("c"."aum_cents" * 0.01) as "t1",
    cast("c"."phone" as text) as "t2",
    cast("c"."salutation" as text) as "t3",
    case
      when cast("c"."sms_ok" as text) = 'Y' then true
      when cast("c"."sms_ok" as text) = 'N' then false
    end as "t4",
    cast("s1"."tier_code" as text) as "t5"
  from
    (
      select
        *
      from
        "customers" as c
      where
        (
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
          and "c"."customer_id" in (
            select
              customer
            from
              "contacts"
          )
        )
    ) as "c"
    left join "tier_history" as "s1" on (
      "s1"."customer_id" = "c"."customer_id"
      and "s1"."eff_from" <= cast(:tick_date as date)
      and (
        "s1"."eff_to" > cast(:tick_date as date)
        or "s1"."eff_to" is null
      )
    )
),

-- the customers with do_not_contact, wealthy
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    "c"."t3" as "t3",
    "c"."t4" as "t4",
    "c"."t5" as "t5",
    coalesce("c"."t0" < 18, false) as "d0",
    coalesce("c"."t1" >= 1000000, false) as "d1"
  from
    "portrait" as "c"
),

-- the contacts whose goal is met (waves.campaign:21)
"met" as (
  select distinct
    w.contact as "contact"
  from
    "contacts" as "w"
    inner join "goal_events" as "x" on (
      x.customer = w.customer
      and cast("x"."event_time" as timestamptz) > w.due
      and cast("x"."event_time" as timestamptz) <= "w"."until"
    )
    inner join "portrait_2" as "c" on c.customer = w.customer
  where
    "x"."x0" = w.carried[1]
),

-- card_purchase, of which the policy speaks
"policy_events" as (
  select
    "e"."customer_id" as "customer",
    replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|') as "event_id",
    "e"."posted_at" as "event_time",
    case
      when pg_typeof("e"."branch") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."branch" as text) as numeric)
    end as "order_0",
    cast("e"."branch" as text) collate "C" as "order_1",
    case
      when pg_typeof("e"."seq") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."seq" as text) as numeric)
    end as "order_2",
    cast("e"."seq" as text) collate "C" as "order_3"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."branch" is not null
    and "e"."seq" is not null
    and "e"."posted_at" >= cast(:ago_0_30_days_from as timestamptz)
    and "e"."posted_at" < cast(:tick_end as timestamptz)
    and "e"."dt" >= cast(:ago_0_30_days_from_partition as text)
    and "e"."dt" <= cast(:tick_end_partition as text)
    and "e"."customer_id" in (
      select
        customer
      from
        "contacts"
    )
),

-- the day of each customer's latest card_purchase
"latest_events" as (
  select
    x.customer as "customer",
    (
      max(cast((cast("x"."event_time" as timestamptz) at time zone 'Asia/Shanghai') as date)) - date '1970-01-01'
    ) as "day"
  from
    "policy_events" as "x"
  group by
    x.customer
)

select
  w.contact as "contact",
  (g.contact is not null) as "met",
  (
    c.customer is null
    or coalesce("c"."t5" = 'platinum', false)
  ) as "excluded",
  cast("c"."t2" as text) as "a0",
  coalesce("c"."t4", false) as "c0",
  cast("c"."t3" as text) as "p0",
  coalesce("c"."d0", false) as "s0",
  coalesce("c"."d1", false) as "s1",
  "o0"."day" as "d0"
from
  "contacts" as "w"
  left join "portrait_2" as "c" on "c"."customer" = "w"."customer"
  left join "met" as "g" on "g"."contact" = "w"."contact"
  left join "latest_events" as "o0" on "o0"."customer" = w.customer;

-- waves: which contacts were responded to
-- What depends on the run:
--   :waves is the ledger's contacts that are asked about, as JSON
--   :waves_from is the least due time of the contacts
--   :tick_end is a microsecond after the tick
--   :waves_from_partition is the partition of the least due time of the contacts
--   :tick_end_partition is the partition of a microsecond after the tick
--   :tick_date is the local date of the tick

-- the contacts that may be responded to
with "contacts" as (
  select
    w.contact as "contact",
    cast(w.customer as bigint) as "customer",
    (timestamptz '1970-01-01 00:00:00+00' + w.due * interval '1 microsecond') as "due",
    (timestamptz '1970-01-01 00:00:00+00' + "w"."until" * interval '1 microsecond') as "until",
    w.carried as "carried"
  from
    (
      select
        "r"."contact",
        "r"."customer",
        "r"."due",
        "r"."until",
        "r"."carried"
      from
        jsonb_to_recordset(cast(:waves as jsonb)) as r ("contact" bigint, "customer" text, "due" bigint, "until" bigint, "carried" text[])
    ) as "w"
),

-- what may meet the goal
"goal_events" as (
  select
    "e"."customer_id" as "customer",
    replace(replace(cast("e"."branch" as text), '\', '\\'), '|', '\|') || '|' || replace(replace(cast("e"."seq" as text), '\', '\\'), '|', '\|') as "event_id",
    "e"."posted_at" as "event_time",
    case
      when pg_typeof("e"."branch") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."branch" as text) as numeric)
    end as "order_0",
    cast("e"."branch" as text) collate "C" as "order_1",
    case
      when pg_typeof("e"."seq") in ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'numeric'::regtype) then cast(cast("e"."seq" as text) as numeric)
    end as "order_2",
    cast("e"."seq" as text) collate "C" as "order_3",
    cast("e"."merchant" as text) as "x0"
  from
    "card_transactions" as "e"
  where
    "e"."deleted" = false
    and cast("e"."kind" as text) = 'purchase'
    and "e"."branch" is not null
    and "e"."seq" is not null
    and "e"."posted_at" >= cast(:waves_from as timestamptz)
    and "e"."posted_at" < cast(:tick_end as timestamptz)
    and "e"."dt" >= cast(:waves_from_partition as text)
    and "e"."dt" <= cast(:tick_end_partition as text)
    and "e"."customer_id" in (
      select
        customer
      from
        "contacts"
    )
),

-- the customers
"portrait" as (
  select
    "c"."customer_id" as "customer"
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
    and "c"."customer_id" in (
      select
        customer
      from
        "contacts"
    )
)

select
  w.contact as "contact",
  "x"."event_id" as "event_id",
  cast(
    extract(
      epoch
      from
        nullif(nullif(cast("x"."event_time" as timestamptz), 'infinity'), '-infinity')
    ) * 1000000 as bigint
  ) as "occurred",
  cast(null as text) as "amount"
from
  "contacts" as "w"
  inner join "goal_events" as "x" on (
    x.customer = w.customer
    and cast("x"."event_time" as timestamptz) > w.due
    and cast("x"."event_time" as timestamptz) <= "w"."until"
  )
  inner join "portrait" as "c" on c.customer = w.customer
where
  "x"."x0" = w.carried[1];
