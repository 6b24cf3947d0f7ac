-- Journeys abroad of those who travel: around the long holidays and in summer, or whenever.
create temp table journey as
with planned as (
  select
    customer_id, n, k, occupation, key(n, 40, k) as journey_key
  from (
    select *, unnest(range(floor(-1.5 * ln(1 - draw(person_key, 'wanderlust')) + 0.4)::bigint)) as k
    from person
    where outbound
  )
),
departing as (
  select
    *,
    case
      when draw(journey_key, 'season') < 0.3 then date_within(date '2026-02-11', 10, draw(journey_key, 'departs'))
      when draw(journey_key, 'season') < 0.45 then date_within(date '2025-09-28', 6, draw(journey_key, 'departs'))
      when draw(journey_key, 'season') < 0.65 then date_within(date '2025-07-05', 50, draw(journey_key, 'departs'))
      else date_within(data_begin(), datediff('day', data_begin(), data_end()) + 60, draw(journey_key, 'departs'))
    end as departs,
    4 + floor(9 * draw(journey_key, 'days away'))::integer as days_away,
    any_of(draw(journey_key, 'country'), ['HK', 'HK', 'JP', 'JP', 'US', 'SG', 'SG', 'GB', 'AU']) as country
  from planned
)
select *, departs - 7 - floor(50 * power(draw(journey_key, 'books'), 1.5))::integer as booked_on
from departing;

create temp table day_abroad as
select customer_id, day, min(country) as country
from (
  select customer_id, country, unnest(generate_series(departs::timestamp, (departs + days_away)::timestamp, interval 1 day))::date as day
  from journey
)
where day between data_begin() and data_end()
group by customer_id, day;
