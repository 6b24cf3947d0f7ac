with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
)
select customer_id, loan_id as occasion
from loans
join customer using (customer_id), run
where loans.valid_from <= day and (loans.valid_to is null or loans.valid_to > day)
  and ends_on::timestamp > previous and ends_on::timestamp <= tick;
