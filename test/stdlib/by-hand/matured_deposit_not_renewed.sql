with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
paid_out as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen, early
  from transactions
  where kind = 'td_redemption' and occurred_at <= $tick::timestamp
),
opened as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'td_purchase' and occurred_at <= $tick::timestamp
)
select customer_id, id as occasion
from paid_out
join customer using (customer_id), run
where amount >= 10000 and early = false and moment + interval 7 days > previous and moment + interval 7 days <= tick
  and not exists (
    from opened where opened.customer_id = paid_out.customer_id and opened.moment > paid_out.moment and opened.moment <= paid_out.moment + interval 7 days
  );
