-- Months in which customers may turn to the bank, and their complaints: some are of a temper, who leave have reasons.
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
