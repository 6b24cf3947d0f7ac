-- Purchases and refunds by card, in yuan and fen; `posted_at` is an instant. Who has an activated credit card pays with
-- it, others with the demand account's card. A few are loaded a day or two after.
create table card_transactions as
with slot as (
  -- Twice the mean in slots, each taken with a probability of about a half that the day's bustle sets.
  select
    customer_id, n, month_number, first_day, days, price, ticket, joined_on, outbound, child_born_on, children_before, card_from, card_until,
    unnest(range(least(800, ceil(2 * monthly_purchases * activity))::bigint)) as k,
    2 * monthly_purchases * activity as slots
  from customer_month
  join person using (customer_id, n)
  left join (
    select customer_id, activated_on as card_from, closed_on as card_until from main_card
  ) using (customer_id)
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
    taken.*,
    among(
      draw(slot_key, 'purchase category') - case when child_born_on < day and draw(slot_key, 'for the child') < 0.25 then 0.06 else 0 end,
      ['groceries', 'dining', 'transport', 'shopping', 'utilities', 'entertainment', 'medical', 'education', 'travel', 'electronics'],
      [0.3, 0.52, 0.67, 0.83, 0.9, 0.94, 0.96, 0.975, 0.99]
    ) as merchant_category,
    day_abroad.country
  from taken
  join day_weight using (day)
  left join day_abroad using (customer_id, day)
  where draw(slot_key, 'purchase taken') < day_weight.spending + case when day_abroad.country is null then 0 else 0.3 end and day > joined_on
),
priced as (
  select
    *,
    ticket * price * exp(0.6 * normal(slot_key, 'purchase amount'))
      * case merchant_category
          when 'groceries' then 1.1 when 'dining' then 1.3 when 'transport' then 0.5 when 'shopping' then 2.6
          when 'utilities' then 1.6 when 'entertainment' then 1.4 when 'medical' then 2.8 when 'education' then case when children_before > 0 then 22 else 6 end
          when 'travel' then 9 else 14
        end as cost
  from filed
)
select
  ((customer_id * 100 + month_number) * 1000 + k)::bigint as card_transaction_id,
  customer_id,
  customer_id * 10 + case when card_from < day and card_until > day then 2 else 1 end as account_id,
  shanghai_instant(local_time(day, second_of_day(draw(slot_key, 'purchase hour'))))
    as posted_at,
  day + case when draw(slot_key, 'late') < 0.004 then 2 when draw(slot_key, 'late') < 0.02 then 1 else 0 end as loaded_on,
  case when draw(slot_key, 'refund') < 0.012 then 'refund' else 'purchase' end::card_kind as kind,
  greatest(1, round(cost, 2))::decimal(12, 2) as amount,
  merchant_category::merchant_category as merchant_category,
  case
    when draw(slot_key, 'purchase channel') < 0.55 then 'qr'
    when draw(slot_key, 'purchase channel') < 0.82 then 'online'
    else 'pos'
  end::card_channel as channel,
  case when country is not null and draw(slot_key, 'purchase abroad') < 0.8 then country else 'CN' end::country as country
from priced;

-- Cards that were copied at a terminal are used abroad within the hour or two.
create temp table copied_card as
select *, key(card_transaction_id, 10) as copy_key
from card_transactions
where channel = 'pos' and draw(key(card_transaction_id), 'copied') < 0.0006 and account_id % 10 <> 1;

insert into card_transactions
select
  card_transaction_id + 50000, customer_id, account_id,
  make_timestamptz(epoch_us(posted_at) + (1200 + floor(9000 * draw(copy_key, 'used after')))::bigint * 1000000),
  loaded_on, 'purchase', (amount * (2 + floor(9 * draw(copy_key, 'used for')))::integer)::decimal(12, 2), 'electronics', 'pos',
  any_of(draw(copy_key, 'used in'), ['HK', 'US', 'SG', 'JP'])
from copied_card
where shanghai_date(posted_at) < data_end();
