import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** The twin of the shop that every test run makes, if no other seed is asked for. */
export const defaultSeed = "autumn 2011";

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * Statements that make the twin. `dice(i, what)` is in [0, 1), from MD5 alone, so that every version of the engine throws
 * the same. Traits of the original that it keeps: a few customers with very many orders; orders of many lines in one
 * minute; heavy tails of quantity; refunds as lines of negative quantity, mostly without invoice and article; a fifth of
 * the orders without a customer, a few of customers who are not in the list; gifts at price zero; London's clock.
 */
function statements(seed: string): readonly string[] {
  return [
    `create macro dice(i, what) as
       ('0x' || left(md5(concat_ws(':', ${quoted(seed)}, what, i)), 12))::bigint / 281474976710656.0`,
    `create table people as
     select 12000 + i as customer_id,
            case when dice(i, 'country') < 0.74 then 'United Kingdom' when dice(i, 'country') < 0.86 then 'Germany'
                 when dice(i, 'country') < 0.91 then 'France' when dice(i, 'country') < 0.95 then 'Belgium'
                 when dice(i, 'country') < 0.98 then 'Spain' else 'EIRE' end as country,
            (1 + least(40, floor(1.1 / (1.02 - dice(i, 'orders')))))::integer as orders,
            (dice(i, 'begin') * 400)::integer as begins
     from range(1, 2401) as people(i)`,
    `create table articles as
     select i as article,
            case when dice(i, 'code') < 0.8 then (20000 + i * 17)::varchar
                 when dice(i, 'code') < 0.95 then (80000 + i * 17)::varchar || chr((65 + i % 26)::integer)
                 else 'DOT' || i end as stock_code,
            ['RED ', 'VINTAGE ', 'SMALL ', 'IVORY ', 'SET OF 6 '][1 + i % 5]
              || case when i % 4 = 0 then 'CHRISTMAS ' when i % 10 = 1 then 'Christmas ' else '' end
              || ['TIN', 'DOORMAT', 'CAKESTAND', 'T-LIGHT HOLDER', 'PAPER CHAIN', 'BAG', 'CLOCK'][1 + i % 7]
              || ' ' || i as description,
            (0.2 + floor(dice(i, 'price') * dice(i, 'price') * 1500) / 100)::decimal(12, 3) as price
     from range(1, 301) as articles(i)`,
    `create table orders as
     select customer_id * 100 + n as number, customer_id, country,
            least(timestamp '2011-11-04 20:00', date_trunc('day', timestamp '2010-09-20'
              + to_days((begins + case when n = 0 then 0 else dice(customer_id * 100 + n, 'day') * (411 - begins) end)::integer)))
              + to_minutes(case when dice(customer_id * 100 + n, 'noon') < 0.06 then 720
                                when dice(customer_id * 100 + n, 'noon') < 0.08 then 360
                                when dice(customer_id * 100 + n, 'noon') < 0.10 then 1020
                                else 480 + (dice(customer_id * 100 + n, 'minute') * 700)::integer end) as ordered_at,
            case when dice(customer_id * 100 + n, 'who') < 0.16 then null
                 when dice(customer_id * 100 + n, 'who') < 0.17 then customer_id + 900000
                 else customer_id end as known_as,
            (1 + least(60, floor(1.5 / (1.01 - dice(customer_id * 100 + n, 'lines')))))::integer as lines,
            case when dice(customer_id * 100 + n, 'trade') < 0.1 then 20 else 1 end as bulk
     from people, range(0, 41) as numbers(n)
     where n < people.orders`,
    `create table picks as
     select orders.*, number * 100 + k as i, 1 + (dice(number * 100 + k, 'article') * 300)::integer % 300 as article
     from orders, lateral (select unnest(range(0, orders.lines)) as k)`,
    `create table bought as
     select i, known_as as customer_id, ordered_at as invoiced_at,
            (500000 + number % 400000)::varchar as invoice,
            case when dice(i, 'lost') >= 0.02 then stock_code end as stock_code, description,
            (bulk * (1 + floor(dice(i, 'quantity') / (1.02 - dice(i, 'quantity')) * 6)))::integer
              as quantity,
            case when dice(i, 'gift') < 0.01 then 0 else price end::decimal(12, 3) as unit_price,
            case when dice(i, 'abroad') < 0.02 then 'Channel Islands' else country end as country
     from picks join articles using (article)`,
    `create table refunded as
     select i, customer_id,
            invoiced_at + to_minutes((dice(i, 'after') * 20 * 1440)::integer // 1440 * 1440 + 7) as invoiced_at,
            case when dice(i, 'invoice') < 0.15 then 'C' || invoice end as invoice,
            case when dice(i, 'invoice') < 0.15 then stock_code end as stock_code,
            description, -(1 + (quantity * dice(i, 'part'))::integer) as quantity, unit_price, country
     from bought
     where dice(i, 'refund') < 0.03 and quantity * unit_price >= 10`,
    `create table lines as
     select row_number() over (order by invoiced_at, i, quantity desc)::bigint as line_id,
            invoice, stock_code, description, quantity, invoiced_at, unit_price, customer_id::integer as customer_id, country
     from (select * from bought union all by name select * from refunded)
     order by line_id`,
    `create table customers as
     select people.customer_id::integer as customer_id, people.country, min(invoiced_at)::date as first_seen
     from people join lines on lines.customer_id = people.customer_id
     group by all
     order by all`,
  ];
}

/**
 * Writes a shop with the traits of the real one as `lines.parquet` and `customers.parquet`: some tens of thousands of lines
 * from September 2010 to November 2011. The same seed gives the same rows.
 * @param folder must exist
 */
export async function writeTwin(folder: string, seed: string = defaultSeed): Promise<void> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const statement of statements(seed)) await connection.run(statement);
  for (const relation of ["lines", "customers"])
    await connection.run(
      `copy ${relation} to ${quoted(join(folder, `${relation}.parquet`))} (format parquet)`,
    );
  connection.closeSync();
}
