with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
wealth_purchase as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'wealth_purchase' and occurred_at <= $tick::timestamp
)
select customer_id, id as occasion
from wealth_purchase
join customer using (customer_id), run
where moment > previous
  and not exists (from wealth_purchase as earlier where earlier.customer_id = wealth_purchase.customer_id and earlier.moment < wealth_purchase.moment);
