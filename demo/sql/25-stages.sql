-- Stages and tiers as stretches of time, with what came before; each change is an event too.
create temp table standing as
select
  customer_id, ds, stage, tier,
  lag(stage) over life as stage_before,
  lag(tier) over life as tier_before
from customers
window life as (partition by customer_id order by ds);

create table stage_states as
select
  customer_id,
  ds as valid_from,
  lead(ds) over (partition by customer_id order by ds) as valid_to,
  stage,
  stage_before as previous_stage
from standing
where stage_before is distinct from stage
order by ds, customer_id;

create table tier_states as
select
  customer_id,
  ds as valid_from,
  lead(ds) over (partition by customer_id order by ds) as valid_to,
  tier,
  tier_before as previous_tier,
  case when tier > tier_before then 'up' when tier < tier_before then 'down' end as direction
from standing
where tier_before is distinct from tier
order by ds, customer_id;

drop table standing;
