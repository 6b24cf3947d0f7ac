-- Of whom it is not known whether she is a customer, she is not said to be none.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
)
select customer_id, family_member_id as occasion
from family_members as member
join customer using (customer_id), run
where member.valid_from <= day and (member.valid_to is null or member.valid_to > day)
  and relation = 'child' and is_customer = false
  and born + interval 18 years + interval 7 days > previous and born + interval 18 years + interval 7 days <= tick;
