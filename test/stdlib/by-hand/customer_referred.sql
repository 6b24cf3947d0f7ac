-- Counted is the year of the run: a referral of New Year's Eve, seen on New Year's Day, is none of it.
with run as (
  select $tick::timestamp as tick, $previous::timestamp as previous, $tick::date as day
),
customer as (
  select * from customers where ds = (select max(ds) from customers where ds <= $tick::date)
),
referred as (
  select distinct referral_id as id, customer_id, referred_at as moment from referrals where accepted and referred_at <= $tick::timestamp
)
select customer_id, id as occasion
from referred
join customer using (customer_id), run
where moment > previous
  and (
    select count(*) from referred as this_year
    where this_year.customer_id = referred.customer_id and this_year.moment >= date_trunc('year', day)
  ) >= 1;
