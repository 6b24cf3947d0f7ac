-- What customers do with the bank beyond money: visits, calls, complaints, coupons, points.
create temp table service_slot as
select
  customer_id, n, month_number, first_day, days, joined_on, activity, years, temper, loyalty, price_sense, digital, person_key, month_key,
  card_holder, silent_from, home_key
from customer_month
join person using (customer_id, n);

create temp table complaint as
select
  customer_id, n, month_number, day,
  any_of(draw(complaint_key, 'complains of'), case when price_sense > 0.6 then ['rates', 'fees', 'fees', 'app', 'product']
    else ['app', 'branch', 'staff', 'product', 'fees', 'rates'] end) as topic,
  among(draw(complaint_key, 'how badly') * 0.7 + temper * 0.3, ['low', 'middle', 'high'], [0.5, 0.8]) as severity,
  day + 1 + floor(25 * power(draw(complaint_key, 'settled after'), 2))::integer as settled_on,
  complaint_key
from (
  select *, key(n, month_number, 9) as complaint_key,
    date_within(first_day, days, draw(key(n, month_number, 9), 'complaint day')) as day
  from service_slot
)
where draw(complaint_key, 'complains') < least(1, activity) * 0.012 * power(temper, 3)
    + case when silent_from between first_day and first_day + 75 then 0.12 * temper else 0 end
  and day between greatest(joined_on + 1, data_begin()) and data_end();

create table service_events as
with happened as (
  select customer_id, local_time(day, second_of_day(draw(complaint_key, 'complaint hour'))) as occurred_at, 'complaint' as kind, topic, severity,
    null::varchar as branch, null::varchar as service, null::integer as seconds, null::integer as points, null::varchar as product
  from complaint
  union all
  select customer_id, local_time(date_within(first_day, days, draw(month_key, 'branch day')), 32400 + floor(27000 * draw(month_key, 'branch hour'))::bigint),
    'branch_visit', null, null,
    'B' || lpad((1 + floor(60 * draw(home_key, 'branch')))::integer::varchar, 3, '0'),
    among(draw(month_key, 'branch for'), ['counter', 'machine', 'advice', 'complaint'], [0.45, 0.8, 0.98]), null, null, null
  from service_slot
  where draw(month_key, 'goes to branch') < least(1, activity) * (0.04 + 0.22 * (1 - digital) * case when years > 50 then 1 else 0.4 end)
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
