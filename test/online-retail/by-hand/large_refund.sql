-- large_refund: 10 GBP or more taken back in one line, at no higher price than the customer paid in the last 60 days;
-- by customers who have bought five articles or more by twos.
with refunds as (
  select *
  from lines
  where quantity < 0
    and quantity * unit_price <= -10
    and invoiced_at::date >= date '2011-10-01'
    and invoiced_at > $previous::timestamptz at time zone 'Europe/London'
    and invoiced_at <= $tick::timestamptz at time zone 'Europe/London'
),
buyers as (
  select customer_id,
         count(distinct stock_code) filter (quantity >= 2) as articles,
         max(unit_price) filter (
           invoiced_at::date between ($tick::timestamptz at time zone 'Europe/London')::date - 60
                                 and ($tick::timestamptz at time zone 'Europe/London')::date - 1) as highest_price
  from lines
  where quantity > 0
    and invoiced_at <= $tick::timestamptz at time zone 'Europe/London'
    and customer_id in (select customer_id from refunds)
  group by customer_id
)
select 'large_refund' as campaign,
       $tick::timestamptz as tick,
       r.customer_id as customer,
       r.line_id as event_id,
       r.invoiced_at at time zone 'Europe/London' as event_time,
       case when r.quantity * r.unit_price <= -40 then ['apology_dear'] else ['apology'] end as offers,
       ['email', 'phone'] as channels,
       (-r.quantity * r.unit_price)::decimal(24, 6) as value,
       case when r.invoice is null then ['email'] else [] end as unknown_in_message
from refunds r join customers using (customer_id) join buyers using (customer_id)
where articles >= 5
  and r.unit_price <= highest_price
