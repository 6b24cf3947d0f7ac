with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
)
select customer_id, holding_id as occasion
from holdings
join customer using (customer_id), run
where holdings.valid_from <= day and (holdings.valid_to is null or holdings.valid_to > day)
  and holdings.kind = 'wealth' and holdings.balance >= 10000
  and (holdings.matures - 7)::timestamp > previous and (holdings.matures - 7)::timestamp <= tick;
