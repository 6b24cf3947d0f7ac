-- Purchases and refunds by card, in yuan and fen; `posted_at` is an instant.
create table card_transactions as
with slot as (
  -- Twice the mean in slots, each taken with a probability of about a half that the day's bustle sets.
  select
    customer_id, n, month_number, first_day, days, price, monthly_purchases, ticket, outbound, joined_on,
    has_credit_card,
    unnest(range(least(800, ceil(2 * monthly_purchases * activity))::bigint)) as k,
    2 * monthly_purchases * activity as slots
  from customer_month
  join person using (customer_id, n)
),
keyed as (
  select *, key(n, month_number, k) as slot_key from slot
),
taken as (
  select
    *,
    date_within(first_day, days, draw(slot_key, 'purchase day')) as day
  from keyed
  -- A fraction of a slot is one more slot, taken less often.
  where draw(slot_key, 'slot exists') < slots - k
),
filed as (
  select
    *,
    among(
      draw(slot_key, 'purchase category'),
      ['groceries', 'dining', 'transport', 'shopping', 'utilities', 'entertainment', 'medical', 'education', 'travel', 'electronics'],
      [0.3, 0.52, 0.67, 0.83, 0.9, 0.94, 0.96, 0.975, 0.99]
    ) as merchant_category
  from taken
  join day_weight using (day)
  where draw(slot_key, 'purchase taken') < day_weight.spending and day > joined_on
),
priced as (
  select
    *,
    ticket * price * exp(0.6 * normal(slot_key, 'purchase amount'))
      * case merchant_category
          when 'groceries' then 1.1 when 'dining' then 1.3 when 'transport' then 0.5 when 'shopping' then 2.6
          when 'utilities' then 1.6 when 'entertainment' then 1.4 when 'medical' then 2.8 when 'education' then 6
          when 'travel' then 9 else 14
        end as cost
  from filed
)
select
  ((customer_id * 100 + month_number) * 1000 + k)::bigint as card_transaction_id,
  customer_id,
  customer_id * 10 + case when has_credit_card then 2 else 1 end as account_id,
  shanghai_instant(local_time(day, second_of_day(draw(slot_key, 'purchase hour'))))
    as posted_at,
  case when draw(slot_key, 'refund') < 0.012 then 'refund' else 'purchase' end::card_kind as kind,
  greatest(1, round(cost, 2))::decimal(12, 2) as amount,
  merchant_category::merchant_category as merchant_category,
  case
    when draw(slot_key, 'purchase channel') < 0.55 then 'qr'
    when draw(slot_key, 'purchase channel') < 0.82 then 'online'
    else 'pos'
  end::card_channel as channel,
  case
    when outbound and draw(slot_key, 'purchase abroad') < 0.06
      then any_of(draw(slot_key, 'purchase country'), ['HK', 'JP', 'US', 'SG', 'GB', 'AU'])
    else 'CN'
  end::country as country
from priced;
