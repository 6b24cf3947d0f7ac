-- top_german_spenders_call: the tenth of all German customers who bought for most in the last 90 days.
with today as (
  select ($tick::timestamptz at time zone 'Europe/London')::date as day
),
germans as (
  select c.customer_id, c.first_seen,
         coalesce((select sum(quantity * unit_price) from lines l
                   where l.customer_id = c.customer_id and quantity > 0
                     and invoiced_at::date between day - 90 and day - 1), 0) as spent
  from customers c, today
  where c.country = 'Germany'
),
ranked as (
  select *,
         row_number() over (order by spent desc, md5(customer_id::varchar)) as place,
         count(*) over () as all_germans
  from germans
),
means as (   -- rounded half away from zero at the sixth place: millionths as whole numbers
  select customer_id,
         (sum(quantity * unit_price) * 1000)::hugeint as thousandths, count(*) as lines
  from lines, today
  where quantity > 0
    and invoiced_at::date between (day - interval 3 months)::date and day - 1
  group by customer_id
)
select 'top_german_spenders_call' as campaign,
       $tick::timestamptz as tick,
       customer_id as customer,
       null::bigint as event_id,
       null::timestamptz as event_time,
       ['german_catalogue'] as offers,
       ['phone'] as channels,
       ((sign(thousandths) * ((2000 * abs(thousandths) + lines) // (2 * lines)))::decimal(18, 0) * 0.000001)::decimal(24, 6) as value
from ranked left join means using (customer_id), today
where place <= (all_germans + 9) // 10
  and day - first_seen >= 30
