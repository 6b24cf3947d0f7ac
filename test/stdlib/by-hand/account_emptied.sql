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
copy as (
  -- Each day's copy: its own, or the last one before it.
  select before.day, (select max(ds) from customers where ds <= before.day) as ds
  from (select unnest(range(day - 7, day::timestamp, interval 1 day))::date as day from run) as before
),
highest as (
  select customer_id, max(demand_balance) as balance from copy join customers using (ds) group by customer_id
)
select customer_id, id as occasion
from sent_away
join customer using (customer_id)
join highest using (customer_id), run
where moment > previous and amount_fen >= 1000000 and amount_fen >= 90 * balance;
