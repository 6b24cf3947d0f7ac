with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
approved as (
  select distinct card_event_id as id, customer_id, occurred_at as moment from card_events where kind = 'application' and state = 'approved'
),
activated as (
  select customer_id, occurred_at as moment from card_events where kind = 'activation'
)
select customer_id, id as occasion
from approved
join customer using (customer_id), run
where moment + interval 14 days > previous and moment + interval 14 days <= tick
  and not exists (
    from activated where activated.customer_id = approved.customer_id and activated.moment > approved.moment and activated.moment <= approved.moment + interval 14 days
  );
