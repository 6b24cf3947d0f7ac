-- What customers do with the bank beyond money: visits, calls, complaints, coupons, points.
create table service_events as
with happened as (
  select customer_id, local_time(day, second_of_day(draw(complaint_key, 'complaint hour'))) as occurred_at, 'complaint' as kind, topic, severity,
    null::varchar as branch, null::varchar as service, null::integer as seconds, null::integer as points, null::varchar as product
  from complaint
  union all
  select customer_id, local_time(date_within(first_day, days, draw(month_key, 'branch day')), 32400 + floor(27000 * draw(month_key, 'branch hour'))::bigint),
    'branch_visit', null, null,
    'B' || lpad((1 + floor(60 * draw(home_key, 'branch')))::integer::varchar, 3, '0'),
    among(draw(month_key, 'branch for') * case when years > 65 then 0.6 else 1 end, ['counter', 'machine', 'advice', 'complaint'], [0.45, 0.8, 0.98]), null, null, null
  from service_slot
  where draw(month_key, 'goes to branch') < least(1, activity) * case when years > 65 and digital < 0.35 then 0.75
    else 0.04 + 0.22 * (1 - digital) * case when years > 50 then 1 else 0.4 end end
  union all
  select customer_id, local_time(date_within(first_day, days, draw(month_key, 'call day')), second_of_day(draw(month_key, 'call hour'))), 'call',
    any_of(draw(month_key, 'calls about'), ['balance', 'card', 'card', 'loan', 'wealth', 'other', 'other']), null, null, null,
    20 + floor(-240 * ln(1 - draw(month_key, 'call lasts')))::integer, null, null
  from service_slot
  where draw(month_key, 'calls') < least(1, activity) * 0.035 * (0.5 + temper)
  union all
  select customer_id, local_time(day, second_of_day(draw(complaint_key, 'complaint hour')) - 600), 'call', 'complaint', null, null, null,
    300 + floor(900 * draw(complaint_key, 'call lasts'))::integer, null, null
  from complaint
  where draw(complaint_key, 'by telephone') < 0.5
  union all
  select customer_id, local_time(date_within(first_day, days, draw(month_key, 'coupon day')), second_of_day(draw(month_key, 'coupon hour'))), 'coupon_used',
    null, null, null, null, null, null, any_of(draw(month_key, 'coupon for'), ['card.shopping', 'card.standard', 'service.birthday_gift'])
  from service_slot
  where card_holder and draw(month_key, 'uses coupon') < least(1, activity) * 0.12 * price_sense * digital
  union all
  select customer_id, local_time(date_within(first_day, days, draw(month_key, 'points day')), second_of_day(draw(month_key, 'points hour'))), 'points_redeemed',
    null, null, null, null, null, (500 * (1 + floor(30 * power(draw(month_key, 'points what'), 2))))::integer, null
  from service_slot
  where card_holder and draw(month_key, 'redeems points') < least(1, activity) * (0.015 + 0.04 * price_sense)
    * case when month(first_day) = 12 then 2.5 else 1 end
)
select
  row_number() over (order by occurred_at, customer_id, kind)::bigint as service_event_id,
  customer_id, occurred_at, kind::service_kind as kind, topic, severity, branch, service, seconds, points, product::product as product
from happened
join person using (customer_id)
where occurred_at >= greatest(joined_on + 1, data_begin()) and occurred_at < data_end() + 1
order by service_event_id;
