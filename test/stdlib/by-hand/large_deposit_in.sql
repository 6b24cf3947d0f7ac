with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
transfer_in as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'transfer_in' and occurred_at <= $tick::timestamp
)
select customer_id, id as occasion
from transfer_in
join customer using (customer_id), run
where moment > previous and amount >= 100000 and amount >= 0.3 * deposit_balance;
