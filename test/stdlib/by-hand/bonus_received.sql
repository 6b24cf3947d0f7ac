with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
salary as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'salary' and occurred_at <= $tick::timestamp
)
select paid.customer_id, paid.id as occasion
from salary as paid
join customer using (customer_id)
join salary as before on before.customer_id = paid.customer_id and before.moment >= paid.moment - interval 180 days and before.moment < paid.moment, run
where paid.moment > previous and paid.amount_fen >= 2000000
group by paid.customer_id, paid.id, paid.amount_fen
having count(*) >= 3 and paid.amount_fen * 10 > median(before.amount_fen) * 18;
