-- Days of which the bank keeps a portrait of every customer: month-firsts, and each of the last 38 days.
-- The portrait of a day is taken as the day begins, from all that was booked before it.
create temp table snapshot_day as
select day as ds, (row_number() over (order by day))::integer as snapshot_number
from calendar
where day between data_begin() and data_end()
  and (day = date_trunc('month', day) or day > data_end() - 38);

-- What was booked on a day counts from the next portrait on.
create temp table first_portrait as
select calendar.day, min(ds) as ds
from calendar
join snapshot_day on ds > calendar.day
where calendar.day >= data_begin()
group by calendar.day;

-- What changed until a portrait: demand deposits, savings plans in funds, foreign currency; and the last days of doing things.
create temp table flow as
select
  customer_id, ds, sum(fen)::bigint as fen, sum(fund_fen)::bigint as fund_fen, sum(fx_fen)::bigint as fx_fen,
  max(day) filter (moves) as last_moved_on, max(day) as last_active_on
from (
  select customer_id, occurred_at::date as day, case dc when 'C' then amount_fen else -amount_fen end as fen, 0 as fund_fen, 0 as fx_fen, true as moves
  from transactions
  union all
  -- By debit card, from the demand account at once; credit cards are settled later.
  select
    customer_id, shanghai_date(posted_at),
    case when account_id % 10 <> 1 then 0 when kind = 'refund' then (100 * amount)::bigint else (-100 * amount)::bigint end, 0, 0, true
  from card_transactions
  union all
  select customer_id, day, 0, 100 * cny, 0, true from fund_saving
  union all
  select customer_id, day, 0, 0, (100 * cny)::bigint, true from fx_held
  union all
  -- One login a month and customer is enough to know the last.
  select customer_id, max(shanghai_date(occurred_at)), 0, 0, 0, false from digital_events where kind = 'login' group by customer_id, left(dt, 6)
)
join first_portrait using (day)
group by customer_id, ds;

create temp table contract_total as
select
  customer_id,
  ds,
  (100 * coalesce(sum(balance) filter (kind = 'td'), 0))::bigint as td_fen,
  (100 * coalesce(sum(balance) filter (product = 'td.large'), 0))::bigint as large_fen,
  (100 * coalesce(sum(balance) filter (kind = 'bond'), 0))::bigint as bond_fen,
  (100 * coalesce(sum(balance) filter (kind = 'wealth'), 0))::bigint as wealth_product_fen,
  (100 * coalesce(sum(balance) filter (kind = 'fund'), 0))::bigint as contract_fund_fen,
  count(*) as contracts,
  count(*) filter (kind = 'wealth') as wealth_products,
  min(matures) filter (matures >= ds) as next_maturity_on,
  (100 * coalesce(arg_min(balance, matures) filter (matures >= ds), 0))::bigint as next_maturity_fen,
  (100 * coalesce(sum(balance) filter (matures between ds and ds + 30), 0))::bigint as maturing_fen
from contract
join snapshot_day on opened < ds and closes >= ds
group by customer_id, ds;

-- Balances in fen at each portrait. What a customer brought along is enough that no portrait is overdrawn.
create temp table balance as
with portrait as (
  select
    person.customer_id,
    snapshot_day.ds,
    snapshot_number,
    brought_along,
    coalesce(fen, 0) as fen,
    coalesce(fund_fen, 0) as fund_flow,
    coalesce(fx_fen, 0) as fx_flow,
    last_moved_on,
    last_active_on,
    coalesce(td_fen, 0) as td_fen,
    coalesce(large_fen, 0) as large_fen,
    coalesce(bond_fen, 0) as bond_fen,
    coalesce(wealth_product_fen, 0) as wealth_product_fen,
    coalesce(contract_fund_fen, 0) as contract_fund_fen,
    coalesce(contracts, 0) as contracts,
    coalesce(wealth_products, 0) as wealth_products,
    next_maturity_on,
    next_maturity_fen,
    coalesce(maturing_fen, 0) as maturing_fen
  from (
    select customer_id, joined_on, round(savings * 0.25 * exp(0.5 * normal(person_key, 'opening balance')))::bigint * 100 as brought_along
    from person
  ) as person
  join snapshot_day on ds > joined_on
  left join flow on flow.customer_id = person.customer_id and flow.ds = snapshot_day.ds
  left join contract_total on contract_total.customer_id = person.customer_id and contract_total.ds = snapshot_day.ds
),
moved as (
  select
    * exclude (last_moved_on, last_active_on, fen, fund_flow, fx_flow, contract_fund_fen),
    (sum(fen) over life)::bigint as moved_fen,
    contract_fund_fen + (sum(fund_flow) over life)::bigint as fund_fen,
    (sum(fx_flow) over life)::bigint as fx_fen,
    max(last_moved_on) over life as last_moved_on,
    max(last_active_on) over life as last_active_on
  from portrait
  window life as (partition by customer_id order by ds)
),
lowest as (
  select customer_id, greatest(0, -min(moved_fen)) as shortfall
  from moved
  group by customer_id
)
select moved.* exclude (moved_fen, brought_along), brought_along + shortfall + moved_fen as demand_fen
from moved
join lowest using (customer_id);
