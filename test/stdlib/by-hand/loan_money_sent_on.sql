-- Of several loans paid out the first after the approval is meant.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
approved as (
  select distinct loan_event_id as id, customer_id, occurred_at as moment from loan_events where kind = 'application' and state = 'approved'
),
paid_out as (
  select distinct loan_event_id as id, customer_id, occurred_at as moment, amount from loan_events where kind = 'disbursement'
),
sent_away as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen
  from transactions
  where kind = 'transfer_out' and counterparty = 'other_bank' and occurred_at <= $tick::timestamp
),
first_paid as (
  select approved.customer_id, approved.id, min_by(paid_out.moment, (paid_out.moment, paid_out.id)) as moment,
    min_by(paid_out.amount, (paid_out.moment, paid_out.id)) as amount
  from approved
  join paid_out on paid_out.customer_id = approved.customer_id and paid_out.moment > approved.moment and paid_out.moment <= approved.moment + interval 30 days
  group by approved.customer_id, approved.id
)
select first_paid.customer_id, first_paid.id as occasion
from first_paid
join customer using (customer_id)
join sent_away on sent_away.customer_id = first_paid.customer_id
  and sent_away.moment > first_paid.moment and sent_away.moment <= first_paid.moment + interval 3 days and sent_away.amount_fen >= 80 * first_paid.amount
group by first_paid.customer_id, first_paid.id
having min(sent_away.moment) > (select previous from run);
