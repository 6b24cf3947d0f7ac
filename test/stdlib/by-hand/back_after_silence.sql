-- A login exactly 90 days before is one in the 90 days before it.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
login as (
  select distinct event_id as id, customer_id, occurred_at at time zone 'Asia/Shanghai' as moment
  from digital_events
  where kind = 'login' and occurred_at at time zone 'Asia/Shanghai' <= $tick::timestamp
)
select customer_id, id as occasion
from login
join customer using (customer_id), run
where moment > previous
  and exists (from login as earlier where earlier.customer_id = login.customer_id and earlier.moment < login.moment)
  and not exists (
    from login as earlier where earlier.customer_id = login.customer_id and earlier.moment >= login.moment - interval 90 days and earlier.moment < login.moment
  );
