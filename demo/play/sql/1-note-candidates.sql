-- Notes what is true of each candidate who has not been played yet, and draws whether she responds. `decided` has all
-- contacts and places of holdouts; `until` is the instant up to which their due times have come.
create table if not exists truth.candidate (
  campaign varchar not null,
  occasion varchar not null,
  customer_id bigint not null,
  wave integer not null,
  arm varchar not null,
  channel varchar not null,
  need varchar not null,
  due timestamptz not null,
  -- Contacts that were to reach her in the fourteen days before.
  earlier_contacts integer not null,
  reached boolean not null,
  treated_probability decimal(9, 6) not null,
  control_probability decimal(9, 6) not null,
  responds boolean not null,
  primary key (campaign, occasion, customer_id, wave)
);

create temp table fresh as
select
  decided.*,
  hash(hash(getvariable('seed')::bigint, customer_id, campaign, occasion, wave)) as candidate_key,
  (
    select count(*)
    from decided as earlier
    where earlier.customer_id = decided.customer_id
      and earlier.arm = 'treated'
      and earlier.due < decided.due
      and earlier.due >= decided.due - interval 14 days
  ) as earlier_contacts
from decided
anti join truth.candidate using (campaign, occasion, customer_id, wave)
where due <= getvariable('until') and state is distinct from 'waiting';

insert into truth.candidate by name
with weighed as (
  select
    fresh.*,
    -- A reminder adds to what the first contact has brought about; what would have been without both is drawn there.
    case when wave > 0 then 0
      else case need when 'travel' then travel_base when 'spending' then spending_base when 'investing' then investing_base
        when 'saving' then saving_base else visiting_base end
    end::double as base,
    case need when 'travel' then travel_uplift when 'spending' then spending_uplift when 'investing' then investing_uplift
      when 'saving' then saving_uplift else visiting_uplift end::double
    * case channel when 'sms' then sms_affinity when 'wechat' then wechat_affinity when 'mobile_bank' then mobile_bank_affinity
      when 'call_center' then call_center_affinity when 'relationship_manager' then relationship_manager_affinity else 1 end::double
    * power(1 - fatigue::double, earlier_contacts) as uplift
  from fresh
  join truth.trait using (customer_id)
),
judged as (
  select
    *,
    arm = 'treated' and state in ('sent', 'delivered') as reached,
    least(0.95, greatest(0, base + uplift))::decimal(9, 6) as treated_probability,
    base::decimal(9, 6) as control_probability
  from weighed
)
select
  campaign, occasion, customer_id, wave, arm, channel, need, due,
  earlier_contacts::integer as earlier_contacts,
  reached, treated_probability, control_probability,
  draw(candidate_key, 'responds') < case when reached then treated_probability else control_probability end::double as responds
from judged;
