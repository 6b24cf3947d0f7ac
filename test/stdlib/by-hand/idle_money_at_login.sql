-- On each of the 30 days: a day on which the balance is not known does not meet it.
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
),
copy as (
  -- Each day's copy: its own, or the last one before it.
  select before.day, (select max(ds) from customers where ds <= before.day) as ds
  from (select unnest(range(day - 30, day::timestamp, interval 1 day))::date as day from run) as before
),
idle as (
  select customer_id
  from copy join customers using (ds)
  where demand_balance >= 200000
  group by customer_id
  having count(*) = 30
)
select customer_id, id as occasion
from login
join customer using (customer_id)
semi join idle using (customer_id), run
where moment > previous;
