with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
login as (
  select distinct event_id as id, customer_id, occurred_at at time zone 'Asia/Shanghai' as moment, channel
  from digital_events
  where kind = 'login' and occurred_at at time zone 'Asia/Shanghai' <= $tick::timestamp
)
select customer_id, id as occasion
from login
join customer using (customer_id), run
where channel = 'mobile_bank' and moment + interval 30 days > previous and moment + interval 30 days <= tick
  and not exists (
    from login as later where later.customer_id = login.customer_id and later.moment > login.moment and later.moment <= login.moment + interval 30 days
  )
  and (
    select count(*) from login as earlier
    where earlier.customer_id = login.customer_id and earlier.moment >= login.moment - interval 60 days and earlier.moment < login.moment
  ) >= 8;
