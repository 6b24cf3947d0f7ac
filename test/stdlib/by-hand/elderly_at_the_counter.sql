with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
counter as (
  select distinct service_event_id as id, customer_id, occurred_at as moment
  from service_events
  where kind = 'branch_visit' and service = 'counter' and occurred_at <= $tick::timestamp
)
select customer_id, id as occasion
from counter as visit
join customer using (customer_id), run
where moment > previous and age >= 65
  and exists (
    from counter as earlier
    where earlier.customer_id = visit.customer_id and earlier.moment >= date_trunc('quarter', day) - interval 3 months and earlier.moment < date_trunc('quarter', day)
  )
  and exists (
    from counter as earlier
    where earlier.customer_id = visit.customer_id
      and earlier.moment >= date_trunc('quarter', day) - interval 6 months and earlier.moment < date_trunc('quarter', day) - interval 3 months
  );
