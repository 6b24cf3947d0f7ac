-- lapsed_buyers: bought 91 to 120 days ago, nothing since; first seen half a year ago or more.
with today as (
  select ($tick::timestamptz at time zone 'Europe/London') as now,
         ($tick::timestamptz at time zone 'Europe/London')::date as day
),
history as (
  select customer_id,
         coalesce(bool_or(quantity > 0 and invoiced_at::date between day - 120 and day - 91), false) as bought_then,
         coalesce(bool_or(quantity > 0 and invoiced_at::date between day - 90 and day), false) as bought_since,
         coalesce(sum(quantity * unit_price) filter (
           quantity > 0 and invoiced_at::date between day - 365 and day - 91), 0) as bought_for,
         coalesce(sum(quantity * unit_price) filter (
           invoiced_at::date between day - 365 and day - 91), 0) as net
  from lines, today
  where invoiced_at <= now and invoiced_at::date >= day - 365
  group by customer_id
)
select 'lapsed_buyers' as campaign,
       $tick::timestamptz as tick,
       customer_id as customer,
       null::bigint as event_id,
       null::timestamptz as event_time,
       case when bought_for >= 1000 then ['win_back_large'] else ['win_back_small'] end as offers,
       ['email'] as channels,
       (net::decimal(18, 3) * 0.05)::decimal(24, 6) as value
from customers join history using (customer_id), today
where day - first_seen >= 180
  and bought_then
  and not bought_since
