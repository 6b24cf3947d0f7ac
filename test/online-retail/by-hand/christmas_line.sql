-- christmas_line: a bought line of the range, sold in the country where the customer lives (United Kingdom).
with today as (
  select ($tick::timestamptz at time zone 'Europe/London')::date as day
),
regulars as (
  select customer_id
  from lines, today
  where quantity > 0
    and invoiced_at >= date_trunc('month', day) - interval 6 months
    and invoiced_at < date_trunc('month', day)
  group by customer_id
  having count(distinct invoice) >= 1
),
refunders as (
  select customer_id
  from lines, today
  where quantity < 0 and customer_id is not null and invoiced_at::date between day - 30 and day - 1
  group by customer_id
  having count(*) >= 10
)
select 'christmas_line' as campaign,
       $tick::timestamptz as tick,
       l.customer_id as customer,
       line_id as event_id,
       invoiced_at at time zone 'Europe/London' as event_time,
       case when quantity >= 24 then ['christmas_hamper']
            when quantity between 4 and 23 then ['christmas_cards']
            else [] end as offers,
       case when quantity * unit_price >= 60 then ['phone']
            when quantity * unit_price >= 5 then ['email']
            else [] end as channels,
       (quantity * unit_price)::decimal(24, 6) as value
from lines l join customers c using (customer_id)
where quantity > 0
  and description like '%CHRISTMAS%'
  and stock_code like '2%'
  and l.country = c.country
  and c.country = 'United Kingdom'
  and l.customer_id in (from regulars)
  and l.customer_id not in (from refunders)
  and invoiced_at::date >= date '2011-10-03'
  and invoiced_at > $previous::timestamptz at time zone 'Europe/London'
  and invoiced_at <= $tick::timestamptz at time zone 'Europe/London'
