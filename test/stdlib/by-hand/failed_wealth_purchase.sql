with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
failed as (
  select distinct event_id as id, customer_id, occurred_at at time zone 'Asia/Shanghai' as moment, amount, reason
  from digital_events
  where kind = 'wealth_purchase_failed' and occurred_at at time zone 'Asia/Shanghai' <= $tick::timestamp
),
wealth_purchase as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'wealth_purchase' and occurred_at <= $tick::timestamp
)
select customer_id, id as occasion
from failed
join customer using (customer_id), run
where moment > previous and failed.amount >= 1000 and reason in ('insufficient_balance', 'quota_full', 'timeout')
  and not exists (from wealth_purchase where wealth_purchase.customer_id = failed.customer_id and wealth_purchase.moment >= day - 1);
