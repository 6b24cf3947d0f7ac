-- Every customer has a demand account; some have a credit card and an account in foreign currency.
create table accounts as
select *
from (
  select
    customer_id * 10 + 1 as account_id, customer_id, '6217' || lpad(customer_id::varchar, 12, '0') as account_no, 'demand' as kind,
    joined_on as opened_on, 'P' as owner_role
  from person
  union all
  select
    customer_id * 10 + 2, customer_id, '6225' || lpad(customer_id::varchar, 12, '0'), 'credit_card',
    least(data_end(), joined_on + floor(300 * draw(person_key, 'card opened'))::integer), 'P'
  from person
  where has_credit_card
  union all
  select customer_id * 10 + 3, customer_id, '6218' || lpad(customer_id::varchar, 12, '0'), 'foreign_currency', joined_on, 'P'
  from person
  where outbound
)
order by account_id;
