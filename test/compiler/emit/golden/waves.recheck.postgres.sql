-- waves: what messages that were put off are asked before they leave
-- The tick is the time at which they are asked.
-- What depends on the run:
--   :messages is the ledger's messages that were put off, as JSON
--   :tick_date is the local date of the tick

-- the messages that were put off
with "messages" as (
  select
    m.contact as "contact",
    cast(m.customer as bigint) as "customer"
  from
    (
      select
        "r"."contact",
        "r"."customer"
      from
        jsonb_to_recordset(cast(:messages as jsonb)) as r ("contact" bigint, "customer" text)
    ) as "m"
),

-- the customers with age, phone, sms_consent, tier
"portrait" as (
  select
    "c"."customer_id" as "customer",
    case
      when "c"."age" = -1 then null
      else "c"."age"
    end as "t0",
    cast("c"."phone" as text) as "t1",
    case
      when cast("c"."sms_ok" as text) = 'Y' then true
      when cast("c"."sms_ok" as text) = 'N' then false
    end as "t2",
    cast("s1"."tier_code" as text) as "t3"
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
              "messages"
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

-- the customers with do_not_contact
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."t0" as "t0",
    "c"."t1" as "t1",
    "c"."t2" as "t2",
    "c"."t3" as "t3",
    coalesce("c"."t0" < 18, false) as "d0"
  from
    "portrait" as "c"
)

select
  m.contact as "contact",
  (
    c.customer is null
    or coalesce("c"."t3" = 'platinum', false)
  ) as "excluded",
  cast("c"."t1" as text) as "a0",
  coalesce("c"."t2", false) as "c0",
  coalesce("c"."d0", false) as "s0"
from
  "messages" as "m"
  left join "portrait_2" as "c" on "c"."customer" = "m"."customer";
