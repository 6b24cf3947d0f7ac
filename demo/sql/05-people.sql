-- Who the customers are and how they tend to live: traits that no table shows, from which all behaviour is drawn.

-- The date of birth that a key gives: students, those at work, those before and after retirement.
create temp macro birthday(row_key) as date_within(
  data_end(),
  -365.25,
  case
    when draw(row_key, 'age group') < 0.12 then 17 + 7 * draw(row_key, 'age')
    when draw(row_key, 'age group') < 0.68 then 24 + 22 * draw(row_key, 'age')
    when draw(row_key, 'age group') < 0.88 then 45 + 16 * draw(row_key, 'age')
    else 60 + 30 * power(draw(row_key, 'age'), 1.6)
  end
);

create temp macro years_after(d, years) as (d + to_years(years::integer))::date;

create temp macro city_of(row_key) as among(
  draw(row_key, 'city'),
  ['shanghai', 'beijing', 'shenzhen', 'guangzhou', 'hangzhou', 'chengdu', 'nanjing', 'wuhan', 'xian', 'suzhou', 'other'],
  [0.18, 0.32, 0.44, 0.54, 0.62, 0.70, 0.76, 0.82, 0.87, 0.92]
);

create temp table born as
with pair as (
  -- Two neighbours by number may be a couple; what they share is drawn from the older number's key.
  select
    n,
    key(n) as person_key,
    n % 2 = 0 as second_of_pair,
    key(-((n + 1) // 2)) as pair_key,
    key(n - (1 - n % 2)) as first_key
  from (select unnest(generate_series(1, getvariable('customers')::bigint)) as n)
),
coupled as (
  select
    *,
    draw(pair_key, 'couple') < 0.34 and birthday(first_key) < years_after(data_end(), -26) as couple
  from pair
)
select
  100000 + n as customer_id,
  n,
  person_key,
  couple,
  pair_key,
  case when couple then pair_key else person_key end as home_key,
  case when couple then customer_id + case when second_of_pair then -1 else 1 end end as partner_id,
  case when draw(person_key, 'joins lately') < 0.12
    then date_within(data_begin(), datediff('day', data_begin(), data_end()) - 20, draw(person_key, 'joins on'))
    else date_within(data_begin() - 30, -7000, power(draw(person_key, 'joins on'), 1.5))
  end as joined_on,
  case
    when draw(person_key, 'gender') >= 0.98 then null
    when couple and second_of_pair then case when draw(first_key, 'gender') < 0.49 then 'M' else 'F' end
    when draw(person_key, 'gender') < 0.49 then 'F'
    else 'M'
  end as gender,
  case when couple and second_of_pair then birthday(first_key) + round(900 * normal(pair_key, 'years between'))::integer
    else birthday(person_key) end as born_on,
  -- Of the home: of two, the first's.
  birthday(case when couple then first_key else person_key end) as home_born_on,
  city_of(case when couple then pair_key else person_key end) as city_now,
  -- What the bank does not see.
  draw(person_key, 'patience') as patience,
  draw(person_key, 'thrift') as thrift,
  draw(person_key, 'loyalty') as loyalty,
  draw(person_key, 'digital') as digital,
  draw(person_key, 'prudence') as prudence,
  draw(person_key, 'price sense') as price_sense
from coupled;

-- What people do for a living, and until when: studies end in June or in winter, work ends at the age that the law sets.
create temp table working as
with schooled as (
  select
    *,
    draw(person_key, 'studies') < 0.75 as studies,
    year(born_on) + case when draw(person_key, 'degree') < 0.2 then 19 when draw(person_key, 'degree') < 0.75 then 22 else 25 end
      as last_year_of_study,
    draw(person_key, 'retires') < 0.85 as retires,
    years_after(born_on, case when gender = 'F' then 55 else 60 end) as retires_on,
    among(
      draw(person_key, 'occupation'), ['employee', 'professional', 'civil_servant', 'self_employed', 'homemaker'],
      [0.52, 0.69, 0.81, 0.95]
    ) as trade
  from born
),
dated as (
  select
    *,
    case when studies then
      case when draw(person_key, 'graduates in winter') < 0.2
        then make_date(last_year_of_study, 12, 20) + floor(100 * draw(person_key, 'graduates on'))::integer
        else make_date(last_year_of_study, 6, 10) + floor(30 * draw(person_key, 'graduates on'))::integer
      end
    end as graduates_on
  from schooled
)
select
  *,
  case when graduates_on > data_begin() and graduates_on <= data_end() then graduates_on end as graduated_on,
  case when retires and trade <> 'homemaker' and retires_on > data_begin() and retires_on <= data_end() then retires_on end as retired_on,
  case
    when graduates_on > data_end() then 'student'
    when retires and retires_on <= data_end() then 'retired'
    else trade
  end as occupation,
  case
    when graduates_on > data_begin() then 'student'
    when retires and retires_on <= data_begin() then 'retired'
    else trade
  end as occupation_before,
  trade in ('employee', 'professional', 'civil_servant') as employed_by_trade
from dated;

-- What a month's work brings in a city.
create temp macro earnings(job, place) as
  case job
    when 'student' then 1800 when 'retired' then 5200 when 'employee' then 9000 when 'professional' then 16000
    when 'civil_servant' then 10500 when 'self_employed' then 12500 else 3500
  end
  * case when place in ('shanghai', 'beijing', 'shenzhen') then 1.25 when place = 'other' then 0.75 else 1 end;

create temp table earning as
select
  *,
  round(earnings(occupation, city_now) * exp(0.45 * normal(person_key, 'income')), -2) as income,
  round(earnings(occupation_before, city_now) * exp(0.45 * normal(person_key, 'income')), -2) as income_before
from working;
