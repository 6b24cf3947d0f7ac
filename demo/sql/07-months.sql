-- A month of a customer's life: activity and prices wander (thousandths, summed exactly), some fall silent.
create temp table customer_month as
select
  customer_id,
  n,
  month_number,
  month_key,
  first_day,
  days,
  exp(sum(round(60 * normal(month_key, 'activity step'))::bigint) over walk / 1000.0)
    * case when silent_from < first_day then 0.02 else 1 end as activity,
  exp(sum(round(55 * normal(month_key, 'price step'))::bigint) over walk / 1000.0)
    -- A child, a home, a new job: life gets dearer.
    * case when child_born_on < first_day then 1.25 else 1 end
    * case when bought_home_on between first_day - 90 and first_day then 1.4 else 1 end
    * case when new_job_on < first_day then 1.15 else 1 end as price
from (
  select *, key(n, month_number) as month_key
  from person, month
  where month.last_day > joined_on
)
window walk as (partition by customer_id order by month_number)
-- What is made from it then lies by month, and a scan of few days reads little.
order by month_number, customer_id;
