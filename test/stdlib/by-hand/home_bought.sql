with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
owing as (
  select customer_id from customer_months
  where ds = (select max(ds) from customer_months where ds <= $tick::date) and mortgage_balance > 0
)
select customer_id, outside_event_id as occasion
from outside_events
join customer using (customer_id)
anti join owing using (customer_id), run
where outside_events.kind = 'property_news' and bought and told_at > previous and told_at <= tick;
