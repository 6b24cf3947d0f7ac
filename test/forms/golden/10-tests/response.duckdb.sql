-- campaign spring {
--   owner    "team"
--   segment  age >= 18
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    gift
--   channel  sms
--   priority 10
--   followup again after 2 days unless responded
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
--   contact { customer: 1, channel: sms, offer: gift, time: 2026-02-28 06:00 }
--   contact { customer: 2, channel: sms, offer: gift, time: 2026-02-28 06:00 }
--   response { customer: 1, time: 2026-03-01 10:00 }
--   expect no contact 1 because cap
--   expect contact 2
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :tick_date is the local date of the tick

-- the customers with age, phone, sms_ok
with "portrait" as (
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
    and "c"."age" >= 18
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
    cast("c"."t1" as text) as "a0",
    coalesce("c"."t2", false) as "c0"
  from
    "portrait" as "c"
  where
    "c"."t0" >= 18
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

-- spring: what contacts are asked before a further wave
-- What depends on the run:
--   :waves is the ledger's contacts that are asked about, as JSON
--   :tick_date is the local date of the tick

-- the contacts that may get a further wave
with "contacts" as (
  select
    w.contact as "contact",
    cast(w.customer as bigint) as "customer",
    make_timestamptz(w.due) as "due",
    make_timestamptz("w"."until") as "until",
    w.carried as "carried"
  from
    (
      select
        "r"."row"."contact" as "contact",
        "r"."row"."customer" as "customer",
        "r"."row"."due" as "due",
        "r"."row"."until" as "until",
        "r"."row"."carried" as "carried"
      from
        (
          select
            unnest(
              from_json(
                cast(:waves as json),
                '[{"contact":"BIGINT","customer":"VARCHAR","due":"BIGINT","until":"BIGINT","carried":["VARCHAR"]}]'
              )
            ) as "row"
        ) as r
    ) as "w"
),

-- the customers with phone, sms_ok
"portrait" as (
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
    and "c"."id" in (
      select
        customer
      from
        "contacts"
    )
)

select
  w.contact as "contact",
  false as "met",
  (c.customer is null) as "excluded",
  cast("c"."t0" as text) as "a0",
  coalesce("c"."t1", false) as "c0"
from
  "contacts" as "w"
  left join "portrait" as "c" on "c"."customer" = "w"."customer";
