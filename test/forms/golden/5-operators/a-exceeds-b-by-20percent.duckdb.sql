-- campaign probe {
--   owner    "test"
--   segment  n exceeds m by 20%
--   trigger  daily at 06:00
--   window   2000-01-01 .. 2099-12-31
--   offer    probe
--   channel  letter
--   priority 10
-- }
-- offer probe { message letter "." }
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.

-- the customers with m, n
with "portrait" as (
  select
    "c"."id" as "customer",
    "c"."m" as "t0",
    "c"."n" as "t1"
  from
    "people" as "c"
  where
    "c"."id" is not null
    and (
      try_cast ("c"."n" as decimal(38, 1)) > try_cast (
        try (
          try_cast ("c"."m" as decimal(38, 0)) * try (try_cast (1 as decimal(38, 1)) + try_cast (0.2 as decimal(38, 1)))
        ) as decimal(38, 1)
      )
      and try_cast ("c"."m" as decimal(38, 0)) >= 0
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
    cast(null as text) as "value"
  from
    "portrait" as "c"
  where
    (
      try_cast ("c"."t1" as decimal(38, 1)) > try_cast (
        try (
          try_cast ("c"."t0" as decimal(38, 0)) * try (try_cast (1 as decimal(38, 1)) + try_cast (0.2 as decimal(38, 1)))
        ) as decimal(38, 1)
      )
      and try_cast ("c"."t0" as decimal(38, 0)) >= 0
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
  cast(null as bigint) as "event_order",
  cast(null as integer) as "offer_choice"
from
  "detected" as "n"
  left join "fired" as "f" on f.eligible;
