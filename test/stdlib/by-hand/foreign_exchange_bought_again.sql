-- The number up to an event grows by that event alone, so that it comes from below where it is the figure exactly.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
bought as (
  select distinct fx_id as id, customer_id, bought_at as moment from fx_purchases where bought_at <= $tick::timestamp
)
select fired.customer_id, fired.id as occasion
from bought as fired
join customer using (customer_id)
join bought as other on other.customer_id = fired.customer_id
  and other.moment > fired.moment - interval 90 days and (other.moment, other.id) <= (fired.moment, fired.id), run
where fired.moment > previous
group by fired.customer_id, fired.id
having count(*) = 3;
