-- autumn_thanks: 48 pieces or more in a line since the window opened, worth at least the customer's mean line of
-- the last 90 days. The mean is rounded half away from zero at the sixth place, in millionths as whole numbers.
with means as (
  select customer_id, (sum(quantity * unit_price) * 1000)::hugeint as thousandths, count(*) as lines
  from lines
  where quantity > 0
    and invoiced_at::date between ($tick::timestamptz at time zone 'Europe/London')::date - 90
                              and ($tick::timestamptz at time zone 'Europe/London')::date - 1
  group by customer_id
)
select 'autumn_thanks' as campaign,
       $tick::timestamptz as tick,
       customer_id as customer,
       line_id as event_id,
       invoiced_at at time zone 'Europe/London' as event_time,
       ['autumn_thanks'] as offers,
       ['email', 'phone'] as channels,
       (quantity * unit_price)::decimal(24, 6) as value,
       case when stock_code is null then ['email'] else [] end as unknown_in_message
from lines join customers using (customer_id) join means using (customer_id)
where quantity >= 48
  and (quantity * unit_price * 1000000)::hugeint
        >= sign(thousandths) * ((2000 * abs(thousandths) + means.lines) // (2 * means.lines))
  and invoiced_at::date >= date '2011-10-14'
  and invoiced_at > $previous::timestamptz at time zone 'Europe/London'
  and invoiced_at <= $tick::timestamptz at time zone 'Europe/London'
