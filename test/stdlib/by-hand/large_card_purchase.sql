-- Whoever has bought nothing in the three months has an average month of zero, which any purchase is no less than half
-- of.
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
usual as (
  select customer_id, sum(amount) / 3 as month
  from purchase, run
  where moment >= date_trunc('month', day) - interval 3 months and moment < date_trunc('month', day)
  group by customer_id
)
select customer_id, id as occasion
from purchase
join customer using (customer_id)
left join usual using (customer_id), run
where moment > previous and amount >= 5000 and has_credit_card and amount >= 0.5 * coalesce(month, 0);
