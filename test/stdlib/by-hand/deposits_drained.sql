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
)
select moved.customer_id, moved.id as occasion
from sent_away as moved
join customer using (customer_id)
join sent_away as other on other.customer_id = moved.customer_id
  and other.moment > moved.moment - interval 7 days and (other.moment, other.id) <= (moved.moment, moved.id), run
where moved.moment > previous
group by moved.customer_id, moved.id, moved.amount_fen
having sum(other.amount_fen) >= 20000000 and sum(other.amount_fen) - moved.amount_fen < 20000000;
