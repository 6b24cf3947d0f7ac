-- What credit cards were used for in each month; it is asked for in the next, and paid whole or in part.
create temp table card_month as
with spent as (
  select
    customer_id,
    date_trunc('month', shanghai_date(posted_at))::date as first_day,
    sum(case kind when 'refund' then -amount else amount end)::decimal(18, 2) as spend
  from card_transactions
  where account_id % 10 <> 1
  group by all
),
whole as (
  -- Every month from the first with a card on, those without a purchase too.
  select customer_id, month_number, month.first_day, coalesce(spend, 0)::decimal(18, 2) as spend
  from card_life
  join month on month.last_day >= card_life.activated_on
  left join spent using (customer_id, first_day)
  where card_life.k = 0
),
shared as (
  select
    whole.*, n,
    case when pays_share = 1 or draw(key(n, month_number, 5), 'pays it all') < 0.2 then 1 else pays_share end as share
  from whole
  join person using (customer_id)
),
first_part as (
  select *, greatest(0, spend * share)::decimal(18, 2) as now_paid from shared
),
paid as (
  select
    *,
    greatest(0, now_paid + coalesce(lag(spend - now_paid) over life, 0))::decimal(18, 2) as paid
  from first_part
  window life as (partition by customer_id order by month_number)
)
select
  customer_id, n, month_number, first_day, spend, paid, share,
  -- What is owed when the month is over: all that was spent, less what was paid in it and before.
  (sum(spend) over life - coalesce(sum(paid) over before, 0))::decimal(18, 2) as owed
from paid
window
  life as (partition by customer_id order by month_number),
  before as (partition by customer_id order by month_number rows between unbounded preceding and 1 preceding);

-- Payments on card statements; from the demand account where salaries come in, from elsewhere for others.
create table card_repayments as
with due as (
  select
    card_month.*, payroll, prudence,
    key(n, month_number, 6) as paid_key,
    (first_day + interval 1 month)::date + 7 + floor(16 * draw(person_key, 'statement day'))::integer as due_on
  from card_month
  join person using (customer_id, n)
),
dated as (
  select
    *,
    due_on - floor(4 * draw(paid_key, 'paid before'))::integer
      + case when draw(paid_key, 'forgets') < 0.06 * (1 - prudence) then 5 + floor(40 * draw(paid_key, 'paid after'))::integer else 0 end
      as paid_on
  from due
)
select
  (customer_id * 100 + month_number)::bigint as repayment_id,
  customer_id,
  customer_id * 10 + 2 as card_id,
  local_time(paid_on, second_of_day(draw(paid_key, 'paid hour'))) as paid_at,
  due_on,
  paid as amount,
  share = 1 as in_full,
  payroll and draw(key(n), 'pays from here') < 0.8 as from_demand_account
from dated
where paid > 0 and paid_on <= data_end()
order by paid_at, repayment_id;
