-- Time deposits, wealth products and funds, each bought once; term products end on the day they mature.
create temp table contract as
with bought as (
  select
    customer_id, contract_key, n, k, savings, investor, joined_on,
    draw(contract_key, 'contract kind') as kind_draw,
    draw(contract_key, 'contract term') as term_draw,
    data_end() - floor(1150 * draw(contract_key, 'contract opened'))::integer as opened
  from (
    select *, key(n, k) as contract_key
    from (
      select *, unnest(range(1 + floor(power(draw(person_key, 'contracts'), 2) * (3 + 4 * least(1, savings / 300000)))::bigint)) as k
      from person
    )
  )
),
chosen as (
  select
    *,
    case
      when kind_draw < case when investor then 0.3 else 0.8 end then 'td'
      when kind_draw < case when investor then 0.75 else 0.95 end then 'wealth'
      else 'fund'
    end as kind
  from bought
  where opened > joined_on
),
named as (
  select
    *,
    case kind
      when 'td' then among(term_draw, ['td.m3', 'td.m6', 'td.y1', 'td.y2', 'td.y3'], [0.15, 0.35, 0.7, 0.85])
      when 'wealth' then among(
        term_draw,
        ['wealth.daily', 'wealth.stable_90', 'wealth.growth_180', 'wealth.fx_90', 'wealth.closed_365'],
        [0.3, 0.6, 0.8, 0.88]
      )
      else among(term_draw, ['fund.money', 'fund.bond', 'fund.mixed', 'fund.equity'], [0.35, 0.6, 0.85])
    end as product
  from chosen
),
dated as (
  select
    *,
    case product
      when 'td.m3' then opened + interval 3 months when 'td.m6' then opened + interval 6 months
      when 'td.y1' then opened + interval 1 year when 'td.y2' then opened + interval 2 years
      when 'td.y3' then opened + interval 3 years
      when 'wealth.stable_90' then opened + interval 90 days when 'wealth.growth_180' then opened + interval 180 days
      when 'wealth.fx_90' then opened + interval 90 days when 'wealth.closed_365' then opened + interval 365 days
    end::date as matures
  from named
)
select
  (customer_id * 16 + k)::bigint as holding_id,
  customer_id, n, k, kind, product, opened, matures,
  -- What has no term is redeemed at some time, or not yet.
  coalesce(matures, opened + 20 + floor(-500 * ln(1 - draw(contract_key, 'redeemed')))::integer) as closes,
  greatest(1000, round_sum(savings * 0.45 * exp(0.8 * normal(contract_key, 'contract balance'))))::decimal(18, 2) as balance
from dated;

-- The bank's contracts at the start of the last seven days; the new ones of that week are not yet booked.
create table holdings as
select
  holding_id,
  customer_id,
  kind::holding_kind as kind,
  product::product as product,
  balance,
  opened,
  matures,
  case when closes < data_end() - 6 then 'closed' else 'open' end::holding_status as status
from contract
where opened < data_end() - 6
order by customer_id, holding_id;
