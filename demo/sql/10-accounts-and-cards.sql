-- Credit cards: applied for, approved, activated or left in a drawer, renewed every five years, sometimes given back.
create temp table card_life as
with wished as (
  select
    customer_id, n, person_key, joined_on, income, credit_score, prudence, silent_from, years, 0 as k,
    case when draw(person_key, 'card lately') < 0.12
      then date_within(greatest(joined_on, data_begin()), datediff('day', greatest(joined_on, data_begin()), data_end()), draw(person_key, 'card on'))
      else least(data_end(), joined_on + floor(300 * draw(person_key, 'card opened'))::integer) end as applied_on,
    case when income > 14000 and draw(person_key, 'card product') < 0.6 then 'card.gold' else 'card.standard' end as product
  from person
  where card_holder
  union all
  select
    customer_id, n, person_key, joined_on, income, credit_score, prudence, silent_from, years, 1,
    date_within(joined_on + 200, datediff('day', joined_on + 200, data_end()), draw(person_key, 'second card on')),
    case when draw(person_key, 'second card is') < 0.5 then 'card.shopping' else 'card.car' end
  from person
  where card_holder and joined_on < data_end() - 210 and draw(person_key, 'second card') < 0.25
  union all
  select
    customer_id, n, person_key, joined_on, income, credit_score, prudence, silent_from, years, 2,
    date_within(joined_on + 30, datediff('day', joined_on + 30, data_end()), draw(person_key, 'overseas card on')), 'card.go_abroad'
  from person
  where joined_on < data_end() - 40 and (outbound and draw(person_key, 'overseas card') < 0.55 or draw(person_key, 'overseas card') < 0.02)
),
keyed as (
  select *, key(n, 60, k) as card_key from wished
),
approved as (
  select
    *,
    applied_on + 1 + floor(9 * draw(card_key, 'decided after'))::integer as opened_on
  from keyed
),
used as (
  select
    *,
    case when draw(card_key, 'activates') < 0.86
      then opened_on + 1 + floor(70 * power(draw(card_key, 'activates after'), 4))::integer end as activated_on,
    least(200000, greatest(3000, round(income * (0.8 + 2.4 * draw(card_key, 'limit')) * credit_score / 700, -3)))::bigint as first_limit,
    case when draw(card_key, 'limit changes') < 0.16
      then date_within(data_begin(), datediff('day', data_begin(), data_end()), draw(card_key, 'limit changes on')) end as limit_changed_on,
    case when draw(card_key, 'limit lowered') < 0.05 + 0.25 * (1 - prudence) then 0.6 else 1.3 + 0.4 * draw(card_key, 'limit raise') end
      as limit_factor,
    case when silent_from is not null and draw(card_key, 'given back') < 0.35 then silent_from + floor(60 * draw(card_key, 'back on'))::integer
      when draw(card_key, 'given up') < 0.03
        then date_within(data_begin(), datediff('day', data_begin(), data_end()), draw(card_key, 'given up on')) end as given_up_on
  from approved
)
select
  customer_id * 10 + 2 + k * 2 as card_id,
  * replace (case when limit_changed_on > opened_on + 60 then limit_changed_on end as limit_changed_on),
  case when given_up_on > opened_on + 30 and given_up_on <= data_end() then given_up_on end as closed_on,
  (round(first_limit * limit_factor, -3))::bigint as later_limit,
  -- The first end of five years that the data may see.
  years_after(opened_on, 5 * greatest(1, ceil((datediff('day', opened_on, data_begin()) + 1) / 1826.25))) as expires_on
from used
where opened_on <= data_end();

create temp table main_card as
select customer_id, min(opened_on) as opened_on, arg_max(activated_on, (opened_on - date '1970-01-01') * 10 + k) as activated_on, arg_min(expires_on, card_id) as expires_on,
  arg_max(opened_on, opened_on) as newest_on, max(case when product = 'card.go_abroad' then opened_on end) as overseas_from,
  max(coalesce(closed_on, date '9999-12-31')) as closed_on
from card_life
group by customer_id;

-- Cards as they stood: another row when one is activated, renewed or gets another limit.
create table cards as
with turn as (
  select distinct card_id, day
  from (select card_id, unnest([opened_on + 1, activated_on + 1, expires_on + 1, limit_changed_on + 1]) as day, opened_on from card_life)
  where day is not null and day <= data_end() and day > opened_on
),
stretch as (
  select card_id, day as valid_from, lead(day) over (partition by card_id order by day) as valid_to
  from turn
)
select
  card_id,
  customer_id,
  product::product as product,
  opened_on,
  valid_from,
  case when closed_on is null then valid_to else least(coalesce(valid_to, closed_on + 1), closed_on + 1) end as valid_to,
  case when valid_from > expires_on then years_after(expires_on, 5) else expires_on end as expires_on,
  coalesce(activated_on < valid_from, false) as activated,
  yuan(100 * case when limit_changed_on < valid_from then later_limit else first_limit end) as credit_limit
from stretch
join card_life using (card_id)
where closed_on is null or valid_from <= closed_on
order by card_id, valid_from;

-- Every customer has a demand account; some have a credit card and an account in foreign currency.
create table accounts as
select *
from (
  select
    customer_id * 10 + 1 as account_id, customer_id, '6217' || lpad(customer_id::varchar, 12, '0') as account_no, 'demand' as kind,
    joined_on as opened_on, null::date as closed_on, 'P' as owner_role
  from person
  union all
  select card_id, customer_id, '6225' || lpad(card_id::varchar, 12, '0'), 'credit_card', opened_on, closed_on, 'P'
  from card_life
  union all
  select customer_id * 10 + 3, customer_id, '6218' || lpad(customer_id::varchar, 12, '0'), 'foreign_currency', joined_on, null, 'P'
  from person
  where outbound
)
order by account_id;
