with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
)
select customer_id, service_event_id as occasion
from service_events as visit
join customer using (customer_id), run
where visit.kind = 'branch_visit' and visit.service = 'advice'
  and visit.occurred_at + interval 7 days > previous and visit.occurred_at + interval 7 days <= tick
  and not exists (
    from product_events as opened
    where opened.kind = 'opened' and opened.customer_id = visit.customer_id
      and opened.occurred_at > visit.occurred_at and opened.occurred_at <= visit.occurred_at + interval 7 days
  );
