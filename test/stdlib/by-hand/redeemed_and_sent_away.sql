with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
redeemed as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'wealth_redemption' and occurred_at <= $tick::timestamp
),
sent_away as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen
  from transactions
  where kind = 'transfer_out' and counterparty = 'other_bank' and occurred_at <= $tick::timestamp
)
select redeemed.customer_id, redeemed.id as occasion
from redeemed
join customer using (customer_id)
join sent_away on sent_away.customer_id = redeemed.customer_id
  and sent_away.moment > redeemed.moment and sent_away.moment <= redeemed.moment + interval 3 days and sent_away.amount_fen * 2 >= redeemed.amount_fen
where redeemed.amount_fen >= 2000000
group by redeemed.customer_id, redeemed.id
having min(sent_away.moment) > (select previous from run);
