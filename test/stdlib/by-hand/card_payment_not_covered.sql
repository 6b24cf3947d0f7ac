with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
holiday as (
  -- Of the catalog, as far as the data of a last quarter need them.
  select unnest(
    range(timestamp '2025-10-01', timestamp '2025-10-09', interval 1 day) || range(timestamp '2026-01-01', timestamp '2026-01-04', interval 1 day)
    || range(timestamp '2026-02-15', timestamp '2026-02-24', interval 1 day) || range(timestamp '2026-04-04', timestamp '2026-04-07', interval 1 day)
  )::date as day
),
business_day as (
  select day
  from (select unnest(range(timestamp '2025-09-01', timestamp '2026-05-01', interval 1 day))::date as day)
  where day in (date '2025-09-28', date '2025-10-11', date '2026-01-04', date '2026-02-14', date '2026-02-28')
    or isodow(day) < 6 and day not in (from holiday)
),
statement as (
  select customer_id, due_on, statement_balance
  from card_statements, run
  where valid_from <= day and (valid_to is null or valid_to > day) and statement_balance >= 1000
)
select customer_id, due_on as occasion
from (
  select customer_id, due_on, statement_balance,
    (select day from business_day where day < due_on order by day desc limit 1 offset 2)::timestamp as fires
  from statement
)
join customer using (customer_id), run
where fires > previous and fires <= tick and statement_balance > demand_balance;
