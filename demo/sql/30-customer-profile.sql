-- What the bank knows of a customer that hardly changes: one row a customer.
create table customer_profile as
with first_wealth as (
  select customer_id, min(opened) as first_on, median(balance)::decimal(18, 2) as usual,
    case when count(*) > 1 then greatest(1, datediff('day', min(opened), max(opened)) // (count(*) - 1))::integer end as every_days
  from contract where kind in ('wealth', 'fund') group by customer_id
),
ended as (
  select customer_id, count(*) filter (renewed) >= count(*) * 2 / 3 as renews_at_maturity
  from (
    select older.customer_id, newer.k is not null as renewed
    from contract as older left join contract as newer on newer.customer_id = older.customer_id and newer.k = older.k + 8
    where older.k < 8 and older.matures <= data_end()
  )
  group by customer_id
),
seconds as (
  select customer_id, min(day) as second_on
  from (
    select customer_id, opened as day from contract
    union all select customer_id, opened_on from card_life
    union all select customer_id, started_on from loan_life
    union all select customer_id, started_on from policy_life
  )
  group by customer_id
),
first_salary as (
  select customer_id, min(occurred_at::date) as first_salary_on from transactions where kind = 'salary' group by customer_id
),
closed as (
  select customer_id, count(*)::integer as closed from card_life where closed_on > data_end() - 365 group by customer_id
)
select
  customer_id,
  joined_on,
  among(draw(person_key, 'origin'), ['branch', 'employer', 'online', 'referral', 'campaign'], [0.4, 0.65, 0.85, 0.95]) as origin_channel,
  'B' || lpad((1 + floor(60 * draw(home_key, 'branch')))::integer::varchar, 3, '0') as origin_branch,
  case when draw(person_key, 'origin') >= 0.95 then any_of(draw(person_key, 'origin campaign'), ['spring_gift', 'new_job', 'campus', 'refer_a_friend']) end as origin_campaign,
  case when payroll then 'salary_account' when card_holder and draw(person_key, 'first product') < 0.4 then 'credit_card'
    when investor and draw(person_key, 'first product') < 0.6 then 'time_deposit' else 'savings_account' end as first_product,
  case when payroll then 'demand' when card_holder and draw(person_key, 'first product') < 0.4 then 'credit_card'
    when investor and draw(person_key, 'first product') < 0.6 then 'time_deposit' else 'demand' end as first_account_type,
  second_on as second_product_on,
  greatest(joined_on, coalesce(second_on, joined_on)) as last_account_opened_on,
  case when draw(person_key, 'foreign') < 0.008 then any_of(draw(person_key, 'nationality'), ['HK', 'US', 'JP', 'GB', 'KR', 'SG']) else 'CN' end as nationality,
  draw(person_key, 'resident') < 0.985 as resident,
  case when draw(person_key, 'foreign') < 0.008 then 'en' else 'zh' end as language,
  date_within(data_end() - 200, case when years < 45 then 3650 else 7300 end, draw(person_key, 'identity ends')) as identity_expires_on,
  draw(person_key, 'bank staff') < 0.004 as employee_of_bank,
  case when draw(person_key, 'education known') < 0.8 then
    case when trade = 'professional' and draw(person_key, 'education') < 0.5 then 'master'
      else among(draw(person_key, 'education'), ['secondary', 'college', 'bachelor', 'master'], [0.3, 0.55, 0.92]) end
  end as education,
  case when graduates_on > data_begin() then graduates_on end as graduates_on,
  case when trade <> 'homemaker' and retires then retires_on end as retires_on,
  case when employed_by_trade or trade = 'self_employed' then any_of(draw(person_key, 'industry'), ['manufacturing', 'software', 'finance', 'education', 'health',
    'retail', 'logistics', 'construction', 'public_service']) end as industry,
  case when business_owner then date_within(data_end() - 60, -5000, power(draw(person_key, 'founded'), 1.5)) end as business_founded_on,
  case when draw(person_key, 'family known') < 0.6 and years > 35 then floor(3 * power(draw(person_key, 'parents'), 1.5))::integer end as dependent_parents,
  case when home_owner then round(income * (110 + 140 * draw(home_key, 'home worth')), -4) end::decimal(18, 2) as home_value,
  case when married then round(income * (1.3 + draw(home_key, 'second income')), -2) else income end::decimal(18, 2) as household_income,
  list_filter([
    case when outbound or draw(person_key, 'likes travel') < 0.1 then 'travel' end, case when draw(person_key, 'likes sports') < 0.2 then 'sports' end,
    case when draw(person_key, 'likes arts') < 0.1 then 'arts' end, case when draw(person_key, 'likes food') < 0.3 then 'food' end,
    case when car_owner and draw(person_key, 'likes cars') < 0.4 then 'cars' end, case when children_before > 0 or child_born_on is not null then 'children' end,
    case when draw(person_key, 'likes health') < 0.15 then 'health' end, case when digital > 0.8 then 'technology' end
  ], x -> x is not null).array_to_string(',') as interests,
  draw(person_key, 'likes sports') < 0.08 as pays_for_sports,
  draw(person_key, 'social security') < 0.25 as social_security_card,
  among(draw(person_key, 'preferred channel'), ['sms', 'wechat', 'mobile_bank', 'call_center', 'unknown'], [0.2, 0.5, 0.75, 0.8])
    as preferred_channel,
  list_filter([case when not sms then 'sms' end, case when not wechat then 'wechat' end, case when not push then 'mobile_bank' end,
    case when not calls then 'call_center' end, case when draw(person_key, 'refuses mail') < 0.3 then 'email' end], x -> x is not null).array_to_string(',')
    as refused_channels,
  case when draw(person_key, 'hour known') < 0.6 then 9 + floor(11 * draw(person_key, 'preferred hour'))::integer end as preferred_hour,
  case when draw(person_key, 'hour known') < 0.5 then any_of(draw(person_key, 'preferred day'), ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday',
    'sunday']) end as preferred_weekday,
  8 + floor(14 * draw(person_key, 'active hour'))::integer as active_hour,
  case when draw(person_key, 'works away') < 0.06 then city_of(key(n, 76)) else city_now end as active_city,
  draw(person_key, 'works away') < 0.06 as pays_away_from_home,
  -- One to five; zero where nobody asked.
  case when draw(person_key, 'surveyed') < 0.3 then greatest(1, least(5, round(3 + 2.2 * loyalty - 1.6 * temper + 0.5 * normal(person_key, 'satisfaction'))))::integer
    else 0 end as satisfaction,
  case when draw(person_key, 'surveyed') < 0.25 then greatest(0, least(10, round(5 + 6 * loyalty - 3 * temper + normal(person_key, 'recommends'))))::integer end as recommends,
  price_sense + 0.1 * normal(person_key, 'price sensitive') > 0.65 as price_sensitive,
  case when draw(person_key, 'coupons given') < 0.5 then greatest(0, least(1, price_sense * 0.6 + 0.1 * normal(person_key, 'coupon use'))) end::decimal(6, 4) as coupon_use,
  case when draw(person_key, 'told us') < 0.12 then any_of(draw(person_key, 'feedback'), case when temper > 0.7 then ['complaint', 'complaint', 'suggestion']
    else ['praise', 'suggestion', 'question'] end) end as last_feedback,
  case when draw(person_key, 'told us') < 0.12 then any_of(draw(person_key, 'feedback topic'), ['rates', 'fees', 'app', 'branch', 'staff', 'product']) end as feedback_topic,
  case when silent_from <= data_end() and draw(person_key, 'says why') < 0.4 then any_of(draw(person_key, 'why'), ['price', 'service', 'moved', 'competitor', 'other']) end
    as churn_reason,
  coalesce(closed, 0) as closed_accounts_last_year,
  investor and result in ('conservative', 'cautious') and draw(person_key, 'above appetite') < 0.3 as invests_above_appetite,
  credit_score,
  first_on as first_wealth_purchase_on,
  usual as usual_wealth_amount,
  every_days as buys_wealth_every_days,
  renews_at_maturity,
  case when investor and draw(person_key, 'term known') < 0.8 then among(patience, ['on_demand', 'short', 'medium', 'long'], [0.2, 0.5, 0.8]) end as favourite_term,
  case when payroll then (select payday from employers where employers.employer_id = person.employer_before) end as cash_rich_day,
  first_salary_on,
  case when draw(person_key, 'always managed') < 0.3 then greatest(joined_on, data_end() - floor(1500 * draw(person_key, 'managed since'))::integer) end as manager_since
from person
join consent using (customer_id)
left join (select customer_id, result from assessment) as assessed using (customer_id)
left join first_wealth using (customer_id)
left join ended using (customer_id)
left join seconds using (customer_id)
left join first_salary using (customer_id)
left join closed using (customer_id)
order by customer_id;
