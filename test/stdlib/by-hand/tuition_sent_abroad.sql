with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
study as (
  select distinct transfer_id as id, customer_id, sent_at as moment, amount, ccy::varchar as ccy
  from transfers_abroad
  where purpose = 'study' and sent_at <= $tick::timestamp
)
select customer_id, id as occasion
from study
join customer using (customer_id), run
where moment > previous
  and case when ccy = 'CNY' then amount
    else amount * (select arg_max(rate, rate_date) from fx_rates where fx_rates.ccy::varchar = study.ccy and rate_date <= moment::date) / 100 end >= 10000
  and not exists (
    from study as earlier
    where earlier.customer_id = study.customer_id and earlier.moment >= study.moment - interval 6 months and earlier.moment < study.moment
  );
