-- Loans, paid back in equal parts with interest, month by month; some are paid off before their time.
create temp table loan_life as
with wanted as (
  select customer_id, n, person_key, income, thrift, savings, payroll, 1 as k, 'mortgage' as kind, 'loan.mortgage' as product,
    case when bought_home_on is not null then bought_home_on + 20 else date_within(data_begin(), -4000, draw(home_key, 'mortgage since')) end as started_on,
    12 * (15 + 5 * floor(4 * draw(person_key, 'mortgage term')))::integer as months, 50 + 90 * draw(person_key, 'mortgage sum') as incomes
  from person
  where home_owner and case when bought_home_on is not null then draw(person_key, 'mortgage here') < 0.4
    else draw(home_key, 'mortgaged') < 0.35 and draw(person_key, 'mortgage here') < 0.2 end
  union all
  select customer_id, n, person_key, income, thrift, savings, payroll, 2, 'consumer', 'loan.consumer',
    date_within(data_end() + 20, -1100, draw(person_key, 'consumer since')), any_of(draw(person_key, 'consumer term'), [12, 12, 24, 36]),
    2 + 8 * draw(person_key, 'consumer sum')
  from person
  where draw(person_key, 'consumer loan') < 0.25 * (1 - thrift) * (1.2 - prudence) and years between 22 and 60
  union all
  select customer_id, n, person_key, income, thrift, savings, payroll, 3, 'car', 'loan.car',
    coalesce(bought_car_on + 3, date_within(data_begin(), -900, draw(person_key, 'car loan since'))), 36, 6 + 8 * draw(person_key, 'car loan sum')
  from person
  where car_owner and draw(person_key, 'car loan') < case when bought_car_on is null then 0.03 else 0.35 end
  union all
  select customer_id, n, person_key, income, thrift, savings, payroll, 4, 'business', 'loan.business',
    date_within(data_end() + 20, -700, draw(person_key, 'business since')), any_of(draw(person_key, 'business term'), [12, 12, 24]),
    10 + 30 * draw(person_key, 'business sum')
  from person
  where business_owner and draw(person_key, 'business loan') < 0.3
),
keyed as (
  select *, key(n, 62, k) as loan_key, greatest(5000, round(income * incomes, -3))::bigint as principal
  from wanted
),
dated as (
  select
    loan.*,
    (started_on + to_months(months))::date as ends_on,
    case when draw(loan_key, 'paid off') < 0.1 then started_on + 100 + floor(900 * draw(loan_key, 'paid off on'))::integer end as pays_off_on,
    draw(loan_key, 'approved') < 0.82 as granted,
    draw(loan_key, 'approved') < 0.72 as approved,
    started_on - 3 - floor(8 * draw(loan_key, 'applied'))::integer as applied_on,
    payroll or draw(person_key, 'loan from here') < 0.4 as from_demand_account
  from keyed as loan
  join (select customer_id, joined_on from person) using (customer_id)
  where started_on > joined_on + 15 or k in (1, 3)
)
select
  customer_id * 10 + k as loan_id,
  * exclude (person_key),
  case when pays_off_on < ends_on then pays_off_on else ends_on end as closes_on
from dated
where ends_on > data_begin();

-- Each payment of a loan within the data, and the balance after it.
create temp table loan_payment as
with due as (
  select
    loan.*,
    unnest(range(greatest(0, datediff('month', started_on, data_begin()) - 1), least(months, datediff('month', started_on, data_end()) + 1) + 1)) as i
  from loan_life as loan
  where approved and started_on <= data_end()
)
select
  loan_id, customer_id, n, k, kind, product, principal, months, closes_on, ends_on, from_demand_account, pays_off_on, started_on, i,
  (started_on + to_months(i::integer))::date as paid_on,
  (principal * (months - i) / months)::decimal(18, 2) as balance,
  (principal / months + principal * (months - i + 1) / months * 0.038 / 12)::decimal(18, 2) as amount
from due;

-- Loans as they stood: a row from each payment to the next.
create table loans as
select
  loan_id,
  customer_id,
  kind::loan_kind as kind,
  product::product as product,
  principal::decimal(18, 2) as principal,
  started_on,
  paid_on + 1 as valid_from,
  least((started_on + to_months(i::integer + 1))::date, closes_on) + 1 as valid_to,
  balance,
  least((started_on + to_months(i::integer + 1))::date, closes_on) as next_payment_on,
  ends_on
from loan_payment
where i < months and paid_on < closes_on and paid_on <= data_end()
order by valid_from, loan_id;

create table loan_events as
with happened as (
  select customer_id, loan_id, local_time(applied_on, second_of_day(draw(loan_key, 'application hour'))) as occurred_at, 'application' as kind, product,
    principal::decimal(18, 2) as amount, 'submitted' as state, null::boolean as early, false as from_demand_account
  from loan_life
  union all
  select customer_id, loan_id, local_time(started_on - 1, 57600), 'application', product, principal, case when granted then 'approved' else 'declined' end, null, false
  from loan_life
  union all
  select customer_id, loan_id, local_time(started_on, 50400), 'disbursement', product, principal, null, null, from_demand_account and kind <> 'mortgage'
  from loan_life
  where approved
  union all
  select customer_id, loan_id, local_time(paid_on, 28800 + loan_id % 30000), 'repayment', product, amount, null, false, from_demand_account
  from loan_payment
  where i > 0 and paid_on < closes_on
  union all
  select customer_id, loan_id, local_time(closes_on, 36000), 'repayment', product,
    (principal * greatest(1, months - datediff('month', started_on, closes_on)) / months)::decimal(18, 2), null, closes_on < ends_on, from_demand_account
  from loan_life
  where approved and started_on < closes_on
)
select
  row_number() over (order by occurred_at, loan_id, kind, state)::bigint as loan_event_id,
  customer_id, loan_id, occurred_at, kind::loan_event_kind as kind, product::product as product, amount, state, early, from_demand_account
from happened
where occurred_at >= data_begin() and occurred_at < data_end() + 1
order by loan_event_id;
