-- autumn_thanks: 48 pieces or more in a line since the window opened, worth at least the customer's mean line of
-- the 90 days before it. The mean is rounded half away from zero at the sixth place.
with large as (
  select l.customer_id, line_id, invoiced_at, stock_code, quantity, unit_price
  from lines l join customers using (customer_id)
  where quantity >= 48
    and invoiced_at::date >= date '2011-10-14'
    and invoiced_at > $previous::timestamptz at time zone 'Europe/London'
    and invoiced_at <= $tick::timestamptz at time zone 'Europe/London'
),
before as (
  select large.line_id, (sum(p.quantity * p.unit_price) * 1000)::hugeint as thousandths, count(*) as lines
  from large join lines p
    on p.customer_id = large.customer_id
   and p.quantity > 0
   and p.invoiced_at >= large.invoiced_at - interval 90 days
   and p.invoiced_at < large.invoiced_at
  group by large.line_id
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
from large join before using (line_id)
where (quantity * unit_price * 1000000)::hugeint >= sign(thousandths) * ((2000 * abs(thousandths) + lines) // (2 * lines))
