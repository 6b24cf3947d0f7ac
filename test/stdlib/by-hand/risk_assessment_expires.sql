-- The last 12 months are complete days, up to the day before the run's.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
investor as (
  select customer_id from customer where wealth_balance > 0
  union
  select customer_id from transactions, run
  where kind = 'wealth_purchase' and occurred_at >= day - interval 12 months and occurred_at < day
)
select customer_id, risk_assessment_expires_on as occasion
from customer
semi join investor using (customer_id), run
where (risk_assessment_expires_on - 30)::timestamp > previous and (risk_assessment_expires_on - 30)::timestamp <= tick;
