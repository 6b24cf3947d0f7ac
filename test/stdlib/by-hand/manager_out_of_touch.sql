with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
spoken as (
  select customer_id, last_manager_contact_on
  from customer_months
  where ds = (select max(ds) from customer_months where ds <= $tick::date)
)
select customer_id, last_manager_contact_on as occasion
from spoken
join customer using (customer_id), run
where tier in ('platinum', 'diamond', 'private')
  and (last_manager_contact_on + 90)::timestamp > previous and (last_manager_contact_on + 90)::timestamp <= tick;
