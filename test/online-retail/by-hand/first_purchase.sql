-- first_purchase: the lines of an order that is the customer's only one so far, while the customer is new; those whose
-- first article (of the first minute, the line with the lowest number) is of the range that begins with 2.
with so_far as (
  select customer_id,
         count(distinct invoice) as orders,
         arg_min(coalesce(stock_code, ''), {'at': invoiced_at, 'line': line_id}) as first_article
  from lines
  where quantity > 0 and invoiced_at <= $tick::timestamptz at time zone 'Europe/London'
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
from lines join so_far using (customer_id) join customers using (customer_id)
where quantity > 0
  and orders = 1
  and first_article like '2%'
  and ($tick::timestamptz at time zone 'Europe/London')::date - first_seen <= 3
  and invoiced_at::date >= date '2011-09-15'
  and invoiced_at > $previous::timestamptz at time zone 'Europe/London'
  and invoiced_at <= $tick::timestamptz at time zone 'Europe/London'
