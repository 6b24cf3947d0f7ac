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
from purchase as abroad
join customer using (customer_id), run
where moment > previous and channel = 'pos' and country <> 'CN'
  and not exists (
    from purchase as earlier
    where earlier.customer_id = abroad.customer_id and earlier.channel = 'pos' and earlier.country <> 'CN'
      and earlier.moment >= abroad.moment - interval 60 days and earlier.moment < abroad.moment
  );
