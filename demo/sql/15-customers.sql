-- What stays the same in every portrait of a customer, drawn once.
create temp table lasting as
select
  customer_id,
  person_key,
  joined_on,
  gender::gender as gender,
  city::city as city,
  case when draw(person_key, 'birth known') >= 0.03 then born_on end as birth_date,
  case when draw(person_key, 'assessed') < 0.82 then among(
    draw(person_key, 'risk') + case when investor then 0.12 else 0 end,
    ['conservative', 'cautious', 'balanced', 'growth', 'aggressive'],
    [0.2, 0.5, 0.8, 0.95]
  )::risk_appetite end as risk_appetite,
  payroll as is_payroll,
  case when draw(person_key, 'income known') < 0.9 then income::decimal(18, 2) end as income,
  has_credit_card,
  (200 * draw(person_key, 'quiet before'))::integer as quiet_before,
  draw(person_key, 'sms consent') < 0.86 as sms_consent,
  case when draw(person_key, 'takes consent back') < 0.04
    then date_within(data_begin(), data_end() - data_begin(), draw(person_key, 'takes back on'))
    else date '9999-12-31' end as sms_consent_until,
  draw(person_key, 'wechat consent') < 0.9 as wechat_consent,
  draw(person_key, 'call consent') < 0.55 as call_consent,
  draw(person_key, 'push consent') < 0.7 as push_consent,
  draw(person_key, 'do not contact') < 0.012 as do_not_contact,
  draw(person_key, 'manager') < 0.08 as always_managed,
  'RM' || lpad((1 + floor(greatest(2, getvariable('customers') / 250) * draw(person_key, 'manager is')))::bigint::varchar, 4, '0') as manager
from person;

-- The customers as they stood on each day of which a portrait is kept (`ds`).
create table customers as
with totals as (
  select
    *,
    demand_fen + td_fen + wealth_product_fen + fund_fen as aum_fen,
    max(demand_fen + td_fen + wealth_product_fen + fund_fen) over (partition by customer_id order by ds) as highest_aum_fen
  from balance
),
dated as (
  select
    lasting.*,
    totals.* exclude (customer_id),
    ds - coalesce(last_active_on, data_begin() - quiet_before) as quiet_days,
    ds - joined_on as days_with_bank
  from totals
  join lasting using (customer_id)
)
select
  ds,
  customer_id,
  gender,
  birth_date,
  -- The core system writes -1 where it has no date of birth.
  coalesce(datesub('year', birth_date, ds)::integer, -1) as age,
  city,
  case when aum_fen >= 600000000 then 'private' when aum_fen >= 100000000 then 'diamond' when aum_fen >= 30000000 then 'platinum'
    when aum_fen >= 5000000 then 'gold' else 'standard' end::tier as tier,
  case
    when days_with_bank < 90 then 'acquisition'
    when quiet_days >= 180 then 'dormant'
    when quiet_days >= 45 or aum_fen < 0.5 * highest_aum_fen then 'decline'
    when days_with_bank < 1100 then 'growth'
    else 'maturity'
  end::stage as stage,
  risk_appetite,
  is_payroll,
  income,
  yuan(demand_fen) as demand_balance,
  yuan(td_fen) as td_balance,
  yuan(demand_fen + td_fen) as deposit_balance,
  yuan(wealth_product_fen + fund_fen) as wealth_balance,
  yuan(fund_fen) as fund_balance,
  yuan(aum_fen) as aum,
  (1 + contracts + has_credit_card::integer)::integer as products_held,
  last_active_on,
  greatest(0, least(1,
    0.08 + quiet_days / 240.0 + 0.3 * (1 - aum_fen / highest_aum_fen) + 0.1 * (draw(xor(person_key, hash(snapshot_number)), 'churn') - 0.5)
  ))::decimal(6, 4) as churn_score,
  sms_consent and ds < sms_consent_until as sms_consent,
  wechat_consent,
  call_consent,
  push_consent,
  do_not_contact,
  case when aum_fen >= 30000000 or always_managed then manager end as relationship_manager_id
from dated
order by ds, customer_id;
