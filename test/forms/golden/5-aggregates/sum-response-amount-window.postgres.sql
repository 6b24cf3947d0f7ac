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
-- tag v = sum(response.amount where campaign = probe, ever)
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :response is the ledger's responses, as JSON
--   :tick_end is a microsecond after the tick

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

-- responses in the ledger
"ledger_response" as (
  select
    "h"."customer" as "customer",
    "h"."campaign" as "campaign",
    "h"."offers" as "offers",
    "h"."channel" as "channel",
    "h"."time" as "time",
    "h"."id" as "id",
    "h"."amount" as "amount",
    "h"."currency" as "currency"
  from
    (
      select
        "r"."customer",
        "r"."campaign",
        "r"."offers",
        "r"."channel",
        "r"."time",
        "r"."id",
        "r"."amount",
        "r"."currency"
      from
        jsonb_to_recordset(cast(:response as jsonb)) as r (
          "customer" text,
          "campaign" text,
          "offers" text[],
          "channel" text,
          "time" bigint,
          "id" bigint,
          "amount" text,
          "currency" text
        )
    ) as "h"
),

-- sum_response_af47beae (a.campaign:11)
"rows" as (
  select
    nullif(
      nullif(
        least(
          greatest(
            round(
              cast(
                substring(
                  cast("e"."customer" as text)
                  from
                    '^\s*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\s*$'
                ) as numeric
              ),
              0
            ),
            -100000000000000000000000000000000000000
          ),
          100000000000000000000000000000000000000
        ),
        -100000000000000000000000000000000000000
      ),
      100000000000000000000000000000000000000
    ) as "customer",
    sum(
      nullif(
        nullif(
          least(
            greatest(
              round(
                cast(
                  substring(
                    cast(
                      case
                        when "e"."currency" = 'CNY' then "e"."amount"
                      end as text
                    )
                    from
                      '^\s*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\s*$'
                  ) as numeric
                ),
                6
              ),
              -100000000000000000000000000000000
            ),
            100000000000000000000000000000000
          ),
          -100000000000000000000000000000000
        ),
        100000000000000000000000000000000
      )
    ) as "f0"
  from
    "ledger_response" as "e"
  where
    (timestamptz '1970-01-01 00:00:00+00' + "e"."time" * interval '1 microsecond') < cast(:tick_end as timestamptz)
    and "e"."campaign" = 'probe'
    and nullif(
      nullif(
        least(
          greatest(
            round(
              cast(
                substring(
                  cast("e"."customer" as text)
                  from
                    '^\s*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\s*$'
                ) as numeric
              ),
              0
            ),
            -100000000000000000000000000000000000000
          ),
          100000000000000000000000000000000000000
        ),
        -100000000000000000000000000000000000000
      ),
      100000000000000000000000000000000000000
    ) in (
      select
        customer
      from
        "portrait"
    )
  group by
    nullif(
      nullif(
        least(
          greatest(
            round(
              cast(
                substring(
                  cast("e"."customer" as text)
                  from
                    '^\s*([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\s*$'
                ) as numeric
              ),
              0
            ),
            -100000000000000000000000000000000000000
          ),
          100000000000000000000000000000000000000
        ),
        -100000000000000000000000000000000000000
      ),
      100000000000000000000000000000000000000
    )
),

-- the customers with v, sum_response_af47beae
"portrait_2" as (
  select
    "c"."customer" as "customer",
    case
      when "j0"."f0" is null then 0
      else case
        when abs("j0"."f0") < 100000000000000000000000000000000 then "j0"."f0"
      end
    end as "f0",
    case
      when "j0"."f0" is null then 0
      else case
        when abs("j0"."f0") < 100000000000000000000000000000000 then "j0"."f0"
      end
    end as "d0"
  from
    "portrait" as "c"
    left join "rows" as "j0" on "j0"."customer" = c.customer
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
