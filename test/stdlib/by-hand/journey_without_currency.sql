with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
)
select customer_id, outside_event_id as occasion
from outside_events as booked
join customer using (customer_id), run
where booked.kind = 'flight_booked' and told_at + interval 7 days > previous and told_at + interval 7 days <= tick
  and departs - day >= 3
  and not exists (
    from fx_purchases as fx where fx.customer_id = booked.customer_id and fx.bought_at > told_at and fx.bought_at <= told_at + interval 7 days
  );
