-- The number up to an event grows by that event alone, so that it comes from below where it is the figure exactly.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
viewed as (
  select distinct event_id as id, customer_id, occurred_at at time zone 'Asia/Shanghai' as moment
  from digital_events
  where kind = 'page_view' and page = 'loans' and occurred_at at time zone 'Asia/Shanghai' <= $tick::timestamp
)
select fired.customer_id, fired.id as occasion
from viewed as fired
join customer using (customer_id)
join viewed as other on other.customer_id = fired.customer_id
  and other.moment > fired.moment - interval 7 days and (other.moment, other.id) <= (fired.moment, fired.id), run
where fired.moment > previous
group by fired.customer_id, fired.id
having count(*) = 3;
