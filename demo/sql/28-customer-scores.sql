-- What the bank's models say, every Monday of the last fifteen weeks: the traits that they can guess at, and noise.
create table customer_scores as
with week as (
  select day as scored_on, (row_number() over (order by day))::integer as week_number
  from calendar
  where weekday = 1 and day > data_end() - 105
),
guessed as (
  select
    *, key(n, 75, datediff('week', date '2020-01-06', scored_on)) as week_key
  from person, week
  where joined_on < scored_on
),
scored as (
  select
    customer_id, scored_on, n, person_key, week_key, income, credit_score, savings, children_before, outbound, investor, card_holder, thrift, loyalty, years,
    0.25 + 0.5 * patience + 0.2 * digital - 0.15 + 0.12 * normal(person_key, 'response') + 0.03 * normal(week_key, 'response') as response,
    case when payroll then 0.15 + 0.5 * keeps else 0.2 end + 0.13 * normal(person_key, 'conversion') + 0.03 * normal(week_key, 'conversion') as conversion,
    0.1 + 0.35 * loyalty + 0.1 * digital + 0.12 * normal(person_key, 'cross-sell') + 0.04 * normal(week_key, 'cross-sell') as cross_sell,
    case when investor then 0.4 else 0.1 end + 0.15 * least(1, savings / 200000) + 0.1 * normal(person_key, 'wealth') + 0.04 * normal(week_key, 'wealth') as wealth,
    case when card_holder then 0.1 + 0.45 * (1 - patience) * (1 - thrift) else 0.02 end + 0.08 * normal(person_key, 'instalment') + 0.03 * normal(week_key, 'instalment')
      as instalment,
    0.08 + 0.35 * (1 - thrift) * (1 - prudence)
      + case when scored_on between bought_home_on - 90 and bought_home_on or scored_on between bought_car_on - 60 and bought_car_on then 0.3 else 0 end
      + 0.08 * normal(person_key, 'demand') + 0.03 * normal(week_key, 'demand') as demand
  from guessed
)
select
  scored_on,
  customer_id,
  greatest(0.001, least(0.999, response))::decimal(6, 4) as response_score,
  greatest(0.001, least(0.999, conversion))::decimal(6, 4) as conversion_score,
  greatest(0.001, least(0.999, cross_sell))::decimal(6, 4) as cross_sell_score,
  greatest(0.001, least(0.999, wealth))::decimal(6, 4) as wealth_score,
  greatest(0.001, least(0.999, instalment))::decimal(6, 4) as instalment_score,
  greatest(0.001, least(0.999, demand))::decimal(6, 4) as demand_score,
  case
    when wealth > 0.55 then case when years > 50 then 'wealth.stable_90' else 'wealth.growth_180' end
    when demand > 0.45 then 'loan.consumer'
    when outbound and draw(person_key, 'next product') < 0.5 then 'card.go_abroad'
    when children_before > 0 and draw(person_key, 'next product') < 0.3 then 'insurance.health'
    when not card_holder and draw(person_key, 'next product') < 0.6 then 'card.standard'
    when savings > 100000 then 'td.y1' else 'wealth.daily'
  end::product as next_product,
  greatest(0.001, least(0.999, 0.25 * greatest(wealth, demand, cross_sell) + 0.02 * normal(week_key, 'next product')))::decimal(6, 4) as next_product_score,
  case when credit_score >= 700 and years between 22 and 60 then round(income * (2 + 6 * draw(person_key, 'preapproved')), -3) end::decimal(18, 2) as preapproved_loan
from scored
order by scored_on, customer_id;
