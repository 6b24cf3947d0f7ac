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
-- tag v = avg(daily cash, last 7 days)
-- ====
-- probe
-- test, a.campaign:1
-- Made by `baleen build` for readers: the runtime runs the statement in plan.ts.
-- What depends on the run:
--   :last_7_days_to_local is the end of `last 7 days`, in Asia/Shanghai
--   :last_7_days_from_local is the beginning of `last 7 days`, in Asia/Shanghai
--   :tick_date is the local date of the tick

-- the copies of people and for how many days each stands
with "copies" as (
  select
    s.snapshot as "snapshot",
    (
      coalesce(
        lead(s.snapshot) over (
          order by
            s.snapshot
        ),
        (cast(cast(:last_7_days_to_local as timestamp) as date) - 1) + 1
      ) - greatest(s.snapshot, cast(cast(:last_7_days_from_local as timestamp) as date))
    ) as "days"
  from
    (
      (
        select distinct
          "e"."ds" as "snapshot"
        from
          "people" as "e"
        where
          "e"."ds" <= (cast(cast(:last_7_days_to_local as timestamp) as date) - 1)
          and "e"."ds" >= coalesce(
            (
              (
                select
                  max("latest"."ds") as "snapshot"
                from
                  "people" as "latest"
                where
                  "latest"."ds" <= cast(cast(:last_7_days_from_local as timestamp) as date)
              )
            ),
            cast(cast(:last_7_days_from_local as timestamp) as date)
          )
      )
    ) as "s"
),

-- avg_cash_48bdbc26 (a.campaign:11)
"daily" as (
  select
    "e"."id" as "customer",
    sum(
      (
        nullif(
          nullif(
            least(greatest(cast("e"."cash" as numeric), -10000000000000000000000), 10000000000000000000000),
            -10000000000000000000000
          ),
          10000000000000000000000
        ) * "e_days"."days"
      )
    ) as "h0",
    sum("e_days"."days") filter (
      where
        nullif(
          nullif(
            least(greatest(cast("e"."cash" as numeric), -10000000000000000000000), 10000000000000000000000),
            -10000000000000000000000
          ),
          10000000000000000000000
        ) is not null
    ) as "n"
  from
    "people" as "e"
    inner join "copies" as "e_days" on "e_days"."snapshot" = "e"."ds"
  where
    "e"."ds" <= (cast(cast(:last_7_days_to_local as timestamp) as date) - 1)
    and "e_days"."days" > 0
  group by
    "e"."id"
),

-- the customers with avg_cash_48bdbc26
"portrait" as (
  select
    "c"."id" as "customer",
    nullif(
      nullif(
        least(
          greatest(
            round(
              div(
                2000000 * cast(
                  case
                    when abs("s1"."h0") < 100000000000000000000000000000000 then "s1"."h0"
                  end as numeric
                ),
                nullif(cast("s1"."n" as numeric), 0)
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
    ) as "h0"
  from
    "people" as "c"
    left join "daily" as "s1" on "s1"."customer" = "c"."id"
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
    and true
),

-- the customers with v
"portrait_2" as (
  select
    "c"."customer" as "customer",
    "c"."h0" as "h0",
    "c"."h0" as "d0"
  from
    "portrait" as "c"
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
