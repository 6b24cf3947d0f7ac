-- Movements of demand accounts: amounts in fen, debit (D) or credit (C), local time of Shanghai without a zone.
create table transactions as
with
salary as (
  select
    customer_id, month_key, n, month_number, 0 as k, working_day as day, 'salary' as kind,
    round(income * (1 + 0.04 * normal(month_key, 'salary'))
      * case when month(working_day) = 1 then 1 + 1.5 * draw(month_key, 'bonus') else 1 end) as amount,
    keeps
  from (
    -- An employer pays all its people on one day of the month.
    select *, first_day + any_of(draw(key(employer_id), 'payday'), [4, 7, 9, 14, 19, 24, 27]) as payday
    from customer_month
    join person using (customer_id, n)
    -- Some change their employer and are paid elsewhere from then on.
    where payroll and month_number < months_paid
  )
  join working_day on working_day.day = payday
  where working_day between first_day and data_end() and joined_on < working_day
),
swept as (
  select
    customer_id, n, month_number, 1 as k, day + 1 + floor(4 * draw(month_key, 'swept on'))::integer as day,
    'transfer_out' as kind,
    round_sum(amount * least(1.1, greatest(0, 1 - keeps + 0.15 * normal(month_key, 'swept')))) as amount
  from salary
),
transfer as (
  select
    customer_id, n, month_number, k, slot_key, date_within(first_day, days, draw(slot_key, 'transfer day')) as day,
    case when draw(slot_key, 'transfer direction') < 0.48 then 'transfer_in' else 'transfer_out' end as kind,
    round_sum(greatest(10,
      -- Most transfers are everyday sums; now and then savings are moved from bank to bank.
      case when draw(slot_key, 'savings move') < 0.03 then savings * 0.9 * exp(0.8 * normal(slot_key, 'transfer amount'))
        else income * 0.12 * exp(1.2 * normal(slot_key, 'transfer amount')) end)) as amount
  from (
    select *, key(n, month_number, k) as slot_key
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
routine as (
  select
    customer_id, n, month_number, 900 as k, date_within(first_day, days, draw(person_key, 'bill day')) as day, 'bill_payment' as kind,
    round(income * 0.02 * exp(0.3 * normal(month_key, 'bill')), 2) as amount
  from customer_month
  join person using (customer_id, n)
  where draw(person_key, 'autopay') < 0.35 and activity > 0.1
  union all
  select
    customer_id, n, month_number, 901, date_within(first_day, days, draw(month_key, 'cash day')), 'cash_withdrawal',
    100 * (1 + floor(30 * power(draw(month_key, 'cash'), 2)))
  from customer_month
  join person using (customer_id, n)
  where draw(month_key, 'wants cash') < 0.25 * least(1, activity)
),
contract_flow as (
  select customer_id, n, 50 + k as month_number, k, opened as day, kind || '_purchase' as kind, balance::double as amount from contract
  union all
  select
    customer_id, n, 50 + k, 100 + k, closes, kind || '_redemption',
    balance * (1 + 0.018 * datediff('day', opened, closes) / 365)
  from contract
),
carried_off as (
  -- Of what wealth products pay out, some goes to where it earns more within two days.
  select
    customer_id, n, 70 + k, k, closes + 1 + floor(2 * draw(contract_key, 'carried off on'))::integer, 'transfer_out',
    round_sum(balance * (0.6 + 0.4 * draw(contract_key, 'carried off share')))
  from (select *, key(n, k) as contract_key from contract)
  where kind = 'wealth' and draw(contract_key, 'carried off') < 0.35
),
fx as (
  select customer_id, customer_id - 100000 as n, 90 as month_number, row_number() over (partition by customer_id order by fx_id) as k,
    bought_at::date as day, 'fx_payment' as kind, paid_cny::double as amount
  from fx_purchases
),
movement as (
  select customer_id, n, month_number, k, day, kind, amount from salary
  union all from swept
  union all select customer_id, n, month_number, k, day, kind, amount from transfer join day_weight using (day)
    where draw(slot_key, 'transfer taken') < day_weight.banking
  union all from routine
  union all from contract_flow
  union all from carried_off
  union all from fx
),
keyed as (
  select *, key(n, month_number, k) as movement_key
  from movement
  where amount >= 0.01 and day between data_begin() and data_end()
)
select
  ((customer_id * 100 + month_number) * 1000 + k)::bigint as transaction_id,
  customer_id * 10 + 1 as account_id,
  customer_id,
  local_time(day, second_of_day(draw(movement_key, 'movement hour'))) as occurred_at,
  kind::movement_kind as kind,
  case when kind in ('salary', 'transfer_in') or kind like '%_redemption' then 'C' else 'D' end::debit_credit as dc,
  round(amount * 100)::bigint as amount_fen,
  'CNY'::currency as ccy,
  case when kind like 'transfer_%' then case when draw(movement_key, 'counterparty') < 0.8 then 'other_bank' else 'same_bank' end end::counterparty
    as counterparty
from keyed
join person using (customer_id, n)
where day > joined_on;
