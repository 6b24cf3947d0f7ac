-- What each month told of the customers, as it stood on the first of the next. Rows lie by month where DuckDB keeps the
-- order of `portrait_month`, so that a scan of one reads little; nothing but speed comes of it.
create table customer_months as
select
  month_first.ds,
  monthly.customer_id,
  latest.transactions::integer as transactions_last_month,
  yuan(latest.moved_fen) as transaction_amount_last_month,
  yuan(largest_fen) as largest_transaction_last_year,
  yuan(inflow_fen) as inflow_last_month,
  yuan(outflow_fen) as outflow_last_month,
  active_days::integer as active_days_last_90,
  coalesce(logins, 0) > 0 as digital_active,
  category as top_spending_category,
  spend::decimal(18, 2) as card_spend_last_month,
  (online_spend / nullif(spend, 0))::decimal(6, 4) as online_spend_share,
  (at_weekends / nullif(purchases, 0))::decimal(6, 4) as weekend_share,
  last_abroad_on as last_spend_abroad_on,
  country_abroad as main_country_abroad,
  coalesce(journeys, 0) as trips_abroad_last_year,
  coalesce(mobile_logins, 0) as mobile_logins_last_30_days,
  coalesce(wealth_views, 0) as wealth_page_views_last_30_days,
  page as most_viewed_page,
  coalesce(branch_visits, 0) as branch_visits_last_year,
  case when coalesce(mobile_logins, 0) > coalesce(logins, 0) / 2.0 then 'mobile_bank' when logins > 0 then 'online_bank'
    when branch_visits > 1 then 'branch' when digital < 0.3 then 'atm' end as main_channel,
  average_deposit_month,
  average_deposit_year,
  average_aum_month,
  household_aum::decimal(18, 2) as household_aum,
  rank_by_value as long_tail_rank,
  rank_by_value > 0.8 as long_tail,
  coalesce(loan.owed, 0)::decimal(18, 2) as loan_balance,
  coalesce(loan.mortgage, 0)::decimal(18, 2) as mortgage_balance,
  coalesce(loan.consumer, 0)::decimal(18, 2) as consumer_loan_balance,
  coalesce(loan.business, 0)::decimal(18, 2) as business_loan_balance,
  loan.ends_on as loan_ends_on,
  (coalesce(loan.owed, 0) + greatest(0, coalesce(statement_balance, 0)))::decimal(18, 2) as total_liability,
  greatest(0, least(1.2, statement_balance / nullif(card_statements.credit_limit, 0)))::decimal(6, 4) as credit_use,
  (case when draw(person_key, 'owes elsewhere') < 0.3 * (1.3 - thrift) then round_sum(income * 20 * power(draw(person_key, 'owes how much'), 2)) else 0 end)::decimal(18, 2)
    as liability_elsewhere,
  (least(1, coalesce(paid_cny, 0) / 360000))::decimal(6, 4) as fx_quota_used,
  next_maturity_on,
  next_maturity_amount,
  coalesce(maturing, 0)::decimal(18, 2) as maturing_within_30_days,
  coalesce(cards_on.cards, 0) as credit_cards_held,
  insured.premium is not null as has_insurance,
  insured.premium as insurance_premium_yearly,
  insured.renews_on as insurance_renews_on,
  draw(person_key, 'metal') < 0.05 as has_precious_metal,
  saving.customer_id is not null as fund_savings_plan,
  (gain + 0.05 * normal(person_key, 'fund luck'))::decimal(6, 4) as fund_return,
  coalesce(overdue, false) as overdue_last_year,
  -- Other systems of the bank, before and beside.
  floor(9 * power(draw(person_key, 'contacted elsewhere'), 2))::integer as contacts_last_year_elsewhere,
  case when draw(person_key, 'contacted elsewhere') > 0.35 then month_first.ds - 1 - floor(120 * draw(monthly_key, 'contacted on'))::integer end as last_contact_elsewhere_on,
  floor(9 * power(draw(person_key, 'contacted elsewhere'), 2) * (0.05 + 0.3 * patience))::integer as responses_last_year_elsewhere,
  case when draw(person_key, 'answers') < 0.3 * patience + 0.1 then month_first.ds - 1 - floor(300 * draw(monthly_key, 'answered on'))::integer end as last_campaign_response_on,
  floor(14 * power(draw(monthly_key, 'unread'), 2) * (1.2 - digital))::integer as messages_unread_last_90_days,
  draw(monthly_key, 'in plan') < 0.03 as in_service_plan,
  case when draw(monthly_key, 'in plan') < 0.03 then month_first.ds + 10 + floor(80 * draw(monthly_key, 'plan ends'))::integer end as current_plan_ends_on,
  case when card_holder then floor(500 + 3 * spend + 24000 * power(draw(person_key, 'points'), 5))::integer else floor(2000 * power(draw(person_key, 'points'), 5))::integer end
    as benefit_points,
  case when card_holder and draw(person_key, 'points') > 0.3 then last_day((month_first.ds + to_months(((12 + floor(12 * draw(person_key, 'points end'))::integer - month(month_first.ds)) % 12)::integer))::date) end as points_expire_on,
  floor(4 * power(draw(monthly_key, 'coupons'), 3) * (0.5 + price_sense))::integer as coupons_open,
  round(income * 0.12 * exp(0.5 * normal(person_key, 'profit')) + 0.004 * monthly.aum::double, 2)::decimal(18, 2) as profit_last_year,
  round(income * 0.02 * exp(0.8 * normal(person_key, 'fees')), 2)::decimal(18, 2) as fee_income_last_year,
  case when card_holder then round(12 * spend::double * 0.006 + 20 * draw(person_key, 'card fees'), 2) else 0 end::decimal(18, 2) as card_fee_income_last_year,
  round(60 + 250 * (1 - digital) + 20 * coalesce(branch_visits, 0), 2)::decimal(18, 2) as cost_to_serve,
  round((income * 0.7 + 0.02 * monthly.aum::double) * (0.4 + loyalty) * exp(0.35 * normal(person_key, 'lifetime')), 2)::decimal(18, 2) as lifetime_value,
  round((income * 0.02 + 0.0015 * monthly.aum::double) * (0.5 + loyalty) * exp(0.3 * normal(monthly_key, 'next value')), 2)::decimal(18, 2) as next_period_value,
  round_sum(savings * (1.4 - loyalty) * exp(0.6 * normal(person_key, 'assets elsewhere')))::decimal(18, 2) as aum_elsewhere,
  among(
    draw(monthly_key, 'need') * 0.5 + draw(person_key, 'need') * 0.5,
    ['none', case when outbound then 'travel' else 'none' end, case when years between 25 and 40 then 'home' else 'none' end,
      case when children_before > 0 or child_born_on < month_first.ds then 'education' else 'none' end, case when years > 48 then 'retirement' else 'none' end,
      case when business_owner then 'business' else 'none' end],
    [0.25, 0.42, 0.54, 0.66, 0.8]
  ) as latent_need,
  case when draw(person_key, 'talks to manager') < 0.6 then
    data_begin() + (talks_every * floor((month_first.ds - 1 - data_begin() + floor(talks_every * draw(person_key, 'talked on'))) / talks_every)
      - floor(talks_every * draw(person_key, 'talked on')))::integer end as last_manager_contact_on
from month_first
join portrait_month as monthly using (ds)
join month_of_life as latest on latest.customer_id = monthly.customer_id and latest.first_day = month_first.first_day
join (select *, 20 + floor(180 * power(draw(person_key, 'talks every'), 1.3)) as talks_every from person) as person on person.customer_id = monthly.customer_id
join fund_market using (ds)
left join favourite_in_month on favourite_in_month.customer_id = monthly.customer_id and favourite_in_month.first_day = month_first.first_day
left join viewed_in_month on viewed_in_month.customer_id = monthly.customer_id and viewed_in_month.first_day = month_first.first_day
left join visited_in_month on visited_in_month.customer_id = monthly.customer_id and visited_in_month.first_day = month_first.first_day
left join (select distinct customer_id, month_number from fund_saving) as saving
  on saving.customer_id = monthly.customer_id and saving.month_number = latest.month_number
left join owed_on as loan on loan.customer_id = monthly.customer_id and loan.ds = month_first.ds
left join insured_on as insured on insured.customer_id = monthly.customer_id and insured.ds = month_first.ds
left join maturing_on on maturing_on.customer_id = monthly.customer_id and maturing_on.ds = month_first.ds
left join cards_on on cards_on.customer_id = monthly.customer_id and cards_on.ds = month_first.ds
left join quota_on on quota_on.customer_id = monthly.customer_id and quota_on.ds = month_first.ds
left join journeys_on on journeys_on.customer_id = monthly.customer_id and journeys_on.ds = month_first.ds
left join visits_on on visits_on.customer_id = monthly.customer_id and visits_on.ds = month_first.ds
left join overdue_before on overdue_before.customer_id = monthly.customer_id and overdue_before.ds = month_first.ds
left join card_statements on card_statements.customer_id = monthly.customer_id and card_statements.valid_from = month_first.ds;
