-- What customers do in the mobile and online bank; `occurred_at` is an instant, `dt` the local day as text.
create table digital_events as
with slot as (
  select
    customer_id, n, month_number, first_day, days, joined_on, investor, outbound, savings,
    unnest(range(least(800, ceil(2 * monthly_visits * activity))::bigint)) as k,
    2 * monthly_visits * activity as slots
  from customer_month
  join person using (customer_id, n)
),
keyed as (
  select *, key(n, month_number, k) as slot_key from slot
),
visit as (
  select
    *,
    date_within(first_day, days, draw(slot_key, 'visit day')) as day,
    draw(slot_key, 'visit kind') as kind_draw,
    draw(slot_key, 'visit page') as page_draw
  from keyed
  where draw(slot_key, 'visit exists') < slots - k
),
sorted as (
  select
    *,
    case
      when investor and kind_draw < 0.012 then 'wealth_purchase_failed'
      when not investor and kind_draw < 0.0015 then 'wealth_purchase_failed'
      when kind_draw < 0.5 then 'login'
      else 'page_view'
    end as kind
  from visit
  join day_weight using (day)
  where draw(slot_key, 'visit taken') < 0.5 and day > joined_on
),
placed as (
  select
    *,
    case
      when kind = 'wealth_purchase_failed' then 'wealth'
      when kind = 'login' then 'home'
      when investor and page_draw < 0.3 then 'wealth'
      when outbound and page_draw < 0.5 then 'foreign_exchange'
      else any_of(draw(slot_key, 'page'), ['home', 'transfer', 'bills', 'credit_card', 'loans', 'wealth', 'benefits'])
    end as page,
    local_time(day, second_of_day(draw(slot_key, 'visit hour'))) as local_at
  from sorted
)
select
  ((customer_id * 100 + month_number) * 1000 + k)::bigint as event_id,
  customer_id,
  shanghai_instant(local_at) as occurred_at,
  strftime(local_at, '%Y%m%d') as dt,
  kind::digital_kind as kind,
  case when draw(slot_key, 'visit channel') < 0.86 then 'mobile_bank' else 'online_bank' end::bank_channel as channel,
  page::page as page,
  case when page = 'wealth' and kind <> 'login'
    then any_of(draw(slot_key, 'visit product'), ['wealth.daily', 'wealth.stable_90', 'wealth.growth_180', 'wealth.fx_90', 'wealth.closed_365'])
  end::product as product,
  case when kind = 'wealth_purchase_failed'
    then greatest(1000, round_sum(savings * 0.4 * exp(0.7 * normal(slot_key, 'attempt'))))::decimal(18, 2)
  end as amount,
  case when kind = 'wealth_purchase_failed'
    then any_of(draw(slot_key, 'failure'), ['insufficient_balance', 'insufficient_balance', 'quota_full', 'risk_mismatch', 'timeout'])
  end::failure as reason
from placed;
