-- Days of which the bank keeps a portrait of every customer: month-firsts, and each of the last 38 days.
-- The portrait of a day is taken as the day begins, from all that was booked before it.
create temp table portrait as
select day as ds, (row_number() over (order by day))::integer as portrait_number
from calendar
where day between data_begin() and data_end()
  and (day = date_trunc('month', day) or day > data_end() - 38);

-- What was booked on a day counts from the next portrait on.
create temp table first_portrait as
select calendar.day, min(portrait_number) as portrait_number
from calendar
join portrait on ds > calendar.day
where calendar.day >= data_begin() - 1
group by calendar.day;

-- What changed until a portrait, in fen: demand deposits, contracts by kind, foreign currency; and the last days of
-- doing things. A contract counts in the portraits after its opening, up to that of its last day.
create temp table flow as
select
  customer_id, portrait_number,
  sum(fen)::bigint as fen, sum(td_fen)::bigint as td_fen, sum(large_fen)::bigint as large_fen, sum(bond_fen)::bigint as bond_fen,
  sum(wealth_fen)::bigint as wealth_fen, sum(fund_fen)::bigint as fund_fen, sum(fx_fen)::bigint as fx_fen,
  sum(contracts)::integer as contracts, sum(wealth_products)::integer as wealth_products,
  max(last_moved_on) as last_moved_on, max(last_active_on) as last_active_on
from (
  select customer_id, portrait_number, sum(fen)::bigint as fen, 0 as td_fen, 0 as large_fen, 0 as bond_fen, 0 as wealth_fen, 0 as fund_fen, 0 as fx_fen,
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
  group by customer_id, portrait_number
  union all
  select
    customer_id, portrait_number, 0, way * case when kind = 'td' then balance_fen else 0 end, way * case when product = 'td.large' then balance_fen else 0 end,
    way * case when kind = 'bond' then balance_fen else 0 end, way * case when kind = 'wealth' then balance_fen else 0 end,
    way * case when kind = 'fund' then balance_fen else 0 end, 0, way, way * (kind = 'wealth')::integer, null, null
  from (
    select customer_id, kind, product, opened, closes, (100 * balance)::bigint as balance_fen, unnest([opened, closes]) as turn, unnest([1, -1]) as way
    from contract
  )
  join first_portrait on first_portrait.day = greatest(turn, data_begin() - 1)
  where opened < closes
  union all
  select customer_id, portrait_number, 0, 0, 0, 0, 0, 100 * cny, 0, 0, 0, day, day from fund_saving join first_portrait using (day)
  union all
  select customer_id, portrait_number, 0, 0, 0, 0, 0, 0, (100 * cny)::bigint, 0, 0, day, day from fx_held join first_portrait using (day)
  union all
  -- Nothing changes with a customer's first portrait.
  select customer_id, min(portrait_number), 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null from person join portrait on ds > joined_on group by customer_id
  union all
  -- One login a month and customer is enough to know the last.
  select customer_id, portrait_number, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, day
  from (select customer_id, max(shanghai_date(occurred_at)) as day from digital_events where kind = 'login' group by customer_id, left(dt, 6))
  join first_portrait using (day)
)
group by customer_id, portrait_number;

-- Balances in fen at each portrait. What a customer brought along is enough that no portrait is overdrawn. Sums run from
-- change to change; only then is each spread over the portraits until the next.
create temp table balance as
with ran as (
  select
    customer_id, portrait_number,
    lead(portrait_number, 1, (select max(portrait_number) + 1 from portrait)) over so_far as until,
    (sum(fen) over so_far)::bigint as demand_ran, (sum(td_fen) over so_far)::bigint as td_fen, (sum(large_fen) over so_far)::bigint as large_fen,
    (sum(bond_fen) over so_far)::bigint as bond_fen, (sum(wealth_fen) over so_far)::bigint as wealth_fen, (sum(fund_fen) over so_far)::bigint as fund_fen,
    (sum(fx_fen) over so_far)::bigint as fx_fen, (sum(contracts) over so_far)::integer as contracts,
    (sum(wealth_products) over so_far)::integer as wealth_products,
    max(last_moved_on) over so_far as last_moved_on, max(last_active_on) over so_far as last_active_on
  from flow
  window so_far as (partition by customer_id order by portrait_number)
),
measured as (
  select
    *,
    demand_ran + td_fen + bond_fen + wealth_fen + fund_fen + fx_fen as aum_ran,
    max(case when ds > joined_on then aum_ran end) over (partition by customer_id order by portrait_number) as highest_ran,
    round(savings * 0.25 * exp(0.5 * normal(person_key, 'opening balance')))::bigint * 100
      + greatest(0, -min(demand_ran) over (partition by customer_id)) as opening_fen
  from ran
  join portrait using (portrait_number)
  join (select customer_id, person_key, savings, joined_on from person) using (customer_id)
)
select
  customer_id,
  unnest(range(portrait_number, until))::integer as portrait_number,
  opening_fen + demand_ran as demand_fen,
  td_fen, large_fen, bond_fen, wealth_fen, fund_fen, fx_fen, contracts, wealth_products, last_moved_on, last_active_on,
  opening_fen + aum_ran as aum_fen,
  opening_fen + highest_ran as highest_aum_fen
from measured
where ds > joined_on
-- Portraits lie by day, and a scan of one reads little.
order by portrait_number, customer_id;

drop table flow;
