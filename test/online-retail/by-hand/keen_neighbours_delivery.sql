-- keen_neighbours_delivery: the 20 customers in three countries with most bought lines in 14 days; zero counts too.
with today as (
  select ($tick::timestamptz at time zone 'Europe/London') as now,
         ($tick::timestamptz at time zone 'Europe/London')::date as day
),
neighbours as (
  select c.customer_id,
         (select count(*) from lines l
          where l.customer_id = c.customer_id and quantity > 0
            and invoiced_at::date between day - 14 and day - 1) as bought_lines
  from customers c, today
  where c.country in ('France', 'Belgium', 'Spain')
)
select 'keen_neighbours_delivery' as campaign,
       $tick::timestamptz as tick,
       customer_id as customer,
       null::bigint as event_id,
       null::timestamptz as event_time,
       ['neighbours_delivery'] as offers,
       ['email'] as channels,
       (select unit_price from lines l, today
        where l.customer_id = n.customer_id and quantity > 0 and invoiced_at <= now
        order by invoiced_at desc, line_id desc limit 1)::decimal(24, 6) as value
from (
  select * from neighbours order by bought_lines desc, md5(customer_id::varchar) limit 20
) n
