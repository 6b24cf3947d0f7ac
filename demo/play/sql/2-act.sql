-- What those who respond do, one to six days later. Nobody's books are upset: what is paid from a demand account came in
-- just before, from another bank, on the same day; credit cards are settled elsewhere.
create table if not exists truth.deed (
  campaign varchar not null,
  occasion varchar not null,
  customer_id bigint not null,
  wave integer not null,
  relation varchar not null,
  row_id bigint not null,
  occurred_at timestamptz not null
);

-- Numbers that the generator gives to no row, and that a double holds exactly.
create temp macro played_id(row_key, what) as
  (4000000000000000 + hash(xor(row_key, hash(what))) % 4000000000000000)::bigint;

create temp table deed as
with timed as (
  select
    campaign, occasion, customer_id, wave, candidate_key, candidate.need,
    shanghai_date(candidate.due) + 1 + floor(-1.7 * ln(1 - draw(candidate_key, 'on') * (1 - exp(-6 / 1.7))))::integer as day
  from fresh
  join truth.candidate using (campaign, occasion, customer_id, wave)
  where responds
)
select
  timed.*,
  local_time(day, second_of_day(draw(candidate_key, 'at'))) as local_at,
  demand.account_id as demand_account_id,
  card.account_id as card_account_id,
  greatest(
    case need when 'travel' then 300 when 'spending' then 2000 when 'investing' then 10000 else 5000 end,
    round_sum(
      case need when 'travel' then 900 when 'spending' then 4500 else means::double end
      * exp(0.5 * normal(candidate_key, 'amount'))
    )
  )::decimal(12, 2) as cny
from timed
join truth.trait using (customer_id)
join (select customer_id, min(account_id) as account_id from accounts where kind = 'demand' group by customer_id) as demand
  using (customer_id)
left join (
  select customer_id, arg_min(account_id, opened_on) as account_id, min(opened_on) as opened_on
  from accounts
  where kind = 'credit_card' and closed_on is null
  group by customer_id
) as card
  on card.customer_id = timed.customer_id and card.opened_on <= day;

create temp table movement as
select *, 'transfer_in' as kind, 'C' as dc, 'other_bank' as counterparty, played_id(candidate_key, 'brings') as row_id,
  greatest(date_trunc('day', local_at), local_at - interval 1 minute) as moved_at
from deed
where need in ('investing', 'saving') or need in ('travel', 'spending') and card_account_id is null
union all by name
select *, case need when 'investing' then 'wealth_purchase' else 'td_purchase' end as kind, 'D' as dc,
  null as counterparty, played_id(candidate_key, 'pays') as row_id, local_at as moved_at
from deed
where need in ('investing', 'saving');

insert into transactions by name
select
  row_id as transaction_id,
  demand_account_id as account_id,
  customer_id,
  moved_at as occurred_at,
  kind, dc,
  (cny * 100)::bigint as amount_fen,
  'CNY' as ccy,
  counterparty,
  case kind when 'wealth_purchase' then 'wealth.stable_90' when 'td_purchase' then 'td.y1' end as product
from movement;

insert into card_transactions by name
select
  played_id(candidate_key, 'buys') as card_transaction_id,
  customer_id,
  coalesce(card_account_id, demand_account_id) as account_id,
  shanghai_instant(local_at) as posted_at,
  'purchase' as kind,
  cny as amount,
  case need when 'travel' then 'travel' else 'electronics' end as merchant_category,
  case need when 'travel' then 'pos' else 'online' end as channel,
  case need when 'travel' then any_of(draw(candidate_key, 'country'), ['HK', 'JP', 'US', 'SG', 'GB', 'AU']) else 'CN' end as country
from deed
where need in ('travel', 'spending');

insert into card_events by name
select
  played_id(candidate_key, 'applies') as card_event_id,
  customer_id,
  customer_id * 10 + 6 as card_id,
  date_trunc('day', local_at) as occurred_at,
  'application' as kind,
  'card.go_abroad' as product,
  'submitted' as state
from deed
where need = 'travel';

insert into digital_events by name
select
  played_id(candidate_key, 'visits') as event_id,
  customer_id,
  shanghai_instant(local_at) as occurred_at,
  strftime(local_at, '%Y%m%d') as dt,
  'login' as kind,
  'mobile_bank' as channel,
  'home' as page
from deed
where need = 'visiting';

insert into truth.deed
select campaign, occasion, customer_id, wave, 'transactions', row_id, shanghai_instant(moved_at) from movement
union all
select campaign, occasion, customer_id, wave, 'card_transactions', played_id(candidate_key, 'buys'), shanghai_instant(local_at)
from deed where need in ('travel', 'spending')
union all
select campaign, occasion, customer_id, wave, 'card_events', played_id(candidate_key, 'applies'),
  shanghai_instant(date_trunc('day', local_at))
from deed where need = 'travel'
union all
select campaign, occasion, customer_id, wave, 'digital_events', played_id(candidate_key, 'visits'), shanghai_instant(local_at)
from deed where need = 'visiting';
