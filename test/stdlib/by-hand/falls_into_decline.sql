with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
)
select customer_id, stage_states.valid_from as occasion
from stage_states
join customer using (customer_id), run
where stage_states.valid_from::timestamp > previous and stage_states.valid_from::timestamp <= tick
  and previous_stage in ('growth', 'maturity') and stage_states.stage = 'decline';
