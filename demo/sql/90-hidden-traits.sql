-- What nobody at the bank can see, and no catalog maps: how each customer takes to being contacted. `demo/play` draws
-- from it what customers do after contacts, so that reports have something true to find.
create table truth.bank as select getvariable('seed')::bigint as seed;

-- A base is the chance that a customer whom nobody contacts does what answers the need within the six days after a day;
-- an uplift is what one contact adds to it, on a channel of affinity 1, for a customer who is not tired of the bank.
-- The bank's models see a little of it: the response score of how open a customer is, the preferred channel of affinities.
create table truth.trait as
with drawn as (
  select
    person.*,
    key(customer_id, 0, 90) as trait_key,
    coalesce(aum, 0)::double as money,
    coalesce(response_score, 0.5)::double as response_score,
    preferred_channel
  from person
  join customer_profile using (customer_id)
  left join (select customer_id, max_by(aum, ds) as aum from customers group by customer_id) using (customer_id)
  left join (select customer_id, max_by(response_score, scored_on) as response_score from customer_scores group by customer_id)
    using (customer_id)
),
leaning as (
  select
    *,
    exp(1.6 * (response_score - 0.5) + 0.35 * normal(trait_key, 'openness'))
      -- Whom a contact puts off does less than without it.
      * case when draw(trait_key, 'put off') < 0.05 then -0.4 else 1 end as openness,
    exp(0.4 * normal(trait_key, 'activity')) * case when nearly_dormant then 0.4 else 1 end as habit,
    case when outbound then 1 else 0.4 end as travels,
    case when card_holder then 1 else 0.5 end * (1.3 - 0.6 * thrift) as spends,
    case when investor then 1.3 else 0.5 end * (0.5 + 0.5 * least(1, money / 300000)) as invests,
    (0.6 + 0.8 * thrift) * (0.5 + 0.5 * least(1, money / 100000)) as saves,
    0.6 + 0.8 * digital as visits
  from drawn
)
select
  customer_id,
  least(0.4, 0.06 * habit * travels)::decimal(9, 6) as travel_base,
  (0.16 * openness * travels)::decimal(9, 6) as travel_uplift,
  least(0.4, 0.09 * habit * spends)::decimal(9, 6) as spending_base,
  (0.12 * openness * spends)::decimal(9, 6) as spending_uplift,
  least(0.4, 0.05 * habit * invests)::decimal(9, 6) as investing_base,
  (0.10 * openness * invests)::decimal(9, 6) as investing_uplift,
  least(0.4, 0.04 * habit * saves)::decimal(9, 6) as saving_base,
  (0.09 * openness * saves)::decimal(9, 6) as saving_uplift,
  least(0.6, 0.15 * habit * visits)::decimal(9, 6) as visiting_base,
  (0.20 * openness * visits)::decimal(9, 6) as visiting_uplift,
  (case when preferred_channel = 'sms' then 1.4 else 0.9 end * exp(0.25 * normal(trait_key, 'sms')))::decimal(9, 6) as sms_affinity,
  (case when preferred_channel = 'wechat' then 1.4 else 0.9 end * exp(0.25 * normal(trait_key, 'wechat')))::decimal(9, 6)
    as wechat_affinity,
  (case when preferred_channel = 'mobile_bank' then 1.4 else 1 end * exp(0.25 * normal(trait_key, 'mobile bank')))::decimal(9, 6)
    as mobile_bank_affinity,
  (case when preferred_channel = 'call_center' then 1.5 else 0.7 end * exp(0.4 * normal(trait_key, 'call')))::decimal(9, 6)
    as call_center_affinity,
  (1.3 * exp(0.2 * normal(trait_key, 'manager')))::decimal(9, 6) as relationship_manager_affinity,
  -- The share of an uplift that each contact of the two weeks before takes away.
  (0.1 + 0.4 * draw(trait_key, 'tires'))::decimal(9, 6) as fatigue,
  -- What a customer can put by at once, in CNY.
  greatest(5000, 0.15 * money * exp(0.3 * normal(trait_key, 'means')))::decimal(18, 2) as means
from leaning
order by customer_id;
