-- Who the customers are and how they tend to live: traits that no table shows, from which all behaviour is drawn.
create temp table person as
with drawn as (
  select
    100000 + n as customer_id,
    n,
    person_key,
    case when draw(person_key, 'joins lately') < 0.12
      then date_within(data_begin(), datediff('day', data_begin(), data_end()) - 20, draw(person_key, 'joins on'))
      else date_within(data_begin() - 30, -7000, power(draw(person_key, 'joins on'), 1.5))
    end as joined_on,
    case when draw(person_key, 'gender') < 0.49 then 'F' when draw(person_key, 'gender') < 0.98 then 'M' end as gender,
    date_within(
      data_end(),
      -365.25,
      case
        when draw(person_key, 'age group') < 0.12 then 17 + 7 * draw(person_key, 'age')
        when draw(person_key, 'age group') < 0.68 then 24 + 22 * draw(person_key, 'age')
        when draw(person_key, 'age group') < 0.88 then 45 + 16 * draw(person_key, 'age')
        else 60 + 30 * power(draw(person_key, 'age'), 1.6)
      end
    ) as born_on
  from (
    select n, key(n) as person_key
    from (select unnest(generate_series(1, getvariable('customers')::bigint)) as n)
  )
),
occupied as (
  select
    *,
    case
      when born_on > data_end() - interval 23 years and draw(person_key, 'studies') < 0.75 then 'student'
      when born_on < data_end() - interval 58 years and draw(person_key, 'retires') < 0.85 then 'retired'
      when draw(person_key, 'occupation') < 0.52 then 'employee'
      when draw(person_key, 'occupation') < 0.69 then 'professional'
      when draw(person_key, 'occupation') < 0.81 then 'civil_servant'
      when draw(person_key, 'occupation') < 0.95 then 'self_employed'
      else 'homemaker'
    end as occupation,
    among(
      draw(person_key, 'city'),
      ['shanghai', 'beijing', 'shenzhen', 'guangzhou', 'hangzhou', 'chengdu', 'nanjing', 'wuhan', 'xian', 'suzhou', 'other'],
      [0.18, 0.32, 0.44, 0.54, 0.62, 0.70, 0.76, 0.82, 0.87, 0.92]
    ) as city
  from drawn
),
earning as (
  select
    *,
    round(
      case occupation
        when 'student' then 1800 when 'retired' then 5200 when 'employee' then 9000 when 'professional' then 16000
        when 'civil_servant' then 10500 when 'self_employed' then 12500 else 3500
      end
      * case when city in ('shanghai', 'beijing', 'shenzhen') then 1.25 when city = 'other' then 0.75 else 1 end
      * exp(0.45 * normal(person_key, 'income')),
      -2
    ) as income
  from occupied
),
saving as (
  select
    *,
    income * exp(1.3 + 1.15 * normal(person_key, 'savings'))
      * case when born_on < data_end() - interval 45 years then 2.2 else 1 end as savings,
    occupation in ('employee', 'professional', 'civil_servant') and draw(person_key, 'payroll') < 0.62 as payroll,
    draw(person_key, 'sleeps') < 0.16 as nearly_dormant
  from earning
)
select
  *,
  -- Monthly means. Heavy-tailed: a few customers do most of everything.
  case when nearly_dormant then 0.25 else least(70, exp(1.3 + 0.85 * normal(person_key, 'purchases'))) end as monthly_purchases,
  case when nearly_dormant then 0.1 else least(20, exp(0.2 + 0.8 * normal(person_key, 'transfers'))) end as monthly_transfers,
  case when nearly_dormant then 0.1 else least(40, exp(1.35 + 0.8 * normal(person_key, 'visits')))
    * case when born_on < data_end() - interval 60 years then 0.4 else 1 end end as monthly_visits,
  -- What an ordinary purchase costs this customer, in CNY.
  35 * power(income / 5000, 0.6) * exp(0.35 * normal(person_key, 'ticket')) as ticket,
  case when draw(person_key, 'goes silent') < 0.1
    then date_within(data_begin() - 200, datediff('day', data_begin(), data_end()) + 200, draw(person_key, 'silent from'))
  end as silent_from,
  draw(person_key, 'outbound') < case occupation when 'student' then 0.2 when 'professional' then 0.16 when 'self_employed' then 0.12 else 0.07 end
    as outbound,
  draw(person_key, 'invests') < 0.15 + 0.25 * least(1, savings / 200000) as investor,
  draw(person_key, 'credit card') < case occupation when 'student' then 0.12 when 'retired' then 0.25 when 'homemaker' then 0.3 else 0.62 end
    as has_credit_card,
  5000 + floor(power(draw(person_key, 'employer'), 2) * greatest(3, getvariable('customers') / 60))::bigint as employer_id,
  case when draw(person_key, 'leaves') < 0.08
    then floor((select count(*) from month) * draw(person_key, 'leaves in'))
    else 999 end::integer as months_paid,
  -- The share of a salary that stays with the bank.
  power(draw(person_key, 'keeps'), 0.7) as keeps
from saving;

-- A month of a customer's life: activity and prices wander (thousandths, summed exactly), some fall silent.
create temp table customer_month as
select
  customer_id,
  n,
  month_number,
  month_key,
  first_day,
  days,
  exp(sum(round(60 * normal(month_key, 'activity step'))::bigint) over walk / 1000.0)
    * case when silent_from < first_day then 0.02 else 1 end as activity,
  exp(sum(round(55 * normal(month_key, 'price step'))::bigint) over walk / 1000.0) as price
from (
  select *, key(n, month_number) as month_key
  from person, month
  where month.last_day > joined_on
)
window walk as (partition by customer_id order by month_number)
-- What is made from it then lies by month, and a scan of few days reads little.
order by month_number, customer_id;
