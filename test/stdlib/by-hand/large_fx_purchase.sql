with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
quote as (
  select distinct ccy::varchar as ccy, rate_date, rate from fx_rates
)
select fx.customer_id, fx.fx_id as occasion
from fx_purchases as fx
join customer using (customer_id), run
where fx.bought_at > previous and fx.bought_at <= tick
  and case
    when fx.ccy::varchar = 'USD' then fx.amount
    when fx.ccy::varchar = 'CNY' then fx.amount * 100
      / (select arg_max(rate, rate_date) from quote where quote.ccy = 'USD' and rate_date <= fx.bought_at::date)
    else fx.amount * (select arg_max(rate, rate_date) from quote where quote.ccy = fx.ccy::varchar and rate_date <= fx.bought_at::date)
      / (select arg_max(rate, rate_date) from quote where quote.ccy = 'USD' and rate_date <= fx.bought_at::date)
  end >= 10000;
