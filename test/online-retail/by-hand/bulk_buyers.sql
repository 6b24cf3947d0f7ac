-- bulk_buyers: 100 pieces in the 24 hours (by the clock) before the tick, five lines or more of them today.
with today as (
  select ($tick::timestamptz at time zone 'Europe/London') as now,
         ($tick::timestamptz - interval 24 hours) at time zone 'Europe/London' as a_day_ago,
         ($tick::timestamptz at time zone 'Europe/London')::date as day
),
activity as (
  select customer_id,
         count(*) as lines_this_year,
         count(*) filter (invoiced_at::date = day) as lines_today,
         coalesce(sum(quantity) filter (invoiced_at > a_day_ago), 0) as pieces,
         coalesce(sum(quantity * unit_price) filter (invoiced_at > a_day_ago), 0) as spent
  from lines, today
  where quantity > 0 and invoiced_at <= now and invoiced_at >= date_trunc('year', day)
  group by customer_id
)
select 'bulk_buyers' as campaign,
       $tick::timestamptz as tick,
       customer_id as customer,
       null::bigint as event_id,
       null::timestamptz as event_time,
       case when pieces >= 500 then ['trade_samples'] else ['trade_account'] end as offers,
       ['phone'] as channels,
       spent::decimal(24, 6) as value
from customers join activity using (customer_id), today
where lines_this_year >= 20
  and first_seen + interval 3 months <= day
  and pieces >= 100
  and lines_today >= 5
