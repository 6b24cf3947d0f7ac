-- The last 30 complete days are D-30 to D-1. Where nothing was usual, anything is more.
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
),
span as (
  select
    customer_id,
    coalesce(sum(amount) filter (moment >= day - 30), 0) as spend_1, count(*) filter (moment >= day - 30) as number_1,
    coalesce(sum(amount) filter (moment >= day - 60 and moment < day - 30), 0) as spend_2, count(*) filter (moment >= day - 60 and moment < day - 30) as number_2,
    coalesce(sum(amount) filter (moment >= day - 90 and moment < day - 60), 0) as spend_3, count(*) filter (moment >= day - 90 and moment < day - 60) as number_3
  from purchase, run
  where moment >= day - 90 and moment < day
  group by customer_id
)
select customer_id, id as occasion
from purchase
join customer using (customer_id)
join span using (customer_id), run
where moment > previous and amount >= 1000
  and spend_1 > 0.6 * (spend_2 + spend_3) and number_1 > 0.6 * (number_2 + number_3);
