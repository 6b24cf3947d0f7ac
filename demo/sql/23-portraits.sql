-- Days of which the bank keeps a portrait of every customer: month-firsts, and each of the last 38 days.
-- The portrait of a day is taken as the day begins, from all that was booked before it.
create temp table portrait as
select day as ds, (row_number() over (order by day))::integer as portrait_number
from calendar
where day between data_begin() and data_end()
  and (day = date_trunc('month', day) or day > data_end() - 38);

-- What was booked on a day counts from the next portrait on.
create temp table first_portrait as
select calendar.day, min(portrait_number) as portrait_number
from calendar
join portrait on ds > calendar.day
where calendar.day >= data_begin() - 1
group by calendar.day;
