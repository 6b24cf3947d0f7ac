-- What happens to cards besides paying with them: applications, activations, payments refused, cards blocked, cash on
-- credit, instalments, limits changed.
create temp table instalment_plan as
select
  card_transaction_id,
  customer_id,
  account_id as card_id,
  posted_at,
  amount,
  any_of(draw(key(card_transaction_id), 'instalment months'), [3, 6, 6, 12, 12, 24])::integer as months
from card_transactions
join person using (customer_id)
where account_id % 10 <> 1
  and kind = 'purchase'
  and merchant_category in ('electronics', 'travel', 'education')
  and draw(key(card_transaction_id), 'instalment') < 0.3 * (1 - patience) * (1 - thrift);

create table card_events as
with applied as (
  select customer_id, card_id, card_key as row_key, product, applied_on, opened_on, true as approved from card_life
  union all
  -- Those whom the bank refused have no card.
  select customer_id, customer_id * 10 + 2, key(n, 61), 'card.standard', refused_on, refused_on + 1 + floor(9 * draw(key(n, 61), 'decided'))::integer, false
  from (select *, some_day(key(n, 61), 'refused', 0.012 * (1.5 - prudence)) as refused_on from person where not card_holder and joined_on < data_begin())
),
incident as (
  select card_id, customer_id, product, card_key, opened_on, closed_on, some_day(card_key, 'lost', 0.03) as lost_on,
    some_day(card_key, 'stolen', 0.006) as stolen_on
  from card_life
),
happened as (
  select customer_id, card_id, local_time(applied_on, 43200) as occurred_at, 'application' as kind, product, 'submitted' as state,
    null::varchar as reason, null::decimal(18, 2) as amount, null::varchar as country, null::integer as months, null::varchar as direction
  from applied
  union all
  select customer_id, card_id, local_time(opened_on, 54000), 'application', product, case when approved then 'approved' else 'declined' end,
    null, null, null, null, null
  from applied
  where opened_on <= data_end()
  union all
  select customer_id, card_id, local_time(activated_on, second_of_day(draw(card_key, 'activation hour'))), 'activation', product, null, null, null, null, null, null
  from card_life
  where activated_on <= data_end()
  union all
  select customer_id, card_id, local_time(limit_changed_on, 36000), 'limit_change', product, null, null,
    yuan(100 * later_limit), null, null, case when later_limit > first_limit then 'up' else 'down' end
  from card_life
  where limit_changed_on is not null and later_limit <> first_limit
  union all
  select customer_id, card_id, local_time(day, second_of_day(draw(card_key, 'incident hour'))), 'blocked', product, null, reason, null, null, null, null
  from (
    select *, unnest([lost_on, stolen_on]) as day, unnest(['lost', 'stolen']) as reason from incident
  )
  where day > opened_on and coalesce(day <= closed_on, true)
  union all
  select customer_id, account_id, local_time(shanghai_date(posted_at) + 1, 30000 + floor(20000 * draw(copy_key, 'found out'))::bigint), 'blocked', 'card.standard',
    null, 'fraud', null, null, null, null
  from copied_card
  union all
  -- A statement that was paid a month late.
  select customer_id, card_id, local_time(due_on + 30, 32400), 'blocked', 'card.standard', null, 'overdue', null, null, null, null
  from card_repayments
  where paid_at::date > due_on + 30
  union all
  select customer_id, account_id, make_timestamp(epoch_us(posted_at) + 28800000000 - 90000000), 'declined', null, null,
    any_of(draw(key(card_transaction_id), 'declined why'), ['limit', 'limit', 'limit', 'wrong_pin', 'wrong_pin', 'other', 'expired', 'blocked']),
    amount::decimal(18, 2), country::varchar, null, null
  from card_transactions
  where draw(key(card_transaction_id), 'declined') < 0.006 and account_id % 10 <> 1
  union all
  select customer_id, card_id, make_timestamp(epoch_us(posted_at) + 28800000000 + 7200000000), 'instalment', null, null, null, amount::decimal(18, 2), null, months, null
  from instalment_plan
  where posted_at < shanghai_instant(local_time(data_end(), 72000))
  union all
  select customer_id, customer_id * 10 + 2, local_time(date_within(first_day, 28, draw(advance_key, 'advance on')), second_of_day(draw(advance_key, 'advance hour'))),
    'cash_advance', null, null, null, (100 * (2 + floor(60 * power(draw(advance_key, 'advance what'), 3))))::decimal(18, 2), null, null, null
  from (select *, key(n, month_number, 8) as advance_key from card_month)
  where draw(advance_key, 'takes advance') < case when share < 1 then 0.05 else 0.004 end
)
select
  row_number() over (order by occurred_at, customer_id, card_id, kind, state, amount)::bigint as card_event_id,
  customer_id, card_id, occurred_at, kind::card_event_kind as kind, product::product as product, state, reason, amount,
  country::country as country, months, direction
from happened
where occurred_at >= data_begin() and occurred_at < data_end() + 1
order by card_event_id;

-- The statement that stands until the next, on the first of each month, with what is still to be paid in instalments.
create table card_statements as
with instalments as (
  select customer_id, month.first_day, sum((amount * (months - passed) / months)::decimal(18, 2)) as instalment_balance
  from (
    select instalment_plan.customer_id, amount, months, month.first_day,
      datediff('month', shanghai_date(posted_at), month.first_day) as passed
    from instalment_plan
    join month on month.first_day > shanghai_date(posted_at)
  ) as plan
  join month using (first_day)
  where passed < months
  group by customer_id, month.first_day
),
limits as (
  select cards.customer_id, month.first_day, sum(credit_limit)::decimal(18, 2) as credit_limit
  from cards
  join month on month.first_day >= valid_from and coalesce(month.first_day < valid_to, true)
  group by cards.customer_id, month.first_day
),
statement as (
  select *, (first_day + interval 1 month)::date as statement_on from card_month
)
select
  customer_id,
  statement_on as valid_from,
  (statement_on + interval 1 month)::date as valid_to,
  owed as statement_balance,
  case when owed > 0 then statement_on + 7 + floor(16 * draw(person_key, 'statement day'))::integer end as due_on,
  coalesce(instalment_balance, 0)::decimal(18, 2) as instalment_balance,
  coalesce(credit_limit, 0)::decimal(18, 2) as credit_limit
from statement
join person using (customer_id, n)
left join instalments on instalments.customer_id = statement.customer_id and instalments.first_day = statement_on
left join limits on limits.customer_id = statement.customer_id and limits.first_day = statement_on
where statement_on <= data_end()
order by statement_on, customer_id;
