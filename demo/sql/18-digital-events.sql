-- What customers do in the mobile and online bank; `occurred_at` is an instant, `dt` the local day as text. What brings
-- them there shows in the pages: a card, a loan in mind, a journey, savings to place.
create table digital_events as
with slot as (
  select
    customer_id, n, month_number, first_day, days, joined_on, investor, outbound, savings, card_holder, silent_from,
    bought_home_on, bought_car_on, thrift, prudence,
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
      when kind_draw > 0.985 then 'search'
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
      when kind in ('login', 'search') then 'home'
      when investor and page_draw < 0.3 then 'wealth'
      when outbound and page_draw < 0.5 then 'foreign_exchange'
      when (day between bought_home_on - 90 and bought_home_on or day between bought_car_on - 45 and bought_car_on) and page_draw < 0.4 then 'loans'
      else case when draw(slot_key, 'page') < 0.25 then 'home' when draw(slot_key, 'page') < 0.5 then 'transfer'
        when draw(slot_key, 'page') < 0.68 then 'bills' when draw(slot_key, 'page') < 0.68 + 0.16 * card_holder::integer then 'credit_card'
        when draw(slot_key, 'page') < 0.87 then 'benefits' when draw(slot_key, 'page') < 0.87 + 0.07 * (1 - thrift) then 'loans' else 'wealth' end
    end as page,
    local_time(day, second_of_day(draw(slot_key, 'visit hour'))) as local_at
  from sorted
)
select
  ((customer_id * 100 + month_number) * 1000 + k)::bigint as event_id,
  customer_id,
  shanghai_instant(local_at) as occurred_at,
  day_text as dt,
  kind::digital_kind as kind,
  case when draw(slot_key, 'visit channel') < 0.86 then 'mobile_bank' else 'online_bank' end::bank_channel as channel,
  page::page as page,
  case
    when page = 'wealth' and kind <> 'login'
      then any_of(draw(slot_key, 'visit product'), ['wealth.daily', 'wealth.stable_90', 'wealth.growth_180', 'wealth.fx_90', 'wealth.closed_365'])
    when page = 'loans' then any_of(draw(slot_key, 'visit product'), ['loan.mortgage', 'loan.consumer', 'loan.consumer', 'loan.car', 'loan.business'])
    when page = 'credit_card' then any_of(draw(slot_key, 'visit product'), ['card.gold', 'card.instalment', 'card.shopping', 'card.go_abroad'])
  end::product as product,
  case when kind = 'wealth_purchase_failed'
    then greatest(1000, round_sum(savings * 0.4 * exp(0.7 * normal(slot_key, 'attempt'))))::decimal(18, 2)
  end as amount,
  case when kind = 'wealth_purchase_failed'
    then any_of(draw(slot_key, 'failure'), ['insufficient_balance', 'insufficient_balance', 'quota_full', 'risk_mismatch', 'timeout'])
  end::failure as reason,
  case when kind = 'search' then
    case
      when day between bought_home_on - 90 and bought_home_on then 'mortgage'
      when silent_from between day and day + 60 and draw(slot_key, 'searches for') < 0.5 then 'close account'
      when outbound and draw(slot_key, 'searches for') < 0.4 then any_of(draw(slot_key, 'term'), ['exchange rate', 'send money abroad', 'visa statement'])
      else any_of(draw(slot_key, 'term'), ['time deposit rates', 'wealth products', 'personal loan', 'raise limit', 'instalments', 'points', 'statement',
        'gold', 'insurance', 'branch near me', 'salary', 'transfer limit'])
    end
  end::search_term as term
from placed;
