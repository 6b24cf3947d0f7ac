-- The balances and portraits of a batch of customers: what is summed for all of a million at once would not fit into
-- memory. Rows lie by batch and day.
create temp macro in_batch(id) as id between getvariable('batch_first') and getvariable('batch_last');

-- What changed until a portrait, in fen: demand deposits, contracts by kind, foreign currency; and the last days of
-- doing things. A contract counts in the portraits after its opening, up to that of its last day.
create temp table flow as
select
  customer_id, portrait_number,
  sum(fen)::bigint as fen, sum(td_fen)::bigint as td_fen, sum(large_fen)::bigint as large_fen, sum(bond_fen)::bigint as bond_fen,
  sum(wealth_fen)::bigint as wealth_fen, sum(fund_fen)::bigint as fund_fen, sum(fx_fen)::bigint as fx_fen,
  sum(contracts)::integer as contracts, sum(wealth_products)::integer as wealth_products,
  max(last_moved_on) as last_moved_on, max(last_active_on) as last_active_on
from (
  select customer_id, portrait_number, sum(fen)::bigint as fen, 0 as td_fen, 0 as large_fen, 0 as bond_fen, 0 as wealth_fen, 0 as fund_fen, 0 as fx_fen,
    0 as contracts, 0 as wealth_products, max(day) as last_moved_on, max(day) as last_active_on
  from (
    select customer_id, occurred_at::date as day, case dc when 'C' then amount_fen else -amount_fen end as fen from transactions
    where in_batch(customer_id)
    union all
    -- By debit card, from the demand account at once; credit cards are settled later.
    select
      customer_id, shanghai_date(posted_at),
      case when account_id % 10 <> 1 then 0 when kind = 'refund' then (100 * amount)::bigint else (-100 * amount)::bigint end
    from card_transactions
    where in_batch(customer_id)
  )
  join first_portrait using (day)
  group by customer_id, portrait_number
  union all
  select
    customer_id, portrait_number, 0, way * case when kind = 'td' then balance_fen else 0 end, way * case when product = 'td.large' then balance_fen else 0 end,
    way * case when kind = 'bond' then balance_fen else 0 end, way * case when kind = 'wealth' then balance_fen else 0 end,
    way * case when kind = 'fund' then balance_fen else 0 end, 0, way, way * (kind = 'wealth')::integer, null, null
  from (
    select customer_id, kind, product, opened, closes, (100 * balance)::bigint as balance_fen, unnest([opened, closes]) as turn, unnest([1, -1]) as way
    from contract
  )
  join first_portrait on first_portrait.day = greatest(turn, data_begin() - 1)
  where opened < closes and in_batch(customer_id)
  union all
  select customer_id, portrait_number, 0, 0, 0, 0, 0, 100 * cny, 0, 0, 0, day, day from fund_saving join first_portrait using (day) where in_batch(customer_id)
  union all
  select customer_id, portrait_number, 0, 0, 0, 0, 0, 0, (100 * cny)::bigint, 0, 0, day, day from fx_held join first_portrait using (day) where in_batch(customer_id)
  union all
  -- Nothing changes with a customer's first portrait.
  select customer_id, min(portrait_number), 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null from person join portrait on ds > joined_on where in_batch(customer_id) group by customer_id
  union all
  -- One login a month and customer is enough to know the last.
  select customer_id, portrait_number, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, day
  from (select customer_id, max(shanghai_date(occurred_at)) as day from digital_events where kind = 'login' and in_batch(customer_id) group by customer_id, left(dt, 6))
  join first_portrait using (day)
)
group by customer_id, portrait_number;

-- Balances in fen at each portrait. What a customer brought along is enough that no portrait is overdrawn. Sums run from
-- change to change; only then is each spread over the portraits until the next.
create temp table balance as
with ran as (
  select
    customer_id, portrait_number,
    lead(portrait_number, 1, (select max(portrait_number) + 1 from portrait)) over so_far as until,
    (sum(fen) over so_far)::bigint as demand_ran, (sum(td_fen) over so_far)::bigint as td_fen, (sum(large_fen) over so_far)::bigint as large_fen,
    (sum(bond_fen) over so_far)::bigint as bond_fen, (sum(wealth_fen) over so_far)::bigint as wealth_fen, (sum(fund_fen) over so_far)::bigint as fund_fen,
    (sum(fx_fen) over so_far)::bigint as fx_fen, (sum(contracts) over so_far)::integer as contracts,
    (sum(wealth_products) over so_far)::integer as wealth_products,
    max(last_moved_on) over so_far as last_moved_on, max(last_active_on) over so_far as last_active_on
  from flow
  window so_far as (partition by customer_id order by portrait_number)
),
measured as (
  select
    *,
    demand_ran + td_fen + bond_fen + wealth_fen + fund_fen + fx_fen as aum_ran,
    max(case when ds > joined_on then aum_ran end) over (partition by customer_id order by portrait_number) as highest_ran,
    round(savings * 0.25 * exp(0.5 * normal(person_key, 'opening balance')))::bigint * 100
      + greatest(0, -min(demand_ran) over (partition by customer_id)) as opening_fen
  from ran
  join portrait using (portrait_number)
  join (select customer_id, person_key, savings, joined_on from person) using (customer_id)
)
select
  customer_id,
  unnest(range(portrait_number, until))::integer as portrait_number,
  opening_fen + demand_ran as demand_fen,
  td_fen, large_fen, bond_fen, wealth_fen, fund_fen, fx_fen, contracts, wealth_products, last_moved_on, last_active_on,
  opening_fen + aum_ran as aum_fen,
  opening_fen + highest_ran as highest_aum_fen
from measured
where ds > joined_on
-- Portraits lie by day, and a scan of one reads little.
order by portrait_number, customer_id;

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

drop table flow;
drop table balance;
