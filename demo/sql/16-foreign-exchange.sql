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

-- What became of it: sent abroad for study or family, taken along on a journey, some of it brought back and sold.
create temp table fx_fate as
select
  *,
  case
    when purpose <> 'travel' and draw(key(fx_id), 'fx fate') < 0.8 then 'sent'
    when purpose = 'travel' and draw(key(fx_id), 'fx fate') < 0.6 then 'spent'
    when draw(key(fx_id), 'fx fate') < 0.85 then 'partly sold'
    else 'kept'
  end as fate,
  bought_at::date + 1 + floor(case when purpose = 'travel' then 60 else 10 end * draw(key(fx_id), 'fx fate on'))::integer as fate_on,
  (20 + floor(80 * draw(key(fx_id), 'fx sold')))::integer as sold_percent
from fx_purchases;

create table transfers_abroad as
select
  fx_id as transfer_id,
  customer_id,
  local_time(fate_on, second_of_day(draw(key(fx_id), 'sent at'))) as sent_at,
  amount,
  ccy,
  case when purpose = 'study' then 'study' when draw(key(fx_id), 'trades') < 0.15 then 'trade' else 'family' end as purpose,
  case ccy when 'USD' then 'US' when 'HKD' then 'HK' when 'JPY' then 'JP' when 'GBP' then 'GB' when 'AUD' then 'AU' when 'SGD' then 'SG'
    else 'DE' end as country
from fx_fate
where fate = 'sent' and fate_on <= data_end()
order by sent_at, transfer_id;

create table fx_sales as
select
  fx_id as sale_id,
  customer_id,
  local_time(fate_on, second_of_day(draw(key(fx_id), 'sold at'))) as sold_at,
  (amount * sold_percent / 100)::decimal(18, 2) as amount,
  ccy,
  (paid_cny * sold_percent * 0.995 / 100)::decimal(18, 2) as received_cny,
  channel
from fx_fate
where fate = 'partly sold' and fate_on <= data_end()
union all
-- Those who trade abroad sell what they earn there.
select
  (customer_id * 100 + month_number) * 1000 + 999, customer_id, local_time(day, second_of_day(draw(trade_key, 'earned at'))),
  round_sum(earned)::decimal(18, 2), 'USD', (round_sum(earned)::decimal(18, 2) * rate * 0.995 / 100)::decimal(18, 2), 'online_bank'
from (
  select customer_id, month_number, trade_key, date_within(first_day, days, draw(trade_key, 'earned on')) as day,
    6000 * exp(0.8 * normal(trade_key, 'earned')) as earned, joined_on
  from (select *, key(n, month_number, 12) as trade_key from customer_month join person using (customer_id, n) where business_owner and outbound)
  where draw(trade_key, 'earns abroad') < 0.3
) as trade
asof join fx_rates on 'USD' = fx_rates.ccy and trade.day >= fx_rates.rate_date
where day > joined_on and day <= data_end()
order by sold_at, sale_id;

-- What it adds to the foreign currency held, at cost, on the day.
create temp table fx_held as
select customer_id, bought_at::date as day, paid_cny as cny from fx_fate
union all
select customer_id, fate_on, case fate when 'partly sold' then -(paid_cny * sold_percent / 100)::decimal(18, 2) else -paid_cny end
from fx_fate
where fate <> 'kept' and fate_on <= data_end();
