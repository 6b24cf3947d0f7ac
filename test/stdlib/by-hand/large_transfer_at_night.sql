with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
transfer_out as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'transfer_out' and occurred_at <= $tick::timestamp
)
select customer_id, id as occasion
from transfer_out
join customer using (customer_id), run
where moment > previous and amount >= 10000 and hour(moment) < 5;
