-- Quotes per 100 units of foreign currency in CNY, on business days alone: a random walk in hundred-thousandths.
create table fx_rates as
with start(ccy, per_hundred) as (
  values
    ('USD', 718.40), ('EUR', 782.15), ('GBP', 905.30), ('HKD', 92.35), ('JPY', 4.71), ('AUD', 455.80),
    ('SGD', 541.20)
),
step as (
  select
    day as rate_date,
    ccy,
    per_hundred,
    sum(round(normal(key(datediff('day', date '2020-01-01', day), ascii(ccy), ascii(ccy[2])), 'rate step') * 220)::bigint)
      over (partition by ccy order by day) as moved
  from calendar, start
  where business_day
)
select rate_date, ccy::currency as ccy, (per_hundred * (100000 + moved) / 100000)::decimal(12, 4) as rate
from step
order by rate_date, ccy;
