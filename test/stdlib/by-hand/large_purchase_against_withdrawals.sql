with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
purchase as (
  select distinct card_transaction_id as id, customer_id, posted_at at time zone 'Asia/Shanghai' as moment, amount, merchant_category, channel, country
  from card_transactions
  where kind = 'purchase' and posted_at at time zone 'Asia/Shanghai' <= $tick::timestamp
),
withdrawal as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'cash_withdrawal' and occurred_at <= $tick::timestamp
)
select purchase.customer_id, purchase.id as occasion
from purchase
join customer using (customer_id)
join withdrawal on withdrawal.customer_id = purchase.customer_id and withdrawal.moment >= purchase.moment - interval 30 days and withdrawal.moment < purchase.moment, run
where purchase.moment > previous and purchase.amount >= 2000
group by purchase.customer_id, purchase.id, purchase.amount
having purchase.amount > max(withdrawal.amount);
