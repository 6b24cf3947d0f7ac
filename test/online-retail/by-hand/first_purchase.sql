-- first_purchase: the lines of the first instant at which a customer bought anything.
with firsts as (
  select customer_id, min(invoiced_at) as first_bought_at
  from lines
  where quantity > 0
  group by customer_id
)
select 'first_purchase' as campaign,
       $tick::timestamptz as tick,
       customer_id as customer,
       line_id as event_id,
       invoiced_at at time zone 'Europe/London' as event_time,
       case when quantity * unit_price >= 40 then ['welcome_large'] else ['welcome'] end as offers,
       ['email'] as channels,
       (quantity * unit_price)::decimal(24, 6) as value
from lines join firsts using (customer_id) join customers using (customer_id)
where quantity > 0
  and invoiced_at = first_bought_at
  and first_seen is not null
  and invoiced_at::date >= date '2011-09-15'
  and invoiced_at > $previous::timestamptz at time zone 'Europe/London'
  and invoiced_at <= $tick::timestamptz at time zone 'Europe/London'
