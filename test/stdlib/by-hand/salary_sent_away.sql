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
),
sent_away as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen
  from transactions
  where kind = 'transfer_out' and counterparty = 'other_bank' and occurred_at <= $tick::timestamp
),
received as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'transfer_in' and occurred_at <= $tick::timestamp
),
first_sent as (
  select salary.customer_id, salary.id, min_by(sent_away.moment, (sent_away.moment, sent_away.id)) as moment,
    min_by(sent_away.amount_fen, (sent_away.moment, sent_away.id)) as amount_fen
  from salary
  join sent_away on sent_away.customer_id = salary.customer_id
    and sent_away.moment > salary.moment and sent_away.moment <= salary.moment + interval 2 days and sent_away.amount_fen * 10 >= salary.amount_fen * 8
  group by salary.customer_id, salary.id
)
select customer_id, id as occasion
from first_sent as sent
join customer using (customer_id), run
where moment + interval 7 days > previous and moment + interval 7 days <= tick
  and not exists (
    from received
    where received.customer_id = sent.customer_id and received.moment > sent.moment and received.moment <= sent.moment + interval 7 days
      and received.amount_fen * 2 >= sent.amount_fen
  );
