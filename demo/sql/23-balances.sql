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
where calendar.day >= data_begin() - 1
group by calendar.day;

-- What changed until a portrait, in fen: demand deposits, contracts by kind, foreign currency; and the last days of
-- doing things. A contract counts in the portraits after its opening, up to that of its last day.
create temp table flow as
select
  customer_id, ds,
  sum(fen)::bigint as fen, sum(td_fen)::bigint as td_fen, sum(large_fen)::bigint as large_fen, sum(bond_fen)::bigint as bond_fen,
  sum(wealth_fen)::bigint as wealth_fen, sum(fund_fen)::bigint as fund_fen, sum(fx_fen)::bigint as fx_fen,
  sum(contracts)::integer as contracts, sum(wealth_products)::integer as wealth_products,
  max(last_moved_on) as last_moved_on, max(last_active_on) as last_active_on
from (
  select customer_id, ds, sum(fen)::bigint as fen, 0 as td_fen, 0 as large_fen, 0 as bond_fen, 0 as wealth_fen, 0 as fund_fen, 0 as fx_fen,
    0 as contracts, 0 as wealth_products, max(day) as last_moved_on, max(day) as last_active_on
  from (
    select customer_id, occurred_at::date as day, case dc when 'C' then amount_fen else -amount_fen end as fen from transactions
    union all
    -- By debit card, from the demand account at once; credit cards are settled later.
    select
      customer_id, shanghai_date(posted_at),
      case when account_id % 10 <> 1 then 0 when kind = 'refund' then (100 * amount)::bigint else (-100 * amount)::bigint end
    from card_transactions
  )
  join first_portrait using (day)
  group by customer_id, ds
  union all
  select
    customer_id, ds, 0, way * case when kind = 'td' then balance_fen else 0 end, way * case when product = 'td.large' then balance_fen else 0 end,
    way * case when kind = 'bond' then balance_fen else 0 end, way * case when kind = 'wealth' then balance_fen else 0 end,
    way * case when kind = 'fund' then balance_fen else 0 end, 0, way, way * (kind = 'wealth')::integer, null, null
  from (
    select customer_id, kind, product, opened, closes, (100 * balance)::bigint as balance_fen, unnest([opened, closes]) as turn, unnest([1, -1]) as way
    from contract
  )
  join first_portrait on first_portrait.day = greatest(turn, data_begin() - 1)
  where opened < closes
  union all
  select customer_id, ds, 0, 0, 0, 0, 0, 100 * cny, 0, 0, 0, day, day from fund_saving join first_portrait using (day)
  union all
  select customer_id, ds, 0, 0, 0, 0, 0, 0, (100 * cny)::bigint, 0, 0, day, day from fx_held join first_portrait using (day)
  union all
  -- One login a month and customer is enough to know the last.
  select customer_id, ds, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, day
  from (select customer_id, max(shanghai_date(occurred_at)) as day from digital_events where kind = 'login' group by customer_id, left(dt, 6))
  join first_portrait using (day)
)
group by customer_id, ds;

-- Every customer on every such day, in order of life.
create temp table day_of_life as
select
  person.customer_id,
  snapshot_day.ds,
  snapshot_number,
  coalesce(fen, 0) as fen, coalesce(td_fen, 0) as td_fen, coalesce(large_fen, 0) as large_fen, coalesce(bond_fen, 0) as bond_fen,
  coalesce(wealth_fen, 0) as wealth_fen, coalesce(fund_fen, 0) as fund_fen, coalesce(fx_fen, 0) as fx_fen,
  coalesce(contracts, 0) as contracts, coalesce(wealth_products, 0) as wealth_products,
  last_moved_on - date '1970-01-01' as moved_on, last_active_on - date '1970-01-01' as active_on
from person
join snapshot_day on true
left join flow on flow.customer_id = person.customer_id and flow.ds = snapshot_day.ds
order by person.customer_id, snapshot_day.ds;

-- Running sums from the first customer to the last: a window without parts is computed as rows go by, in the order in
-- which they lie, at a fraction of what one a customer takes. What ran up before a customer's first day is taken off.
create temp table running as
select
  customer_id, ds, snapshot_number, fen, td_fen, large_fen, bond_fen, wealth_fen, fund_fen, fx_fen, contracts, wealth_products,
  (sum(fen) over so_far)::bigint as fen_ran, (sum(td_fen) over so_far)::bigint as td_ran, (sum(large_fen) over so_far)::bigint as large_ran,
  (sum(bond_fen) over so_far)::bigint as bond_ran, (sum(wealth_fen) over so_far)::bigint as wealth_ran, (sum(fund_fen) over so_far)::bigint as fund_ran,
  (sum(fx_fen) over so_far)::bigint as fx_ran, (sum(contracts) over so_far)::bigint as contracts_ran,
  (sum(wealth_products) over so_far)::bigint as products_ran,
  -- The greatest of customer and day: that of this customer, if there was one.
  max(customer_id * 100000 + moved_on) over so_far as moved_ran,
  max(customer_id * 100000 + active_on) over so_far as active_ran
from day_of_life
window so_far as (rows unbounded preceding);

-- Balances in fen at each portrait. What a customer brought along is enough that no portrait is overdrawn.
create temp table balance as
with begun as (
  select
    customer_id, joined_on,
    round(savings * 0.25 * exp(0.5 * normal(person_key, 'opening balance')))::bigint * 100 + greatest(0, -(lowest_fen - (first.fen_ran - first.fen))) as opening_fen,
    first.fen_ran - first.fen as fen_before, td_ran - td_fen as td_before, large_ran - large_fen as large_before, bond_ran - bond_fen as bond_before,
    wealth_ran - wealth_fen as wealth_before, fund_ran - fund_fen as fund_before, fx_ran - fx_fen as fx_before,
    contracts_ran - contracts as contracts_before, products_ran - wealth_products as products_before
  from person
  join (from running where snapshot_number = 1) as first using (customer_id)
  join (select customer_id, min(fen_ran) as lowest_fen from running group by customer_id) as lowest using (customer_id)
),
stood as (
  select
    customer_id,
    ds,
    snapshot_number,
    (opening_fen + fen_ran - fen_before)::bigint as demand_fen,
    td_ran - td_before as td_fen,
    large_ran - large_before as large_fen,
    bond_ran - bond_before as bond_fen,
    wealth_ran - wealth_before as wealth_product_fen,
    fund_ran - fund_before as fund_fen,
    fx_ran - fx_before as fx_fen,
    (contracts_ran - contracts_before)::integer as contracts,
    (products_ran - products_before)::integer as wealth_products,
    case when moved_ran >= customer_id * 100000 then date '1970-01-01' + (moved_ran - customer_id * 100000)::integer end as last_moved_on,
    case when active_ran >= customer_id * 100000 then date '1970-01-01' + (active_ran - customer_id * 100000)::integer end as last_active_on
  from running
  join begun using (customer_id)
  where ds > joined_on
)
select
  *,
  demand_fen + td_fen + wealth_product_fen + fund_fen + bond_fen + fx_fen as aum_fen,
  max(demand_fen + td_fen + wealth_product_fen + fund_fen + bond_fen + fx_fen) over (partition by customer_id order by ds) as highest_aum_fen
from stood
-- Portraits lie by day, and a scan of one reads little.
order by ds, customer_id;
