-- rising_spend: net money and number of bought lines of the last 30 days both above 120 % of the mean of the
-- two 30-day stretches before; loyal customers only, not those who give much back.
with today as (
  select ($tick::timestamptz at time zone 'Europe/London')::date as day
),
periods as (
  select customer_id,
         coalesce(sum(quantity * unit_price) filter (
           invoiced_at::date between day - 30 and day - 1), 0)::decimal(18, 3) as net_now,
         coalesce(sum(quantity * unit_price) filter (
           invoiced_at::date between day - 90 and day - 31), 0)::decimal(18, 3) as net_two_before,
         count(*) filter (quantity > 0 and invoiced_at::date between day - 30 and day - 1) as lines_now,
         count(*) filter (quantity > 0 and invoiced_at::date between day - 90 and day - 31) as lines_two_before,
         count(*) filter (quantity < 0 and invoiced_at::date between day - 30 and day - 1) as refunds_now
  from lines, today
  where invoiced_at::date between day - 90 and day - 1
  group by customer_id
)
select 'rising_spend' as campaign,
       $tick::timestamptz as tick,
       customer_id as customer,
       null::bigint as event_id,
       null::timestamptz as event_time,
       case when lines_now >= 150 then ['loyalty_discount'] else ['loyalty_gift'] end as offers,
       ['phone', 'email'] as channels,
       case when lines_now >= 150 then 33 else 30 end::decimal(24, 6) as value
from customers join periods using (customer_id)
where net_two_before > 0
  and net_now > 0.6 * net_two_before
  and lines_now > 0.6 * lines_two_before
  and refunds_now < 10
