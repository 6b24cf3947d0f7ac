with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
viewed as (
  select distinct event_id as id, customer_id, occurred_at at time zone 'Asia/Shanghai' as moment
  from digital_events
  where kind = 'page_view' and page = 'wealth' and occurred_at at time zone 'Asia/Shanghai' <= $tick::timestamp
),
wealth_purchase as (
  select distinct transaction_id as id, customer_id, occurred_at as moment, amount_fen / 100.0 as amount, amount_fen
  from transactions
  where kind = 'wealth_purchase' and occurred_at <= $tick::timestamp
)
select customer_id, id as occasion
from viewed
join customer using (customer_id), run
where moment + interval 2 days > previous and moment + interval 2 days <= tick
  and (
    select count(*) from viewed as before
    where before.customer_id = viewed.customer_id and before.moment >= viewed.moment - interval 7 days and before.moment < viewed.moment
  ) >= 3
  and not exists (
    from wealth_purchase
    where wealth_purchase.customer_id = viewed.customer_id and wealth_purchase.moment > viewed.moment and wealth_purchase.moment <= viewed.moment + interval 2 days
  );
