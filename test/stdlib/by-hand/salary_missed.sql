with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
salary as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'salary' and occurred_at <= $tick::timestamp
)
select customer_id, id as occasion
from salary
join customer using (customer_id), run
where moment + interval 45 days > previous and moment + interval 45 days <= tick
  and not exists (
    from salary as later where later.customer_id = salary.customer_id and later.moment > salary.moment and later.moment <= salary.moment + interval 45 days
  )
  and (
    select count(*) from salary as earlier
    where earlier.customer_id = salary.customer_id and earlier.moment >= salary.moment - interval 120 days and earlier.moment < salary.moment
  ) >= 2;
