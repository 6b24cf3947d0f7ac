with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
school as (
  select distinct card_transaction_id as id, customer_id, posted_at at time zone 'Asia/Shanghai' as moment, amount
  from card_transactions
  where kind = 'purchase' and merchant_category = 'education' and posted_at at time zone 'Asia/Shanghai' <= $tick::timestamp
)
select moved.customer_id, moved.id as occasion
from school as moved
join customer using (customer_id)
join school as other on other.customer_id = moved.customer_id
  and other.moment > moved.moment - interval 30 days and (other.moment, other.id) <= (moved.moment, moved.id), run
where moved.moment > previous
group by moved.customer_id, moved.id, moved.amount
having sum(other.amount) >= 2000 and sum(other.amount) - moved.amount < 2000;
