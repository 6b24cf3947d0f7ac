-- 29 February is kept on the 28th of other years: so does adding years.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
owner as (
  select customer_id, business_founded_on
  from customer
  join customer_profile using (customer_id)
  join life_states using (customer_id), run
  where valid_from <= day and (valid_to is null or valid_to > day) and business_owner
)
select customer_id, kept as occasion
from (
  select *, years, (business_founded_on + to_years(years))::date as kept
  from (select *, unnest(range(1, 150))::integer as years from owner where business_founded_on is not null)
), run
where kept::timestamp > previous and kept::timestamp <= tick;
