-- Every day of the bank's data, with the public holidays and shifted working days of mainland China (2025, 2026).
create table calendar as
with holidays(first_day, last_day, holiday) as (
  values
    (date '2025-01-01', date '2025-01-01', 'new_year'),
    (date '2025-01-28', date '2025-02-04', 'spring_festival'),
    (date '2025-04-04', date '2025-04-06', 'qingming'),
    (date '2025-05-01', date '2025-05-05', 'labour_day'),
    (date '2025-05-31', date '2025-06-02', 'dragon_boat'),
    (date '2025-10-01', date '2025-10-08', 'national_day'),
    (date '2026-01-01', date '2026-01-03', 'new_year'),
    (date '2026-02-15', date '2026-02-23', 'spring_festival'),
    (date '2026-04-04', date '2026-04-06', 'qingming'),
    (date '2026-05-01', date '2026-05-05', 'labour_day')
),
shifted_workdays(day) as (
  select unnest([
    date '2025-01-26', date '2025-02-08', date '2025-04-27', date '2025-09-28', date '2025-10-11',
    date '2026-01-04', date '2026-02-14', date '2026-02-28', date '2026-05-09'
  ])
),
days as (
  select unnest(generate_series(
    data_begin()::timestamp - interval 20 days, data_end()::timestamp, interval 1 day
  ))::date as day
)
select
  day,
  isodow(day)::integer as weekday,
  holiday,
  day in (from shifted_workdays) or (holiday is null and isodow(day) < 6) as business_day
from days
left join holidays on day between first_day and last_day
order by day;

-- How busy a day is, against 1 for the busiest: weekends and the run-up to a festival for spending.
create temp table day_weight as
select
  day,
  strftime(day, '%Y%m%d') as day_text,
  (
    case weekday when 5 then 0.62 when 6 then 0.72 when 7 then 0.68 else 0.5 end
    * case when holiday = 'spring_festival' then 0.85 when holiday is not null then 1.15 else 1 end
    * case when exists (
        from calendar as festival
        where festival.holiday = 'spring_festival'
          and festival.day between calendar.day + 1 and calendar.day + 14
      ) and holiday is null then 1.2 else 1 end
  )::double as spending,
  (case when business_day then 0.6 else 0.3 end)::double as banking
from calendar
where day >= data_begin();

-- The months of the data; a customer's behaviour drifts from one to the next.
create temp table month as
select
  (row_number() over (order by day) - 1)::integer as month_number,
  day as first_day,
  last_day(day) as last_day,
  datediff('day', day, last_day(day)) + 1 as days
from day_weight
where day = date_trunc('month', day);

-- The last working day on or before the given one: employers pay then.
create temp table working_day as
select
  day,
  max(case when business_day then day end) over (order by day rows between 20 preceding and current row) as working_day
from calendar;
