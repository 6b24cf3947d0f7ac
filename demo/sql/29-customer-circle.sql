-- Whom customers are bound to: family, transfers, referrals; one row a customer, as of now.
create table customer_circle as
with last_portrait as (
  select customer_id, aum from customers where ds = (select max(ds) from customers)
),
partner as (
  select distinct customer_id, partner_id, case when counterparty = 'same_bank' then partner_id end as at_bank_id
  from transactions
  where partner_id is not null and occurred_at >= data_end() - 365 and partner_id not between 7000000000 and 8999999999
),
circle as (
  select
    partner.customer_id,
    count(*)::integer as partners,
    count(*) filter (at_bank_id is null)::integer as outside,
    sum(aum)::decimal(18, 2) as circle_value
  from partner
  left join last_portrait on last_portrait.customer_id = partner.at_bank_id
  group by partner.customer_id
),
relatives as (
  select customer_id, count(*) filter (is_customer)::integer as at_bank, bool_or(relation = 'spouse' and is_customer) as spouse,
    bool_or(relation = 'child' and is_customer) as child
  from family_members
  group by customer_id
),
referred as (
  select customer_id, count(*) filter (accepted)::integer as referrals from referral group by customer_id
)
select
  person.customer_id,
  coalesce(at_bank, 0) as relatives_at_bank,
  case when married then coalesce(spouse, false) end as spouse_is_customer,
  coalesce(child, false) as child_account,
  least(person.customer_id, coalesce(person.partner_id, person.customer_id))::bigint as household_id,
  (1 + coalesce(couple, false)::integer)::integer as household_members,
  coalesce(partners, 0) as transfer_partners,
  coalesce(outside, 0) as partners_outside,
  coalesce(circle_value, 0)::decimal(18, 2) as circle_value,
  coalesce(referrals, 0) as referrals,
  case when draw(person_key, 'origin') between 0.85 and 0.95 then (100001 + floor(getvariable('customers') * draw(person_key, 'referred by')))::bigint end
    as referred_by
from person
left join circle using (customer_id)
left join relatives using (customer_id)
left join referred using (customer_id)
order by customer_id;
