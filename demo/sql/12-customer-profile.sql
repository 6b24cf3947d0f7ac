-- What the bank knows of a customer that hardly changes, and what its models say: one row a customer.
create table customer_profile as
with scored as (
  select
    *,
    greatest(0.001, least(0.999, 0.5 + 0.18 * normal(person_key, 'response')))::decimal(6, 4) as response_score,
    greatest(0.001, least(0.999, case when payroll then 0.45 else 0.2 end + 0.15 * normal(person_key, 'conversion')))::decimal(6, 4)
      as conversion_score
  from person
)
select
  customer_id,
  joined_on,
  among(draw(person_key, 'origin'), ['branch', 'employer', 'online', 'referral', 'campaign'], [0.4, 0.65, 0.85, 0.95]) as origin_channel,
  case when payroll then 'salary_account' when has_credit_card and draw(person_key, 'first product') < 0.4 then 'credit_card'
    when investor and draw(person_key, 'first product') < 0.6 then 'time_deposit' else 'savings_account' end as first_product,
  case when draw(person_key, 'education known') < 0.8 then
    case when occupation = 'professional' and draw(person_key, 'education') < 0.5 then 'master'
      else among(draw(person_key, 'education'), ['secondary', 'college', 'bachelor', 'master'], [0.3, 0.55, 0.92]) end
  end as education,
  occupation,
  case when draw(person_key, 'family known') < 0.75
    then case when draw(person_key, 'married') < case when born_on > data_end() - interval 27 years then 0.15 else 0.72 end
      then 'married' else 'single' end
  end as marital_status,
  case when draw(person_key, 'family known') < 0.75 then
    case when born_on > data_end() - interval 27 years then 0 else floor(2.6 * draw(person_key, 'children'))::integer end
  end as children,
  draw(person_key, 'home') < 0.45 as home_owner,
  draw(person_key, 'car') < 0.38 as car_owner,
  case when payroll then employer_id end as employer_id,
  has_credit_card,
  case when has_credit_card then (round(income * 2.5, -3))::bigint * 100 end as credit_limit_fen,
  case when has_credit_card then date_within(data_end() - 30, 1500, draw(person_key, 'card expiry')) end as card_expires_on,
  outbound and draw(person_key, 'overseas card') < 0.55 or draw(person_key, 'overseas card') < 0.02 as has_overseas_card,
  draw(person_key, 'autopay') < 0.35 as bill_payment_signed,
  draw(person_key, 'sweep in') < 0.12 as sweep_in_signed,
  draw(person_key, 'insured') < 0.14 as has_insurance,
  draw(person_key, 'metal') < 0.05 as has_precious_metal,
  case when draw(person_key, 'loan') < 0.16 then (round(income * 60 * draw(person_key, 'loan left'), -2))::decimal(18, 2) else 0 end as loan_balance,
  among(draw(person_key, 'preferred channel'), ['sms', 'wechat', 'mobile_bank', 'call_center', 'unknown'], [0.2, 0.5, 0.75, 0.8])
    as preferred_channel,
  case when draw(person_key, 'hour known') < 0.6 then 9 + floor(11 * draw(person_key, 'preferred hour'))::integer end as preferred_hour,
  -- One to five; zero where nobody asked.
  case when draw(person_key, 'surveyed') < 0.3 then 1 + floor(5 * power(draw(person_key, 'satisfaction'), 0.6))::integer else 0 end
    as satisfaction,
  case when draw(person_key, 'complains') < 0.04 then 1 + floor(3 * power(draw(person_key, 'complaints'), 3))::integer else 0 end
    as complaints_last_year,
  draw(person_key, 'price sensitive') < 0.4 as price_sensitive,
  (case when draw(person_key, 'household') < 0.4 then customer_id - customer_id % 2 else customer_id end)::bigint as household_id,
  case when draw(person_key, 'referrals') < 0.06 then 1 + floor(4 * power(draw(person_key, 'referred'), 4))::integer else 0 end as referrals,
  greatest(350, least(950, round(680 + 80 * normal(person_key, 'credit score'))))::integer as credit_score,
  (round(income * 0.12 * exp(0.5 * normal(person_key, 'profit')), 2))::decimal(18, 2) as profit_last_year,
  (round(income * 0.02 * exp(0.8 * normal(person_key, 'fees')), 2))::decimal(18, 2) as fee_income_last_year,
  (round(income * 1.1 * exp(0.6 * normal(person_key, 'lifetime')), 2))::decimal(18, 2) as lifetime_value,
  floor(30000 * power(draw(person_key, 'points'), 5))::integer as benefit_points,
  among(draw(person_key, 'need'), ['none', 'travel', 'home', 'education', 'retirement', 'business'], [0.55, 0.67, 0.77, 0.85, 0.94]) as latent_need,
  response_score,
  conversion_score
from scored
order by customer_id;
