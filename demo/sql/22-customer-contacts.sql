-- How customers are addressed and reached: one row a customer, as of now.
create table customer_contacts as
select
  customer_id,
  case gender when 'F' then 'Ms ' when 'M' then 'Mr ' else 'Customer ' end || any_of(power(draw(person_key, 'surname'), 1.4), [
    'Wang', 'Li', 'Zhang', 'Liu', 'Chen', 'Yang', 'Huang', 'Zhao', 'Wu', 'Zhou', 'Xu', 'Sun', 'Ma', 'Zhu', 'Hu', 'Guo', 'He', 'Lin',
    'Gao', 'Luo'
  ]) as salutation,
  -- Unknown in two ways: empty where nobody asked, N/A where the branch migrated its files.
  case when draw(person_key, 'phone') < 0.025 then '' when draw(person_key, 'phone') < 0.035 then 'N/A'
    else '1' || (3500000000 + floor(6400000000 * draw(person_key, 'phone number')))::bigint::varchar end as phone,
  case when draw(person_key, 'wechat') < 0.58 then 'wx_' || left(md5(concat_ws('-', getvariable('seed'), 'wechat', n)), 12) end as wechat_id,
  case when monthly_visits > 1 then 'app_' || left(md5(concat_ws('-', getvariable('seed'), 'app', n)), 12) end as app_user_id,
  case when draw(person_key, 'mail') < 0.45 then 'c' || left(md5(concat_ws('-', getvariable('seed'), 'mail', n)), 10) || '@example.com' end as email_address
from person
order by customer_id;
