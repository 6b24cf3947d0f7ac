with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
sent_away as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen
  from transactions
  where kind = 'transfer_out' and counterparty = 'other_bank' and occurred_at <= $tick::timestamp
),
month_ago as (
  select customer_id, aum as aum_then
  from customers
  where ds = (select max(ds) from customers where ds <= $tick::date - interval 1 month)
)
select customer_id, id as occasion
from sent_away
join customer using (customer_id)
join month_ago using (customer_id), run
where moment > previous and amount_fen >= 500000 and aum < 0.7 * aum_then;
