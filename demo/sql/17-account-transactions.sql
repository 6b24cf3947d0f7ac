-- Movements of demand accounts: amounts in fen, debit (D) or credit (C), local time of Shanghai without a zone.

-- An employer pays all its people on one day of the month.
create temp table pay_day as
select employer_id, first_day, working_day
from employers
join month on true
join working_day on working_day.day = first_day + payday
where working_day between first_day and data_end();

-- Every month's salary.
create temp table salary as
select
  customer_id, month_key, n, month_number, working_day as day, employer_id, keeps,
  round(case when occupation_since > first_day then income_before else income end
    * case when new_job_on <= first_day then 1.12 else 1 end
    * (1 + 0.04 * normal(month_key, 'salary'))
    * case when month(working_day) = 1 then 1 + 1.5 * draw(month_key, 'bonus') else 1 end) as amount
from (
  select *, case when new_job_on <= first_day then employer_after else employer_before end as employer_id
  from customer_month
  join person using (customer_id, n)
  where paid_from is not null
)
join pay_day using (employer_id, first_day)
where joined_on < working_day and paid_from <= working_day and coalesce(paid_until > working_day, true);

create table transactions as
with
salary_paid as (
  select customer_id, n, month_number, 0 as k, day, 'salary' as kind, amount, null::varchar as counterparty, null::bigint as partner_id,
    employer_id::integer as employer_id, null::varchar as product, null::varchar as biller, null::boolean as early
  from salary
),
pension as (
  select customer_id, n, month_number, 930, greatest(first_day + 14, first_day), 'pension', round(income * (0.95 + 0.1 * draw(person_key, 'pension'))),
    null, null, null, null, null, null
  from customer_month
  join person using (customer_id, n)
  where occupation = 'retired' and coalesce(retired_on < first_day, true) and draw(person_key, 'pension here') < 0.55
),
swept as (
  select
    customer_id, n, month_number, 1, day + 1 + floor(4 * draw(month_key, 'swept on'))::integer, 'transfer_out',
    round_sum(amount * least(1.1, greatest(0, 1 - keeps + 0.15 * normal(month_key, 'swept')))),
    -- To the customer's own account at another bank.
    'other_bank', 8000000000 + n, null, null, null, null
  from salary
),
transfer as (
  select
    *, key(n, 64, circle_rank) as partner_key
  from (
    select
      *, key(n, month_number, k) as slot_key,
      -- A few of the circle get most of what is sent.
      floor((2 + 9 * power(draw(person_key, 'circle'), 2)) * power(draw(key(n, month_number, k), 'partner'), 2))::bigint as circle_rank
    from (
      select
        *, unnest(range(2, 2 + least(800, ceil(2 * monthly_transfers * activity))::bigint)) as k,
        2 * monthly_transfers * activity as slots
      from customer_month
      join person using (customer_id, n)
    )
  )
  where draw(slot_key, 'transfer exists') < slots - (k - 2)
),
transferred as (
  select
    customer_id, n, month_number, k, day,
    case when draw(slot_key, 'transfer direction') < 0.48 then 'transfer_in' else 'transfer_out' end,
    round_sum(greatest(10,
      -- Most transfers are everyday sums; now and then savings are moved from bank to bank.
      case when draw(slot_key, 'savings move') < 0.03 then savings * 0.9 * exp(0.8 * normal(slot_key, 'transfer amount'))
        else income * 0.12 * exp(1.2 * normal(slot_key, 'transfer amount')) end)),
    case when partner_id is not null and circle_rank = 0 or draw(partner_key, 'partner bank') < 0.22 then 'same_bank' else 'other_bank' end,
    case
      when partner_id is not null and circle_rank = 0 then partner_id
      when draw(partner_key, 'partner bank') < 0.22 then 100001 + floor(getvariable('customers') * draw(partner_key, 'partner is'))::bigint
      else 9000000000 + floor(1000000000 * draw(partner_key, 'partner is'))::bigint
    end,
    null, null, null, null
  from (select *, date_within(first_day, days, draw(slot_key, 'transfer day')) as day from transfer)
  join day_weight using (day)
  where draw(slot_key, 'transfer taken') < day_weight.banking
),
billed as (
  select
    customer_id, n, month_number, 900, date_within(first_day, days, draw(person_key, 'bill day')), 'bill_payment',
    round(income * 0.02 * exp(0.3 * normal(month_key, 'bill')), 2), null, null, null, null, 'utilities', null
  from customer_month
  join person using (customer_id, n)
  where draw(person_key, 'autopay') < 0.35 and activity > 0.1
  union all
  select
    customer_id, n, month_number, 940, date_within(first_day, days, draw(person_key, 'telecom day')), 'bill_payment',
    10 * (3 + floor(20 * power(draw(person_key, 'telecom'), 2))), null, null, null, null, 'telecom', null
  from customer_month
  join person using (customer_id, n)
  where draw(person_key, 'telecom here') < 0.3 and activity > 0.1
  union all
  select
    customer_id, n, month_number, 941, date_within(first_day, days, draw(month_key, 'school day')), 'bill_payment',
    round(income * (0.3 + 0.9 * draw(person_key, 'school fee')), -1), null, null, null, null, 'education', null
  from customer_month
  join person using (customer_id, n)
  where children_before > 0 and month(first_day) in (2, 3, 8, 9) and draw(person_key, 'school here') < 0.4 and draw(month_key, 'school now') < 0.5
  union all
  select
    customer_id, n, month_number, 942, date_within(first_day, days, draw(month_key, 'property day')), 'bill_payment',
    round(income * 0.06 * exp(0.3 * normal(person_key, 'property fee')), 2), null, null, null, null, 'property', null
  from customer_month
  join person using (customer_id, n)
  where draw(person_key, 'property here') < 0.15 and month(first_day) % 3 = 1 and activity > 0.1
  union all
  select
    customer_id, n, month_number, 943, date_within(first_day, days, draw(month_key, 'tax day')), 'bill_payment',
    round(income * 0.4 * exp(0.5 * normal(month_key, 'tax')), 2), null, null, null, null, 'tax', null
  from customer_month
  join person using (customer_id, n)
  where occupation = 'self_employed' and month(first_day) in (1, 4, 7, 10) and draw(person_key, 'tax here') < 0.5
),
traded as (
  -- What customers of a business pay, by transfer.
  select
    customer_id, n, month_number, 950 + k, date_within(first_day, days, draw(trade_key, 'trade day')), 'transfer_in',
    round_sum(greatest(20, income * 0.05 * exp(0.9 * normal(trade_key, 'trade sum')))), 'other_bank', 6000000000 + floor(n * 50 + 40 * draw(trade_key, 'trade partner'))::bigint,
    null, null, null, null
  from (
    select *, key(n, month_number, 950 + k) as trade_key
    from (
      select *, unnest(range(floor(28 * power(draw(person_key, 'trade'), 2) * least(1.5, activity))::bigint)) as k
      from customer_month
      join person using (customer_id, n)
      where business_owner and draw(person_key, 'trades here') < 0.6
        -- Some do business on the side that nobody is told of.
        or not business_owner and draw(person_key, 'side business') < 0.012
    )
  )
),
cash as (
  select
    customer_id, n, month_number, 901, date_within(first_day, days, draw(month_key, 'cash day')), 'cash_withdrawal',
    100 * (1 + floor(30 * power(draw(month_key, 'cash'), 2))), null, null, null, null, null, null
  from customer_month
  join person using (customer_id, n)
  where draw(month_key, 'wants cash') < 0.25 * least(1, activity) * case when years > 55 then 1.6 else 0.9 end
  union all
  select
    customer_id, n, month_number, 931, date_within(first_day, days, draw(month_key, 'cash in day')), 'cash_deposit',
    round_sum(greatest(100, income * 0.5 * exp(0.9 * normal(month_key, 'cash in')))), null, null, null, null, null, null
  from customer_month
  join person using (customer_id, n)
  where draw(month_key, 'brings cash') < least(1, activity) * case when occupation = 'self_employed' then 0.4 when years > 60 then 0.08 else 0.025 end
  union all
  -- What guests give at a wedding.
  select customer_id, n, 93, 1, married_on + 3, 'cash_deposit', round_sum(income * (1 + 3 * draw(person_key, 'gifts'))), null, null, null, null, null, null
  from person
  where married_on is not null and draw(person_key, 'gifts here') < 0.6
),
contract_flow as (
  select
    customer_id, n, 50 + k, k, opened, kind || '_purchase', balance::double, null, null, null, product, null, null
  from contract
  union all
  select
    customer_id, n, 50 + k, 100 + k, closes, kind || '_redemption',
    balance * (1 + case when early then 0.003 else 0.018 end * datediff('day', opened, closes) / 365), null, null, null, product, null, coalesce(early, false)
  from contract
),
brought as (
  -- Most bring what they invest from their account at another bank, and the month's spending too where no salary comes in.
  select
    customer_id, n, 70 + k, 200 + k, opened - 1, 'transfer_in', balance::double, 'other_bank', 8000000000 + n, null, null, null, null
  from contract
  where not renewal and draw(contract_key, 'brought') < 0.65
  union all
  select
    customer_id, n, month_number, 981, first_day + floor(6 * draw(month_key, 'tops up on'))::integer, 'transfer_in',
    round_sum(monthly_purchases * ticket * least(4, activity) * price * (1.6 + 0.8 * draw(month_key, 'tops up'))), 'other_bank', 8000000000 + n, null, null, null, null
  from customer_month
  join person using (customer_id, n)
  where not payroll and not card_holder and activity > 0.1 and draw(person_key, 'tops up') < 0.85
),
carried_off as (
  -- Of what wealth products pay out, some goes to where it earns more within two days.
  select
    customer_id, n, 70 + k, k, closes + 1 + floor(2 * draw(contract_key, 'carried off on'))::integer, 'transfer_out',
    round_sum(balance * (0.6 + 0.4 * draw(contract_key, 'carried off share'))), 'other_bank', 8000000000 + n, null, null, null, null
  from contract
  join person using (customer_id, n)
  where kind in ('wealth', 'td') and draw(contract_key, 'carried off') < case kind when 'wealth' then 0.6 else 0.25 end * (1 - loyalty)
),
big_step as (
  -- A home and a car are paid for; who leaves takes the money along.
  select customer_id, n, 93, 2, bought_home_on - 5, 'transfer_out', round_sum(savings * 0.8), 'other_bank', 7000000000 + n, null, null, null, null
  from person where bought_home_on is not null
  union all
  select customer_id, n, 93, 3, bought_car_on, 'transfer_out', round_sum(income * (6 + 8 * draw(person_key, 'car price'))), 'other_bank', 7500000000 + n, null, null, null, null
  from person where bought_car_on is not null
  union all
  select customer_id, n, 93, 4 + part, silent_from - 10 * part - floor(9 * draw(person_key, 'leaves on'))::integer, 'transfer_out',
    round_sum(greatest(100, savings * case part when 0 then 0.16 else 0.07 end)), 'other_bank', 8000000000 + n, null, null, null, null
  from (select *, unnest([0, 1]) as part from person where silent_from is not null and draw(person_key, 'takes money along') < 0.6)
  union all
  -- Who was badly treated moves savings where they are better looked after.
  select complaint.customer_id, n, month_number, 980, complaint.day + 1 + floor(10 * draw(complaint_key, 'moves on'))::integer, 'transfer_out',
    round_sum(greatest(1000, savings * 0.2 * exp(0.5 * normal(complaint_key, 'moves what')))), 'other_bank', 8000000000 + n, null, null, null, null
  from complaint
  join person using (customer_id, n)
  where draw(complaint_key, 'moves money') < case severity when 'low' then 0.1 else 0.5 end * (1 - loyalty)
  union all
  -- What was borrowed is spent.
  select customer_id, n, 93, 20 + k, started_on + floor(3 * draw(loan_key, 'spent on'))::integer, 'transfer_out', round_sum(principal * (0.5 + 0.5 * draw(loan_key, 'spent'))),
    'other_bank', 7600000000 + n, null, null, null, null
  from loan_life where approved and from_demand_account and kind <> 'mortgage' and draw(loan_key, 'spends at once') < 0.6
  union all
  -- Money from a parent, an old flat, a bonus: now and then a large sum comes in.
  select customer_id, n, 93, 8, date_within(data_begin(), datediff('day', data_begin(), data_end()), draw(person_key, 'windfall on')), 'transfer_in',
    round_sum(savings * (0.8 + 2 * draw(person_key, 'windfall'))), 'other_bank', 7900000000 + n, null, null, null, null
  from person where draw(person_key, 'has windfall') < 0.05
),
fx as (
  select customer_id, customer_id - 100000, 90, row_number() over (partition by customer_id order by fx_id),
    bought_at::date, 'fx_payment', paid_cny::double, null, null, null, null, null, null
  from fx_purchases
  union all
  select customer_id, customer_id - 100000, 91, row_number() over (partition by customer_id order by sale_id),
    sold_at::date, 'fx_receipt', received_cny::double, null, null, null, null, null, null
  from fx_sales
),
card_paid as (
  select customer_id, customer_id - 100000, repayment_id % 100, 902, paid_at::date, 'card_repayment', amount::double, null, null, null, null, null, null
  from card_repayments
  where from_demand_account
),
loan_flow as (
  select customer_id, customer_id - 100000, 92, row_number() over (partition by customer_id order by loan_event_id), occurred_at::date,
    case kind when 'disbursement' then 'loan_disbursement' else 'loan_payment' end, amount::double, null, null, null, product::varchar, null, null
  from loan_events
  where from_demand_account and kind in ('disbursement', 'repayment')
),
premium as (
  select customer_id, n, 94, k * 20 + i, paid_on, 'insurance_premium', premium::double,
    null, null, null, product, null, null
  from policy_year
),
saved as (
  select customer_id, n, month_number, 933, day, 'fund_purchase', cny::double, null, null, null, 'fund.mixed', null, null
  from fund_saving
  union all
  select customer_id, n, month_number, 932, date_within(first_day, days, draw(month_key, 'metal day')), 'metal_purchase',
    round_sum(greatest(300, savings * 0.02 * exp(0.7 * normal(month_key, 'metal')))), null, null, null, 'metal.gold', null, null
  from customer_month
  join person using (customer_id, n)
  where draw(person_key, 'metal') < 0.07 and draw(month_key, 'buys metal') < 0.12
),
movement as (
  select * from salary_paid
  union all from pension
  union all from swept
  union all from billed
  union all from traded
  union all from cash
  union all from contract_flow
  union all from brought
  union all from carried_off
  union all from big_step
  union all from fx
  union all from card_paid
  union all from loan_flow
  union all from premium
  union all from saved
),
keyed as (
  select *, key(n, month_number, k) as movement_key
  from (
    from movement
    where amount >= 0.01 and day between data_begin() and data_end()
    union all
    -- Their sums and days need no asking, which would draw each twice.
    from transferred
  )
)
select
  ((customer_id * 100 + month_number) * 1000 + k)::bigint as transaction_id,
  customer_id * 10 + 1 as account_id,
  customer_id,
  local_time(day, second_of_day(draw(movement_key, 'movement hour'))) as occurred_at,
  kind::movement_kind as kind,
  case when kind in ('salary', 'pension', 'transfer_in', 'cash_deposit', 'loan_disbursement', 'fx_receipt') or kind like '%_redemption'
    then 'C' else 'D' end::debit_credit as dc,
  round(amount * 100)::bigint as amount_fen,
  'CNY'::currency as ccy,
  counterparty::counterparty as counterparty,
  partner_id,
  employer_id,
  product::product as product,
  biller::biller as biller,
  early
from keyed
join (select customer_id, joined_on from person) using (customer_id)
where day > joined_on;
