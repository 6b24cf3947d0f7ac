-- 29 February is kept on the 28th of other years: so does adding years.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
)
select customer_id, kept as occasion
from (
  select *, years, (birth_date + to_years(years))::date as kept
  from (select *, unnest(range(1, 150))::integer as years from customer where birth_date is not null)
), run
where kept::timestamp > previous and kept::timestamp <= tick and aum >= 50000;
