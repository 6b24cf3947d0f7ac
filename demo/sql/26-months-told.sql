-- What happened in each month and how things stood when it was over, from which `customer_months` is put together; for
-- the last eight.

create temp table month_first as
select day as ds, (day - interval 1 month)::date as first_day
from calendar
where day = date_trunc('month', day) and day > data_begin() and day > data_end() - 245 and day <= data_end();

create temp table moved_in_month as
select
  customer_id, first_day,
  count(*)::integer as movements,
  sum(amount_fen)::bigint as moved_fen,
  sum(amount_fen) filter (dc = 'C')::bigint as inflow_fen,
  sum(amount_fen) filter (dc = 'D')::bigint as outflow_fen,
  max(amount_fen) as largest_fen,
  bit_or(1::bigint << day(occurred_at)) as days_moved
from (select *, date_trunc('month', occurred_at)::date as first_day from transactions)
group by customer_id, first_day;

create temp table bought_in_month as
select
  customer_id, date_trunc('month', bought_on)::date as first_day,
  count(*)::integer as purchases,
  sum(amount)::decimal(18, 2) as spend,
  coalesce(sum(amount) filter (channel = 'online'), 0)::decimal(18, 2) as online_spend,
  count(*) filter (isodow(bought_on) > 5)::integer as at_weekends,
  bit_or(1::bigint << day(bought_on)) as days_bought,
  max(bought_on) filter (country <> 'CN') as last_abroad_on,
  max(country) filter (country <> 'CN') as country_abroad
from (select *, shanghai_date(posted_at) as bought_on from card_transactions where kind = 'purchase')
where bought_on > data_end() - 550
group by all;

create temp table favourite_in_month as
select customer_id, first_day, arg_max(merchant_category, spend * 10000 + enum_code(merchant_category)) as category
from (
  select customer_id, date_trunc('month', shanghai_date(posted_at))::date as first_day, merchant_category,
    sum(amount) as spend
  from card_transactions
  where kind = 'purchase' and shanghai_date(posted_at) >= (select min(first_day) from month_first)
  group by all
)
group by customer_id, first_day;

create temp table visited_in_month as
select
  customer_id, first_day,
  count(*) filter (kind = 'login' and channel = 'mobile_bank')::integer as mobile_logins,
  count(*) filter (kind = 'login')::integer as logins,
  count(*) filter (page = 'wealth' and kind = 'page_view')::integer as wealth_views,
  bit_or(1::bigint << day(day)) as days_visited
from (
  select *, date_trunc('month', shanghai_date(occurred_at))::date as first_day, shanghai_date(occurred_at) as day
  from digital_events
  where dt >= strftime((select min(first_day) from month_first), '%Y%m%d')
)
group by customer_id, first_day;

create temp table viewed_in_month as
select customer_id, first_day, arg_max(page, views * 100 + enum_code(page)) as page
from (
  select customer_id, date_trunc('month', shanghai_date(occurred_at))::date as first_day, page, count(*) as views
  from digital_events
  where kind = 'page_view' and page <> 'home' and dt >= strftime((select min(first_day) from month_first), '%Y%m%d')
  group by all
)
group by customer_id, first_day;

create temp table maturing_on as
select
  customer_id, ds,
  min(matures) as next_maturity_on,
  arg_min(balance, (matures - date '1970-01-01')::bigint * 100 + k) as next_maturity_amount,
  sum(balance) filter (matures <= ds + 30) as maturing
from contract
join month_first on opened < ds and closes >= ds and matures >= ds
group by customer_id, ds;

create temp table owed_on as
select
  customer_id, ds,
  sum(balance)::decimal(18, 2) as owed,
  coalesce(sum(balance) filter (kind = 'mortgage'), 0)::decimal(18, 2) as mortgage,
  coalesce(sum(balance) filter (kind = 'consumer'), 0)::decimal(18, 2) as consumer,
  coalesce(sum(balance) filter (kind = 'business'), 0)::decimal(18, 2) as business,
  min(ends_on) as ends_on
from loans
join month_first on valid_from <= ds and valid_to > ds
group by customer_id, ds;

create temp table cards_on as
select customer_id, ds, count(*)::integer as cards
from cards
join month_first on valid_from <= ds and coalesce(valid_to > ds, true)
group by customer_id, ds;

create temp table insured_on as
select customer_id, ds, sum(premium)::decimal(18, 2) as premium, min(renews_on) as renews_on
from insurance_policies
join month_first on valid_from <= ds and valid_to > ds
group by customer_id, ds;

create temp table quota_on as
select customer_id, ds, sum(paid_cny)::decimal(18, 2) as paid_cny
from fx_purchases
join month_first on bought_at::date < ds and year(bought_at) = year(ds)
group by customer_id, ds;

create temp table journeys_on as
select customer_id, ds, count(*)::integer as journeys
from journey
join month_first on departs < ds and departs >= ds - 365
group by customer_id, ds;

create temp table visits_on as
select customer_id, ds, count(*) filter (kind = 'branch_visit')::integer as branch_visits
from service_events
join month_first on occurred_at::date < ds and occurred_at::date >= ds - 365
group by customer_id, ds;

create temp table overdue_before as
select customer_id, ds, true as overdue
from card_repayments
join month_first on paid_at::date > due_on and due_on < ds and due_on >= ds - 365
group by customer_id, ds;

create temp table portrait_month as
select
  customers.customer_id,
  ds,
  ((lag(deposit_balance) over life + deposit_balance) / 2)::decimal(18, 2) as average_deposit_month,
  (avg(deposit_balance) over (partition by customers.customer_id, year(ds - 1) order by ds))::decimal(18, 2) as average_deposit_year,
  ((lag(aum) over life + aum) / 2)::decimal(18, 2) as average_aum_month,
  aum,
  percent_rank() over (partition by ds order by aum desc)::decimal(6, 4) as rank_by_value,
  sum(aum) over (partition by ds, least(customers.customer_id, coalesce(partner_id, customers.customer_id))) as household_aum
from customers
join person using (customer_id)
where ds = date_trunc('month', ds)
window life as (partition by customers.customer_id order by ds)
order by ds, customers.customer_id;

-- How funds did since they were bought, on the whole: a walk from month to month.
create temp table fund_market as
select ds, sum(round(30 * normal(key(datediff('month', date '2020-01-01', ds)), 'fund market') + 2)::bigint) over (order by ds) / 1000.0 as gain
from month_first;

create temp table month_of_life as
with history as (
  select
    customer_id, month.first_day, month_number, month_key as monthly_key,
    coalesce(movements, 0) + coalesce(purchases, 0) as transactions,
    coalesce(moved_fen, 0) + (100 * coalesce(spend, 0))::bigint as moved_fen,
    max(largest_fen) over year_long as largest_fen,
    coalesce(inflow_fen, 0) as inflow_fen, coalesce(outflow_fen, 0) as outflow_fen,
    coalesce(purchases, 0) as purchases, coalesce(spend, 0) as spend, online_spend, at_weekends,
    max(last_abroad_on) over year_long as last_abroad_on,
    max(country_abroad) over year_long as country_abroad,
    coalesce(days_moved, 0) | coalesce(days_bought, 0) as days_active
  from customer_month as month
  left join moved_in_month using (customer_id, first_day)
  left join bought_in_month using (customer_id, first_day)
  window year_long as (partition by customer_id order by month.first_day rows between 11 preceding and current row)
)
select *, bit_count(days_active) + coalesce(lag(bit_count(days_active), 1) over months_so_far, 0) + coalesce(lag(bit_count(days_active), 2) over months_so_far, 0) as active_days
from history
window months_so_far as (partition by customer_id order by first_day)
qualify first_day in (select first_day from month_first);
