-- Card transactions may come two days late (catalog): that none came in the 45 days is known two days after them.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
purchase as (
  select distinct card_transaction_id as id, customer_id, posted_at at time zone 'Asia/Shanghai' as moment, amount, merchant_category, channel, country
  from card_transactions
  where kind = 'purchase' and posted_at at time zone 'Asia/Shanghai' <= $tick::timestamp
)
select customer_id, id as occasion
from purchase as used
join customer using (customer_id), run
where moment + interval 47 days > previous and moment + interval 47 days <= tick
  and not exists (
    from purchase as later where later.customer_id = used.customer_id and later.moment > used.moment and later.moment <= used.moment + interval 45 days
  )
  and (
    select count(*) from purchase as earlier
    where earlier.customer_id = used.customer_id and earlier.moment >= used.moment - interval 90 days and earlier.moment < used.moment
  ) >= 12;
