-- What the bank hears of its customers' lives, from them and from others, sooner or later.
create table life_events as
with happened as (
  select customer_id, n, unnest(['married', 'child_born', 'moved', 'new_job', 'graduated', 'retired', 'bought_home', 'bought_car']) as kind,
    unnest([married_on, child_born_on, moved_on, new_job_on, graduated_on, retired_on, bought_home_on, bought_car_on]) as day
  from person
),
heard as (
  select *, key(n, 68, ascii(kind) * 100 + ascii(kind[3])) as row_key from happened where day is not null
),
told as (
  select *, day + floor(40 * power(draw(row_key, 'heard after'), 3))::integer as heard_on
  from heard
  where draw(row_key, 'heard') < 0.8
)
select
  row_number() over (order by heard_on, customer_id, kind)::bigint as life_event_id,
  customer_id,
  local_time(heard_on, second_of_day(draw(row_key, 'heard hour'))) as heard_at,
  day as happened_on,
  kind
from told
join person using (customer_id)
where heard_on <= data_end() and heard_on > joined_on
order by life_event_id;

create table employer_changes as
select
  customer_id as change_id,
  customer_id,
  local_time(day, 36000) as changed_at,
  left_bank
from (
  select customer_id, joined_on, new_job_on + 20 as day, payroll_by_trade and not stays_on_payroll as left_bank
  from person
  where new_job_on is not null and (payroll_by_trade or paid_from is not null)
)
where day between data_begin() and data_end() and day > joined_on
order by changed_at, change_id;

-- A customer's word brings another: those of friendly mind speak of the bank more.
create temp table referral as
select
  customer_id, n, k, referral_key,
  date_within(greatest(joined_on + 1, data_begin() - 400), datediff('day', greatest(joined_on + 1, data_begin() - 400), data_end()), draw(referral_key, 'refers on')) as day,
  draw(referral_key, 'accepted') < 0.45 as accepted
from (
  select *, key(n, 69, k) as referral_key
  from (
    select *, unnest(range(case when draw(person_key, 'refers') < 0.16 * loyalty * (1 - temper) then 1 + floor(5 * power(draw(person_key, 'referrals'), 4)) else 0 end::bigint)) as k
    from person
    where not nearly_dormant
  )
);

create table referrals as
select
  customer_id * 10 + k as referral_id,
  customer_id,
  local_time(day, second_of_day(draw(referral_key, 'referral hour'))) as referred_at,
  accepted
from referral
where day between data_begin() and data_end()
order by referred_at, referral_id;

-- What partners and registers tell: journeys booked, credit asked for elsewhere, homes bought and sold. A partner's feed
-- tells one booking in a hundred twice.
create table outside_events as
with happened as (
  select customer_id, booked_on as day, 'flight_booked' as kind, journey_key as row_key, country, departs, null::varchar as lender,
    null::boolean as bought, null::decimal(18, 2) as price
  from journey
  where draw(journey_key, 'partner tells') < 0.6
  union all
  select customer_id, day, 'credit_inquiry', inquiry_key, null, null, 'bank ' || (1 + floor(30 * power(draw(inquiry_key, 'lender'), 2)))::integer, null, null
  from (
    -- Who needs money asks one lender or several within weeks.
    select customer_id, key(n, 70, k) as inquiry_key, asks_on + floor(25 * power(draw(key(n, 70, k), 'asked after'), 2))::integer as day
    from (
      select *, unnest(range(1 + floor(-1.4 * ln(1 - draw(person_key, 'lenders asked')))::bigint)) as k
      from (select *, some_day(person_key, 'needs money', 0.11 * (1.3 - prudence) * (1.3 - thrift)) as asks_on from person)
      where asks_on is not null and years between 20 and 65
    )
  )
  union all
  select customer_id, bought_home_on + 12, 'property_news', key(n, 71), null, null, null, true,
    round_sum(income * (90 + 120 * draw(home_key, 'home price')))::decimal(18, 2)
  from person where bought_home_on is not null
  union all
  select customer_id, day, 'property_news', key(n, 72), null, null, null, false, round_sum(income * (80 + 120 * draw(home_key, 'old home price')))::decimal(18, 2)
  from (select *, some_day(key(n, 72), 'sells home', 0.012) as day from person where home_owner and bought_home_on is null and years > 30)
  where day is not null
),
numbered as (
  select *, row_number() over (order by day, customer_id, kind, row_key)::bigint as outside_event_id
  from happened
  join person using (customer_id)
  where day between data_begin() and data_end() and day > joined_on
)
select outside_event_id, customer_id, local_time(day, 25200) as told_at, kind, country, departs, lender, bought, price
from numbered, range(2) as told(again)
where again = 0 or kind = 'flight_booked' and draw(row_key, 'told twice') < 0.01
order by outside_event_id;

-- Relatives as far as the bank knows them.
create table family_members as
with known as (
  select customer_id, 1 as k, 'spouse' as relation,
    case when couple then other.born_on else date_within(person.born_on - 1500, 3000, draw(person_key, 'spouse born')) end as born,
    couple as is_customer, coalesce(person.married_on + 20, person.joined_on) as known_from
  from (select person.*, spouse.born_on as spouse_born_on from person left join person as spouse on spouse.customer_id = person.partner_id) as person,
    lateral (select spouse_born_on as born_on) as other
  where married and (couple or draw(person_key, 'family known') < 0.6)
  union all
  select customer_id, 2 + i, 'child',
    date_within(years_after(born_on, 24), least(9000, datediff('day', years_after(born_on, 24), data_begin())), draw(key(n, 73, i), 'child born')),
    draw(key(n, 73, i), 'child customer') < 0.15, joined_on
  from (select *, unnest(range(children_before)) as i from person)
  where draw(person_key, 'family known') < 0.6
  union all
  select customer_id, 6, 'child', child_born_on, false, child_born_on + 25
  from person where child_born_on is not null and draw(person_key, 'child known') < 0.7
  union all
  select customer_id, 7 + i, 'parent', years_after(born_on, -(23 + floor(12 * draw(key(n, 74, i), 'parent born'))::integer)) + floor(364 * draw(key(n, 74, i), 'parent day'))::integer,
    draw(key(n, 74, i), 'parent customer') < 0.25, joined_on
  from (select *, unnest(range(2)) as i from person)
  where years < 55 and draw(key(n, 74, i), 'parent known') < 0.12
)
select customer_id * 10 + k as family_member_id, customer_id, relation, born, is_customer, known_from as valid_from, null::date as valid_to
from known
where known_from <= data_end() and born <= data_end()
order by family_member_id;
