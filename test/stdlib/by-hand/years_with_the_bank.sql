-- 29 February is kept on the 28th of other years: so does adding years.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
)
select customer_id, kept as occasion
from (
  select *, years, (joined_on + to_years(years))::date as kept
  from (select *, unnest(range(1, 150))::integer as years from (select customer_id, joined_on from customer_profile semi join customer using (customer_id)) where joined_on is not null)
), run
where kept::timestamp > previous and kept::timestamp <= tick and years in (1, 3, 5, 10, 15, 20, 25, 30);
