-- Insurances: begun some time, more often where a child is born or a car bought; a premium a year, paid about when it is
-- due, until they are given up. The day on which the next is due moves when one is paid.
create temp table policy_life as
with wanted as (
  select customer_id, n, person_key, income, prudence, silent_from, 1 as k,
    any_of(draw(person_key, 'policy'), ['insurance.life', 'insurance.life', 'insurance.savings', 'insurance.health', 'insurance.accident']) as product,
    date_within(greatest(joined_on, data_end() - 2200), datediff('day', greatest(joined_on, data_end() - 2200), data_end()), draw(person_key, 'policy since')) as started_on
  from person
  where draw(person_key, 'insured') < 0.05 + 0.16 * prudence
  union all
  select customer_id, n, person_key, income, prudence, silent_from, 2, 'insurance.health', child_born_on + 30 + floor(90 * draw(person_key, 'child policy on'))::integer
  from person
  where child_born_on is not null and draw(person_key, 'child policy') < 0.3
  union all
  select customer_id, n, person_key, income, prudence, silent_from, 3, 'insurance.car', coalesce(bought_car_on, date_within(data_begin(), -1200, draw(person_key, 'car policy since')))
  from person
  where car_owner and draw(person_key, 'car policy') < 0.12
)
select
  customer_id * 10 + k as policy_id,
  *,
  key(n, 63, k) as policy_key,
  greatest(100, round(income * case product when 'insurance.savings' then 1.5 when 'insurance.life' then 0.6 when 'insurance.car' then 0.35 else 0.2 end
    * exp(0.4 * normal(key(n, 63, k), 'premium')), -1))::decimal(18, 2) as premium,
  case when draw(key(n, 63, k), 'lapses') < 0.15 then 1 + floor(4 * draw(key(n, 63, k), 'lapses after'))::integer else 99 end as years_kept
from wanted
where started_on <= data_end();

create temp table policy_year as
select
  policy.*,
  i,
  years_after(started_on, i) as begins_on,
  years_after(started_on, i + 1) as renews_on,
  years_after(started_on, i) + case when i = 0 then 0 when draw(key(policy_id, i), 'pays late') < 0.1 then 6 + floor(20 * draw(key(policy_id, i), 'paid on'))::integer
    else floor(5 * draw(key(policy_id, i), 'paid on'))::integer - 2 end as paid_on
from (
  select *, unnest(range(least(years_kept, 1 + datesub('year', started_on, data_end())))) as i
  from policy_life
) as policy
where coalesce(years_after(started_on, i) < silent_from, true);

create table insurance_policies as
select
  policy_id,
  customer_id,
  product::product as product,
  premium,
  started_on,
  paid_on + 1 as valid_from,
  -- Two months are given to those who have not paid.
  coalesce(lead(paid_on + 1) over (partition by policy_id order by i), renews_on + 60) as valid_to,
  renews_on
from policy_year
where renews_on >= data_begin() - 60 and paid_on < data_end()
order by policy_id, valid_from;
