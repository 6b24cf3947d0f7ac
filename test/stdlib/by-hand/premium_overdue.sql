with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
paid as (
  select customer_id from transactions, run where kind = 'insurance_premium' and occurred_at >= day - 30 and occurred_at < day
)
select customer_id, policy_id as occasion
from insurance_policies as policy
join customer using (customer_id)
anti join paid using (customer_id), run
where policy.valid_from <= day and (policy.valid_to is null or policy.valid_to > day)
  and (renews_on + 7)::timestamp > previous and (renews_on + 7)::timestamp <= tick;
