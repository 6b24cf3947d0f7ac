import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** Headline figures, each a title and a query whose rows are printed as a table. */
const figures: readonly (readonly [title: string, sql: string])[] = [
  [
    "rows",
    `select table_name as relation, estimated_size as n from duckdb_tables() where schema_name = 'main' order by table_name`,
  ],
  [
    "portraits",
    `select count(distinct ds) as days, min(ds) as first, max(ds) as last,
       count(*) filter (ds = (select max(ds) from customers)) as customers_on_the_last
     from customers`,
  ],
  [
    "customers by tier, last portrait",
    `select tier, count(*) as customers, sum(aum) as aum, (sum(aum) / count(*))::decimal(18, 2) as mean_aum
     from customers where ds = (select max(ds) from customers) group by tier order by tier`,
  ],
  [
    "customers by stage, last portrait",
    `select stage, count(*) as customers
     from customers where ds = (select max(ds) from customers) group by stage order by stage`,
  ],
  [
    "movements of demand accounts",
    `select kind, count(*) as n, (sum(amount_fen) * 0.01)::decimal(18, 2) as cny
     from transactions group by kind order by kind`,
  ],
  [
    "card purchases by month",
    `select strftime(posted_at at time zone 'Asia/Shanghai', '%Y-%m') as month, count(*) as n, sum(amount) as cny
     from card_transactions where kind = 'purchase' group by month order by month`,
  ],
  [
    "foreign exchange bought",
    `select ccy, count(*) as n, sum(amount) as amount, max(amount) as largest from fx_purchases group by ccy order by ccy`,
  ],
  [
    "activity: what the busiest tenth of customers does of all card purchases, in percent",
    `select round(100.0 * sum(n) filter (place <= 0.1) / sum(n), 1)::decimal(4, 1) as of_the_busiest_tenth
     from (select n, cume_dist() over (order by n desc) as place
       from (select count(*) as n from card_transactions where kind = 'purchase' group by customer_id))`,
  ],
  [
    "books: portraits whose balances do not add up",
    `select count(*) as wrong from customers
     where aum <> deposit_balance + wealth_balance + bond_balance + foreign_currency_balance
       or deposit_balance <> demand_balance + td_balance`,
  ],
  [
    "lives, as the bank hears of them",
    "select kind, count(*) as n from life_events group by kind order by kind",
  ],
  [
    "cards, loans and insurances, last day",
    `select 'card: ' || product as what, count(*) as n from cards where valid_to is null group by product
     union all select 'loan: ' || kind, count(*) from loans where valid_to > (select max(ds) from customers) and valid_from <= (select max(ds) from customers) group by kind
     union all select product::varchar, count(*) from insurance_policies where valid_to > (select max(ds) from customers) and valid_from <= (select max(ds) from customers) group by product
     order by what`,
  ],
  ["digital events", "select kind, count(*) as n from digital_events group by kind order by kind"],
  ["service events", "select kind, count(*) as n from service_events group by kind order by kind"],
  [
    "open holdings",
    `select kind, count(*) as n, sum(balance) as cny, count(*) filter (balance >= 100000) as of_100_000_or_more
     from holdings where valid_to is null group by kind order by kind`,
  ],
];

/** Lays rows out in columns, figures to the right. */
function table(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = names.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) =>
        /^-?[\d.]+$/.test(cell) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [names, ...rows].map((row) => `  ${line(row)}\n`).join("");
}

// A reader who leaves early (`| head`) is no fault.
process.stdout.on("error", (cause: NodeJS.ErrnoException) => {
  if (cause.code !== "EPIPE") throw cause;
});

const path = resolve(process.argv[2] ?? resolve(import.meta.dirname, "..", "warehouse.duckdb"));
if (existsSync(path)) {
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  for (const [title, sql] of figures) {
    const result = await connection.runAndReadAll(sql);
    const rows = result
      .getRows()
      .map((row) => row.map((value) => (value === null ? "unknown" : String(value))));
    process.stdout.write(`${title}\n${table(result.columnNames(), rows)}\n`);
  }
  connection.closeSync();
  instance.closeSync();
} else {
  process.stderr.write(`there is no warehouse at ${path}: make one with demo/generate.ts\n`);
  process.exitCode = 2;
}
