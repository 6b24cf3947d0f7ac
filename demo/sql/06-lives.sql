-- What happens in the customers' lives within the data: weddings, births, moves, new jobs, homes, cars. Each thing at
-- most once; the likelier the more it is of an age. `person` is what everything else is drawn from.

-- A day within the data, or none: `chance` is that of it happening in a year.
create temp macro some_day(row_key, what, chance) as
  case when draw(row_key, what) < chance * datediff('day', data_begin(), data_end()) / 365.0
    then date_within(data_begin() + 1, datediff('day', data_begin(), data_end()), draw(row_key, what || ' on')) end;

create temp table person as
with aged as (
  select
    *,
    datediff('day', born_on, data_end()) / 365.25 as years,
    datediff('day', home_born_on, data_end()) / 365.25 as home_years,
    income * exp(1.3 + 1.15 * normal(person_key, 'savings')) * case when born_on < years_after(data_end(), -45) then 2.2 else 1 end
      as savings,
    employed_by_trade and draw(person_key, 'payroll') < 0.62 as payroll_by_trade,
    draw(person_key, 'sleeps') < 0.16 as nearly_dormant,
    5000 + floor(power(draw(person_key, 'employer'), 2) * greatest(3, getvariable('customers') / 60))::bigint as employer_before,
    5000 + floor(power(draw(person_key, 'next employer'), 2) * greatest(3, getvariable('customers') / 60))::bigint as employer_after
  from earning
),
lived as (
  select
    *,
    case when home_years between 22 and 40 then some_day(home_key, 'wedding', case when couple then 0.05 else 0.06 end) end as married_on,
    case when home_years between 22 and 43 then some_day(home_key, 'child', case when couple then 0.1 else 0.05 end) end as child_born_on,
    some_day(home_key, 'move', case when home_years < 35 then 0.08 else 0.025 end) as moved_on,
    case when employed_by_trade and occupation = trade and graduated_on is null
      then some_day(person_key, 'new job', case when years < 35 then 0.14 else 0.07 end) end as new_job_on,
    case when home_years between 24 and 55 then some_day(home_key, 'home bought', case when couple then 0.045 else 0.03 * least(2, income / 10000) end) end as bought_home_on,
    case when home_years between 22 and 60 then some_day(home_key, 'car bought', 0.05) end as bought_car_on,
    draw(person_key, 'stays on payroll') < 0.45 as stays_on_payroll
  from aged
),
settled as (
  select
    *,
    -- Until this day the bank pays the salary; null is for good.
    case when payroll_by_trade then least(
      case when not stays_on_payroll then new_job_on end,
      case when retires then retires_on end
    ) end as paid_until,
    case
      when payroll_by_trade and graduates_on is not null then graduates_on + 25
      when payroll_by_trade then date '1990-01-01'
      when new_job_on is not null and draw(person_key, 'comes to payroll') < 0.4 then new_job_on
    end as paid_from,
    married_on is not null or couple
      or draw(person_key, 'married') < case when years < 27 then 0.08 else 0.72 end as married,
    case when home_years < 26 then 0 else floor(2.6 * power(draw(home_key, 'children'), 1.2))::integer end as children_before,
    occupation = 'self_employed' and draw(person_key, 'owns business') < 0.7 as business_owner,
    bought_home_on is not null or draw(home_key, 'home') < least(0.75, home_years / 90) as home_owner,
    bought_car_on is not null or draw(home_key, 'car') < 0.38 as car_owner
  from lived
)
select
  *,
  coalesce(paid_from <= data_end() and coalesce(paid_until > data_begin(), true), false) as payroll,
  coalesce(graduated_on, retired_on) as occupation_since,
  case when moved_on is not null then city_of(xor(home_key, hash('before'))) else city_now end as city_before,
  -- Monthly means. Heavy-tailed: a few customers do most of everything.
  case when nearly_dormant then 0.25 else least(70, exp(1.3 + 0.85 * normal(person_key, 'purchases'))) end as monthly_purchases,
  case when nearly_dormant then 0.1 else least(20, exp(0.2 + 0.8 * normal(person_key, 'transfers'))) end as monthly_transfers,
  case when nearly_dormant then 0.1 else least(40, exp(0.65 + 1.4 * digital + 0.7 * normal(person_key, 'visits')))
    * case when years > 60 then 0.4 else 1 end end as monthly_visits,
  -- What an ordinary purchase costs this customer, in CNY.
  35 * power(income / 5000, 0.6) * exp(0.35 * normal(person_key, 'ticket')) as ticket,
  case when draw(person_key, 'goes silent') < 0.04 + 0.12 * (1 - loyalty)
    then date_within(data_begin() - 200, datediff('day', data_begin(), data_end()) + 200, draw(person_key, 'silent from'))
  end as silent_from,
  draw(person_key, 'outbound') < case occupation when 'student' then 0.2 when 'professional' then 0.16 when 'self_employed' then 0.12 else 0.07 end
    as outbound,
  draw(person_key, 'invests') < 0.15 + 0.25 * least(1, savings / 200000) as investor,
  draw(person_key, 'credit card') < case occupation when 'student' then 0.12 when 'retired' then 0.25 when 'homemaker' then 0.3 else 0.6 end
    as card_holder,
  -- The share of a salary that stays with the bank, of a card statement that is paid, how likely what matures is renewed.
  power(draw(person_key, 'keeps'), 0.7) as keeps,
  case when draw(person_key, 'revolves') < 0.1 + 0.25 * (1 - thrift) then 0.1 + 0.5 * draw(person_key, 'pays share') else 1 end as pays_share,
  0.15 + 0.7 * loyalty as renews,
  greatest(350, least(950, round(560 + 180 * prudence + 50 * normal(person_key, 'credit score') + 40 * least(1, savings / 300000))))::integer
    as credit_score,
  draw(person_key, 'temper') as temper
from settled;

-- The customers' states by what they live through: one row a customer and stretch of time between two such days.
create temp table turning_day as
select distinct customer_id, day
from (
  select customer_id, unnest([married_on, child_born_on, moved_on, new_job_on, bought_home_on, bought_car_on, graduated_on, retired_on,
    paid_from, paid_until]) as day
  from person
)
where day > data_begin() and day <= data_end();

-- Employers that pay through the bank: their paydays, industries and size.
create table employers as
select
  employer_id,
  any_of(draw(key(employer_id), 'payday'), [4, 7, 9, 14, 19, 24, 27])::integer as payday,
  any_of(draw(key(employer_id), 'industry'), ['manufacturing', 'software', 'finance', 'education', 'health', 'retail', 'logistics',
    'construction', 'public_service']) as industry,
  count(*)::integer as people,
  case when count(*) >= 200 then 'strategic' when count(*) >= 60 then 'large' when count(*) >= 20 then 'medium' else 'small' end as tier
from (
  select employer_before as employer_id from person where payroll and (new_job_on is null or paid_from < new_job_on)
  union all
  select employer_after from person where payroll and new_job_on is not null and (stays_on_payroll or not payroll_by_trade)
)
group by employer_id
order by employer_id;

-- The employer that pays a customer through the bank on a day, if one does. `who` is a row of person.
create temp macro paid_on(who, day) as
  who.paid_from is not null and who.paid_from <= day and (who.paid_until is null or who.paid_until > day);
create temp macro employer_on(who, day) as
  case when who.new_job_on is not null and who.new_job_on <= day then who.employer_after else who.employer_before end;
create temp macro occupation_on(who, day) as
  case when who.occupation_since is null or who.occupation_since <= day then who.occupation else who.occupation_before end;
create temp macro income_on(who, day) as
  case when who.occupation_since > day then who.income_before
    when who.new_job_on <= day then round(who.income * 1.12, -2) else who.income end;
create temp macro city_on(who, day) as case when who.moved_on > day then who.city_before else who.city_now end;

-- The bank's view of a life: it hears of most turns of it, and of some never.
create table life_states as
with stretch as (
  select
    customer_id, since,
    lead(since) over (partition by customer_id order by since) as until
  from (
    select customer_id, joined_on as since from person
    union
    select customer_id, day from turning_day join person using (customer_id) where day > joined_on
  )
)
select
  person.customer_id,
  since as valid_from,
  until as valid_to,
  occupation_on(person, since) as occupation,
  occupation_on(person, since) = 'student' as student,
  business_owner and occupation_on(person, since) = 'self_employed' as business_owner,
  case when draw(person_key, 'family known') < 0.75 or married_on <= since then
    case when married and coalesce(married_on <= since, true) then 'married' else 'single' end end as marital_status,
  case when draw(person_key, 'family known') < 0.75
    then children_before + coalesce(child_born_on <= since, false)::integer end as children,
  case
    when child_born_on <= since then child_born_on
    when children_before > 0 and draw(person_key, 'family known') < 0.75
      then date_within(years_after(born_on, 24), least(6200, datediff('day', years_after(born_on, 24), data_begin())), draw(home_key, 'youngest'))
  end as youngest_child_born_on,
  case occupation_on(person, since) when 'retired' then 'pension' when 'self_employed' then 'business' when 'student' then 'rent'
    when 'homemaker' then case when investor then 'investment' else 'rent' end else 'salary' end as income_source,
  case when paid_on(person, since) then employers.employer_id end as employer_id,
  case when paid_on(person, since) then employers.tier end as employer_tier,
  case when paid_on(person, since) then employers.people - 1 end as colleagues,
  case when paid_on(person, since) then employers.payday end as payday,
  paid_on(person, since) as salary_paid_here,
  city_on(person, since)::city as city,
  case when city_on(person, since) in ('shanghai', 'beijing', 'shenzhen', 'guangzhou') then 'first'
    when city_on(person, since) <> 'other' then 'second' when draw(person_key, 'small town') < 0.6 then 'third' else 'fourth' end as city_tier,
  'B' || upper(left(city_on(person, since), 2)) || lpad((1 + floor(12 * draw(home_key, 'branch')))::integer::varchar, 2, '0') as home_branch,
  home_owner and coalesce(bought_home_on <= since, true) as home_owner,
  case when home_owner and coalesce(bought_home_on <= since, true)
      then case when bought_home_on <= since or draw(home_key, 'mortgaged') < 0.35 then 'mortgage' else 'own' end
    when years < 25 then 'family' when draw(home_key, 'rents') < 0.7 then 'rent' else 'family' end as housing,
  car_owner and coalesce(bought_car_on <= since, true) as car_owner
from stretch
join person using (customer_id)
left join employers on employers.employer_id = employer_on(person, since)
order by customer_id, since;
