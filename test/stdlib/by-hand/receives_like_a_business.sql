with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
transfer_in as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen, partner_id
  from transactions
  where kind = 'transfer_in' and occurred_at <= $tick::timestamp
),
busy_month as (
  select customer_id
  from transfer_in, run
  where moment >= date_trunc('month', day) - interval 3 months and moment < date_trunc('month', day)
  group by customer_id, date_trunc('month', moment)
  having count(distinct partner_id) >= 5
),
busy as (
  select customer_id from busy_month group by customer_id having count(*) >= 2
),
owner as (
  select customer_id from life_states, run
  where valid_from <= day and (valid_to is null or valid_to > day) and (business_owner or occupation = 'self_employed')
  union
  select customer_id from customer_months
  where ds = (select max(ds) from customer_months where ds <= $tick::date) and business_loan_balance > 0
)
select customer_id, id as occasion
from transfer_in
join customer using (customer_id)
semi join busy using (customer_id)
anti join owner using (customer_id), run
where moment > previous;
