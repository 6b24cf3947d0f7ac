-- Services signed up for and given up, consents given and taken back, risk assessments.
create temp table agreement as
with chance(kind, share) as (
  values ('bill_payment', 0.35), ('sweep_in', 0.12), ('quick_pay', 0.62), ('mobile_bank', 0.8)
),
drawn as (
  select
    customer_id, n, joined_on, silent_from, kind, key(n, 65, ascii(kind)) as agreement_key, share,
    case kind when 'bill_payment' then draw(person_key, 'autopay') when 'sweep_in' then draw(person_key, 'sweep in')
      when 'mobile_bank' then case when monthly_visits > 1 then 0 else draw(person_key, 'mobile') end
      else draw(person_key, 'quick pay') end as will
  from person, chance
)
select
  customer_id,
  kind,
  agreement_key,
  case when draw(agreement_key, 'signs lately') < 0.15
    then date_within(greatest(joined_on + 1, data_begin()), datediff('day', greatest(joined_on + 1, data_begin()), data_end()), draw(agreement_key, 'signs on'))
    else joined_on + 1 + floor(200 * draw(agreement_key, 'signs after'))::integer end as signed_on,
  case
    when silent_from is not null and draw(agreement_key, 'ends when leaving') < 0.3 then silent_from + floor(30 * draw(agreement_key, 'ends on'))::integer
    when draw(agreement_key, 'ends') < 0.05
      then date_within(data_begin(), datediff('day', data_begin(), data_end()), draw(agreement_key, 'ends on'))
  end as ended_on
from drawn
where will < share;

create temp table agreement_wide as
select
  customer_id,
  max(signed_on) filter (kind = 'bill_payment') as bill_signed, max(ended_on) filter (kind = 'bill_payment') as bill_ended,
  max(signed_on) filter (kind = 'sweep_in') as sweep_signed, max(ended_on) filter (kind = 'sweep_in') as sweep_ended,
  max(signed_on) filter (kind = 'quick_pay') as quick_signed, max(ended_on) filter (kind = 'quick_pay') as quick_ended,
  max(signed_on) filter (kind = 'mobile_bank') as mobile_signed, max(ended_on) filter (kind = 'mobile_bank') as mobile_ended
from agreement
group by customer_id;

-- Consents as they were given, with the day on which one was taken back; the impatient do so sooner.
create temp table consent as
select
  customer_id,
  draw(person_key, 'sms consent') < 0.86 as sms,
  draw(person_key, 'wechat consent') < 0.9 as wechat,
  draw(person_key, 'call consent') < 0.55 as calls,
  draw(person_key, 'push consent') < 0.7 as push,
  draw(person_key, 'mail consent') < 0.4 as mail,
  draw(person_key, 'profiling consent') < 0.93 as profiling,
  -- Who has had enough often says so on more than one channel.
  case when draw(person_key, 'no sms') < 0.6 then enough_on + floor(50 * power(draw(person_key, 'no sms on'), 3))::integer end as sms_until,
  case when draw(person_key, 'no wechat') < 0.25 then enough_on + floor(50 * power(draw(person_key, 'no wechat on'), 3))::integer end as wechat_until,
  case when draw(person_key, 'no calls') < 0.6 then enough_on + floor(50 * power(draw(person_key, 'no calls on'), 3))::integer end as calls_until,
  case when draw(person_key, 'no push') < 0.4 then enough_on + floor(50 * power(draw(person_key, 'no push on'), 3))::integer end as push_until,
  draw(person_key, 'do not contact') < 0.012 as do_not_contact
from (select *, some_day(person_key, 'has enough', 0.08 * (1.4 - patience)) as enough_on from person);

create table agreement_events as
with happened as (
  select customer_id, signed_on as day, 'signed' as kind, kind as agreement, null::varchar as channel, agreement_key as row_key from agreement
  union all
  select customer_id, ended_on, 'ended', kind, null, agreement_key from agreement where ended_on > signed_on
  union all
  select customer_id, paid_from, 'signed', 'payroll', null, person_key from person where paid_from is not null
  union all
  select customer_id, paid_until, 'ended', 'payroll', null, key(n, 65) from person where paid_until is not null
  union all
  select customer_id, day, 'consent_withdrawn', null, channel, key(customer_id, 67)
  from (
    select customer_id, unnest([case when sms then sms_until end, case when wechat then wechat_until end, case when calls then calls_until end,
      case when push then push_until end]) as day, unnest(['sms', 'wechat', 'call_center', 'mobile_bank']) as channel
    from consent
  )
)
select
  row_number() over (order by day, customer_id, kind, agreement, channel)::bigint as agreement_event_id,
  customer_id,
  local_time(day, second_of_day(draw(row_key, 'agreement hour'))) as occurred_at,
  kind,
  agreement,
  channel
from happened
join person using (customer_id)
where day between data_begin() and data_end() and day > joined_on
order by agreement_event_id;

-- Risk assessments hold for a year; some are made anew soon after, some late.
create temp table assessment as
select
  customer_id,
  first_on,
  365 + floor(case when investor then 40 else 300 end * draw(person_key, 'assessed again'))::integer as every_days,
  among(
    draw(person_key, 'risk') + case when investor then 0.12 else 0 end,
    ['conservative', 'cautious', 'balanced', 'growth', 'aggressive'],
    [0.2, 0.5, 0.8, 0.95]
  ) as result
from (select *, data_begin() - floor(365 * draw(person_key, 'assessed on'))::integer as first_on from person)
where draw(person_key, 'assessed') < 0.82;

create table risk_assessments as
select
  customer_id * 10 + i as assessment_id,
  customer_id,
  local_time(assessed_on, 36000 + (customer_id % 20000)) as assessed_at,
  result::risk_appetite as result
from (select *, first_on + (i * every_days)::integer as assessed_on from assessment, range(4) as repeated(i))
join person using (customer_id)
where assessed_on > joined_on and assessed_on between data_begin() and data_end()
order by assessed_at, assessment_id;

-- Products taken and given up, told in one place whatever they are.
create table product_events as
with happened as (
  select customer_id, opened as day, 'opened' as kind, product, null::varchar as reason, contract_key as row_key from contract
  union all
  select customer_id, closes, 'closed', product, case when early then case when draw(contract_key, 'why') < 0.5 then 'price' else 'other' end else 'matured' end, contract_key
  from contract
  union all
  select customer_id, opened_on, 'opened', product, null, card_key from card_life
  union all
  select customer_id, closed_on, 'closed', product, case when silent_from <= closed_on then any_of(draw(card_key, 'why'), ['moved_away', 'price', 'service']) else 'other' end, card_key
  from card_life where closed_on is not null
  union all
  select customer_id, started_on, 'opened', product, null, loan_key from loan_life where approved
  union all
  select customer_id, closes_on, 'closed', product, case when closes_on < ends_on then 'price' else 'matured' end, loan_key from loan_life where approved and closes_on > started_on
  union all
  select customer_id, started_on, 'opened', product, null, policy_key from policy_life
)
select
  row_number() over (order by day, customer_id, kind, product, row_key)::bigint as product_event_id,
  customer_id,
  local_time(day, second_of_day(draw(row_key, kind || ' hour'))) as occurred_at,
  kind,
  product::product as product,
  among(draw(row_key, kind || ' channel'), ['mobile_bank', 'branch', 'online_bank', 'call_center'], [0.6, 0.85, 0.97]) as channel,
  reason
from happened
join person using (customer_id)
where day between data_begin() and data_end() and day > joined_on
order by product_event_id;
