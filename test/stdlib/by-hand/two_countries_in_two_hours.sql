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
select one.customer_id, one.id as occasion
from purchase as one
join customer using (customer_id)
join purchase as other on other.customer_id = one.customer_id and other.moment > one.moment and other.moment <= one.moment + interval 2 hours
where one.channel = 'pos' and other.channel = 'pos' and other.country <> one.country
group by one.customer_id, one.id
having min(other.moment) > (select previous from run);
