-- large_refund: 10 GBP or more taken back in one line, of an article that the customer bought in the 60 days before;
-- found again by its description, for refunds have lost their article's code.
with refunds as (
  select *
  from lines
  where quantity < 0
    and quantity * unit_price <= -10
    and invoiced_at::date >= date '2011-10-01'
    and invoiced_at > $previous::timestamptz at time zone 'Europe/London'
    and invoiced_at <= $tick::timestamptz at time zone 'Europe/London'
),
variety as (
  select customer_id, count(distinct stock_code) as articles
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
from refunds r join customers using (customer_id) join variety using (customer_id)
where articles >= 5
  and exists (
    select 1 from lines p
    where p.customer_id = r.customer_id
      and p.description = r.description
      and p.quantity > 0
      and p.invoiced_at >= r.invoiced_at - interval 60 days
      and p.invoiced_at < r.invoiced_at
  )
