-- What stays the same in every portrait of a customer, or changes on a day that is known, drawn once.
create temp table lasting as
select
  person.customer_id,
  person_key,
  joined_on,
  gender::gender as gender,
  city_before::city as city_before,
  city_now::city as city_now,
  moved_on,
  case when draw(person_key, 'birth known') >= 0.03 then born_on end as birth_date,
  100 * month(born_on) + day(born_on) as birthday_number,
  result::risk_appetite as risk_appetite,
  first_on as assessed_first_on,
  every_days as assessed_every,
  paid_from,
  paid_until,
  case when draw(person_key, 'income known') < 0.9 then income::decimal(18, 2) end as income,
  case when draw(person_key, 'income known') < 0.9 then income_before::decimal(18, 2) end as income_before,
  occupation_since,
  opened_on as card_from,
  activated_on as card_activated_on,
  expires_on as card_expires_on,
  closed_on as card_until,
  overseas_from,
  (200 * draw(person_key, 'quiet before'))::integer as quiet_before,
  consent.* exclude (customer_id),
  agreement_wide.* exclude (customer_id),
  draw(person_key, 'always managed') < 0.08 as always_managed,
  'RM' || lpad((1 + floor(greatest(2, getvariable('customers') / 250) * draw(person_key, 'manager is')))::bigint::varchar, 4, '0') as manager
from person
join consent using (customer_id)
left join agreement_wide using (customer_id)
left join assessment using (customer_id)
left join main_card using (customer_id);

-- Complaints as they stood on each day with a portrait, of those who complained.
create temp table complaints_on as
select
  customer_id, portrait_number, max(day) as last_complaint_on,
  count(*) filter (day >= ds - 365)::integer as complaints,
  bool_or(settled_on >= ds) as unsettled
from complaint
join portrait on day < ds
group by customer_id, portrait_number;

-- Payments that were overdue on such a day.
create temp table overdue_on as
select customer_id, portrait_number, max(ds - due_on)::integer as days_past_due
from card_repayments
join portrait on due_on < ds and paid_at::date >= ds
group by customer_id, portrait_number;

create temp macro signed_by(signed_on, ended_on, day) as
  signed_on is not null and signed_on < day and coalesce(ended_on >= day or ended_on < signed_on, true);

create temp macro taken_back(given, until, day) as coalesce(given and until between day - 365 and day - 1, false)::integer;

create temp macro tier_of(fen) as
  case when fen >= 600000000 then 'private'::tier when fen >= 100000000 then 'diamond'::tier when fen >= 30000000 then 'platinum'::tier
    when fen >= 5000000 then 'gold'::tier else 'standard'::tier end;

-- The customers as they stood on each day of which a portrait is kept (`ds`).
create table customers as
with dated as (
  select
    lasting.*,
    ds,
    -- The last day of February is the birthday of those born on the 29th too.
    100 * month(ds) + day(ds) + (month(ds) = 2 and ds = last_day(ds))::integer as day_number,
    totals.* exclude (customer_id),
    ds - coalesce(last_moved_on, data_begin() - quiet_before) as quiet_days,
    ds - joined_on as days_with_bank
  from balance as totals
  join portrait using (portrait_number)
  join lasting using (customer_id)
)
select
  ds,
  customer_id,
  gender,
  birth_date,
  -- The core system writes -1 where it has no date of birth.
  coalesce((year(ds) - year(birth_date) - (day_number < birthday_number)::integer)::integer, -1) as age,
  case when moved_on > ds then city_before else city_now end as city,
  tier_of(aum_fen) as tier,
  case
    when days_with_bank < 90 then 'acquisition'::stage
    when quiet_days >= 180 then 'dormant'::stage
    when quiet_days >= 45 or aum_fen < 0.5 * highest_aum_fen then 'decline'::stage
    when days_with_bank < 1100 then 'growth'::stage
    else 'maturity'::stage
  end as stage,
  risk_appetite,
  assessed_first_on + (floor((ds - 1 - assessed_first_on) / assessed_every) * assessed_every)::integer + 365 as risk_assessment_expires_on,
  coalesce(paid_from < ds and coalesce(paid_until + 30 > ds, true), false) as is_payroll,
  case when occupation_since > ds then income_before else income end as income,
  yuan(demand_fen) as demand_balance,
  yuan(td_fen) as td_balance,
  yuan(large_fen) as large_deposit_balance,
  yuan(demand_fen + td_fen) as deposit_balance,
  yuan(wealth_fen + fund_fen) as wealth_balance,
  yuan(fund_fen) as fund_balance,
  yuan(bond_fen) as bond_balance,
  yuan(fx_fen) as foreign_currency_balance,
  yuan(aum_fen) as aum,
  yuan(highest_aum_fen) as aum_high,
  case when aum_fen < 600000000 then yuan(case when aum_fen >= 100000000 then 600000000 when aum_fen >= 30000000 then 100000000
    when aum_fen >= 5000000 then 30000000 else 5000000 end - aum_fen) end as aum_to_next_tier,
  wealth_products::integer as wealth_products_held,
  (1 + contracts + coalesce(card_from < ds and card_until >= ds, false)::integer)::integer as products_held,
  coalesce(card_from < ds and card_until >= ds, false) as has_credit_card,
  case when card_from < ds and card_until >= ds then coalesce(card_activated_on < ds, false) end as card_activated,
  case when card_from < ds and card_until >= ds
    then case when card_expires_on >= ds then card_expires_on else years_after(card_expires_on, 5) end end as card_expires_on,
  coalesce(overseas_from < ds, false) as has_overseas_card,
  last_moved_on as last_transaction_on,
  greatest(last_moved_on, last_active_on) as last_active_on,
  greatest(0, least(1,
    0.08 + quiet_days / 240.0 + 0.3 * (1 - aum_fen / highest_aum_fen) + 0.1 * (draw(xor(person_key, hash(portrait_number)), 'churn') - 0.5)
  ))::decimal(6, 4) as churn_score,
  coalesce(complaints, 0) as complaints_last_year,
  last_complaint_on,
  coalesce(unsettled, false) as complaint_open,
  coalesce(days_past_due, 0) as days_past_due,
  signed_by(bill_signed, bill_ended, ds) as bill_payment_signed,
  signed_by(sweep_signed, sweep_ended, ds) as sweep_in_signed,
  signed_by(quick_signed, quick_ended, ds) as quick_pay_signed,
  signed_by(mobile_signed, mobile_ended, ds) as mobile_bank_signed,
  sms and coalesce(ds <= sms_until, true) as sms_consent,
  wechat and coalesce(ds <= wechat_until, true) as wechat_consent,
  calls and coalesce(ds <= calls_until, true) as call_consent,
  push and coalesce(ds <= push_until, true) as push_consent,
  mail as email_consent,
  profiling as profiling_consent,
  taken_back(sms, sms_until, ds) + taken_back(wechat, wechat_until, ds) + taken_back(calls, calls_until, ds)
    + taken_back(push, push_until, ds) as unsubscribes_last_year,
  do_not_contact,
  case when aum_fen >= 30000000 or always_managed then manager end as relationship_manager_id
from dated
left join complaints_on using (customer_id, portrait_number)
left join overdue_on using (customer_id, portrait_number);

drop table balance;
drop table complaints_on;
drop table overdue_on;
