-- campaign spring {
--   owner    "team"
--   segment  age = 17
--   trigger  once at 2026-03-02 06:00
--   window   2026-03-02 .. 2026-12-31
--   offer    gift
--   channel  letter
--   priority 10
--   caps     1 per customer
--   goal     card within 5 days
--   followup again after 2 days unless goal
--   followup last after 3 days unless goal via call
-- }
-- offer gift {
--   group presents
--   value 10 CNY
--   cost 3 CNY
--   message letter "."
--   message sms "."
-- }
-- offer bonus {
--   value 8 CNY
--   cost 0.5 CNY
--   valid 2026-03-01 .. 2026-03-02
--   message letter "."
--   message sms "."
-- }
-- ====
-- spring
-- team, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.

-- the customers with age
with "portrait" as (
  select
    "c"."id" as "customer",
    "c"."age" as "t0"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and "c"."age" = 17
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
    cast(null as text) as "value"
  from
    "portrait" as "c"
  where
    "c"."t0" = 17
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
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;

-- spring: what contacts are asked before a further wave
-- What depends on the run:
--   :waves is the ledger's contacts that are asked about, as JSON
--   :waves_from_local is the least due time of the contacts, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai

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

-- what may meet the goal
"goal_events" as (
  select
    "e"."person" as "customer",
    cast("e"."card" as text) as "event_id",
    "e"."opened" as "event_time",
    "e"."card" as "order_0"
  from
    "cards" as "e"
  where
    "e"."card" is not null
    and "e"."opened" >= cast(:waves_from_local as timestamp)
    and "e"."opened" < cast(:tick_end_local as timestamp)
    and "e"."person" in (
      select
        customer
      from
        "contacts"
    )
),

-- the customers
"portrait" as (
  select
    "c"."id" as "customer"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and "c"."id" in (
      select
        customer
      from
        "contacts"
    )
),

-- the contacts whose goal is met (a.campaign:1)
"met" as (
  select distinct
    w.contact as "contact"
  from
    "contacts" as "w"
    inner join "goal_events" as "x" on (
      x.customer = w.customer
      and (cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai') > w.due
      and (cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai') <= "w"."until"
    )
    inner join "portrait" as "c" on c.customer = w.customer
)

select
  w.contact as "contact",
  (g.contact is not null) as "met",
  (c.customer is null) as "excluded"
from
  "contacts" as "w"
  left join "portrait" as "c" on "c"."customer" = "w"."customer"
  left join "met" as "g" on "g"."contact" = "w"."contact";

-- spring: which contacts were responded to
-- What depends on the run:
--   :waves is the ledger's contacts that are asked about, as JSON
--   :waves_from_local is the least due time of the contacts, in Asia/Shanghai
--   :tick_end_local is a microsecond after the tick, in Asia/Shanghai

-- the contacts that may be responded to
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

-- what may meet the goal
"goal_events" as (
  select
    "e"."person" as "customer",
    cast("e"."card" as text) as "event_id",
    "e"."opened" as "event_time",
    "e"."card" as "order_0"
  from
    "cards" as "e"
  where
    "e"."card" is not null
    and "e"."opened" >= cast(:waves_from_local as timestamp)
    and "e"."opened" < cast(:tick_end_local as timestamp)
    and "e"."person" in (
      select
        customer
      from
        "contacts"
    )
),

-- the customers
"portrait" as (
  select
    "c"."id" as "customer"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and "c"."id" in (
      select
        customer
      from
        "contacts"
    )
)

select
  w.contact as "contact",
  "x"."event_id" as "event_id",
  epoch_us((cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai')) as "occurred",
  cast(null as text) as "amount"
from
  "contacts" as "w"
  inner join "goal_events" as "x" on (
    x.customer = w.customer
    and (cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai') > w.due
    and (cast("x"."event_time" as timestamp) at time zone 'Asia/Shanghai') <= "w"."until"
  )
  inner join "portrait" as "c" on c.customer = w.customer;
