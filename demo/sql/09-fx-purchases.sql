-- Purchases of foreign exchange, in the currency bought; `bought_at` is Shanghai's local time.
create table fx_purchases as
with slot as (
  select
    customer_id, n, month_number, first_day, days, joined_on, income, occupation,
    unnest(range(ceil(-1.6 * ln(1 - draw(person_key, 'fx habit')) * least(3, activity))::bigint)) as k,
    -1.6 * ln(1 - draw(person_key, 'fx habit')) * least(3, activity) as slots
  from customer_month
  join person using (customer_id, n)
  where outbound
),
keyed as (
  select *, key(n, month_number, k) as slot_key from slot
),
bought as (
  select
    *,
    date_within(first_day, days, draw(slot_key, 'fx day')) as day,
    among(draw(slot_key, 'fx currency'), ['USD', 'HKD', 'EUR', 'JPY', 'GBP', 'AUD', 'SGD'], [0.52, 0.68, 0.78, 0.88, 0.93, 0.97]) as ccy,
    -- What it is worth in USD; those who pay tuition buy more at once.
    case when occupation = 'student' then 6500 else 2600 end * power(income / 10000, 0.35) * exp(1.15 * normal(slot_key, 'fx amount'))
      as usd
  from keyed
  where draw(slot_key, 'fx slot exists') < slots - k
),
quoted as (
  select
    bought.*,
    round_sum(usd * case ccy when 'HKD' then 7.8 when 'JPY' then 152 when 'EUR' then 0.92 when 'GBP' then 0.79
      when 'AUD' then 1.57 when 'SGD' then 1.33 else 1 end)::decimal(18, 2) as amount,
    second_of_day(draw(slot_key, 'fx hour')) as seconds
  from bought
  join day_weight using (day)
  where draw(slot_key, 'fx taken') < day_weight.banking and day > joined_on and day <= data_end()
)
select
  ((customer_id * 100 + month_number) * 1000 + k)::bigint as fx_id,
  customer_id,
  local_time(day, seconds) as bought_at,
  amount,
  quoted.ccy::currency as ccy,
  (amount * rate / 100)::decimal(18, 2) as paid_cny,
  case when draw(slot_key, 'fx channel') < 0.7 then 'mobile_bank'
    when draw(slot_key, 'fx channel') < 0.9 then 'online_bank' else 'branch' end::bank_channel as channel,
  case when occupation = 'student' or draw(slot_key, 'fx purpose') < 0.25 then 'study'
    when draw(slot_key, 'fx purpose') < 0.75 then 'travel' else 'family' end as purpose
from quoted
asof join fx_rates on quoted.ccy::currency = fx_rates.ccy and quoted.day >= fx_rates.rate_date;
