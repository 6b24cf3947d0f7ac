with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
complained as (
  select distinct service_event_id as id, customer_id, occurred_at as moment from service_events where kind = 'complaint'
),
sent_away as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen
  from transactions
  where kind = 'transfer_out' and counterparty = 'other_bank' and occurred_at <= $tick::timestamp
)
select complained.customer_id, complained.id as occasion
from complained
join customer using (customer_id)
join sent_away on sent_away.customer_id = complained.customer_id
  and sent_away.moment > complained.moment and sent_away.moment <= complained.moment + interval 14 days and sent_away.amount_fen >= 1000000
group by complained.customer_id, complained.id
having min(sent_away.moment) > (select previous from run);
