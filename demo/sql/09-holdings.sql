-- Time deposits, wealth products, funds and savings bonds; term products end on the day they mature, and some of what
-- matures is renewed within days.
create temp table contract as
with bought as (
  select
    customer_id, contract_key, n, k, savings, investor, joined_on, renews, thrift, silent_from,
    draw(contract_key, 'contract kind') as kind_draw,
    draw(contract_key, 'contract term') as term_draw,
    data_end() - floor(1150 * draw(contract_key, 'contract opened'))::integer as opened,
    greatest(1000, round_sum(savings * 0.45 * exp(0.8 * normal(contract_key, 'contract balance'))))::decimal(18, 2) as balance
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
      when kind_draw < case when investor then 0.28 else 0.77 end then 'td'
      when kind_draw < case when investor then 0.31 else 0.8 end then 'bond'
      when kind_draw < case when investor then 0.75 else 0.95 end then 'wealth'
      else 'fund'
    end as kind
  from bought
  where opened > joined_on and coalesce(opened < silent_from, true)
),
named as (
  select
    *,
    case kind
      -- The large-sum certificate is sold from 200,000 CNY.
      when 'td' then case when balance >= 200000 and term_draw < 0.4 then 'td.large'
        else among(term_draw, ['td.m3', 'td.m6', 'td.y1', 'td.y2', 'td.y3'], [0.15, 0.35, 0.7, 0.85]) end
      when 'bond' then 'bond.savings'
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
      when 'td.y3' then opened + interval 3 years when 'td.large' then opened + interval 1 year
      when 'bond.savings' then opened + interval 3 years
      when 'wealth.stable_90' then opened + interval 90 days when 'wealth.growth_180' then opened + interval 180 days
      when 'wealth.fx_90' then opened + interval 90 days when 'wealth.closed_365' then opened + interval 365 days
    end::date as matures
  from named
),
ended as (
  select
    *,
    case
      -- Money is needed before the time is up.
      when kind = 'td' and draw(contract_key, 'broken') < 0.03 + 0.08 * (1 - thrift)
        then opened + 5 + floor((datediff('day', opened, matures) - 6) * draw(contract_key, 'broken on'))::integer
      -- What has no term is redeemed at some time, or not yet.
      else coalesce(matures, opened + 20 + floor(-500 * ln(1 - draw(contract_key, 'redeemed')))::integer)
    end as closes
  from dated
),
renewed as (
  select
    * replace (
      k + 8 as k,
      key(n, k + 8) as contract_key,
      closes + floor(4 * draw(contract_key, 'renewed after'))::integer as opened
    ),
    datediff('day', opened, matures) as term
  from ended
  where matures = closes and closes <= data_end() and draw(contract_key, 'renews') < renews
    and coalesce(closes < silent_from, true)
),
every as (
  select customer_id, n, k, contract_key, kind, product, opened, matures, closes, balance, false as renewal from ended
  union all
  select
    customer_id, n, k, contract_key, kind, product, opened, opened + term::integer, opened + term::integer,
    balance + case when draw(contract_key, 'adds') < 0.3 then round_sum(balance * 0.2 * draw(contract_key, 'adds what'))::decimal(18, 2) else 0 end,
    true
  from renewed
)
select (customer_id * 16 + k)::bigint as holding_id, * replace (balance::decimal(18, 2) as balance), closes < matures as early
from every
where opened <= data_end();

-- A contract is held on the days after its opening up to that of its end.
create table holdings as
select
  holding_id,
  customer_id,
  kind::holding_kind as kind,
  product::product as product,
  balance,
  opened,
  matures,
  opened + 1 as valid_from,
  case when closes < data_end() then closes + 1 end as valid_to
from contract
order by customer_id, holding_id;

-- Savings plans in funds: the same sum every month.
create temp table fund_saving as
select customer_id, n, month_number, date_within(first_day, 27, draw(person_key, 'plan day')) as day,
  (100 * (2 + floor(28 * power(draw(person_key, 'plan sum'), 2))))::bigint as cny
from customer_month
join person using (customer_id, n)
where draw(person_key, 'saves in funds') < 0.09 * thrift + case when investor then 0.08 else 0 end
  and month_number >= (select count(*) from month) * draw(person_key, 'plan since')
  and coalesce(first_day < silent_from, true);
