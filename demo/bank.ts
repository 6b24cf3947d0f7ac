import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { totalmem } from "node:os";
import { basename } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";

/** What a demo bank is made from: the same four always give the same rows. */
export interface BankOptions {
  readonly customers: number;
  /** Whole months of data before the month of `lastDay`. */
  readonly months: number;
  readonly seed: number;
}

/** The usual bank: twenty thousand customers, fourteen months. */
export const usualBank: BankOptions = { customers: 20_000, months: 14, seed: 1 };

/** The last day with data, a Sunday; the demo's week ends with it. */
export const lastDay = "2026-03-08";

/** The days of the demo's week, each of which has a run at 06:00, Asia/Shanghai. */
export const demoWeek: readonly string[] = [
  "2026-03-02",
  "2026-03-03",
  "2026-03-04",
  "2026-03-05",
  "2026-03-06",
  "2026-03-07",
  lastDay,
];

interface GenerationOptions {
  readonly threads?: number;
  readonly batch?: number;
  readonly onStep?: (step: string) => void;
}

const sqlFolder = new URL("./sql/", import.meta.url);

/**
 * Writes a demo bank's warehouse, a DuckDB file. It is written aside and renamed when whole, so that `path` holds
 * either what it held before or a complete bank.
 *
 * @param path where the file is to lie; an older one is replaced
 * @param threads DuckDB's threads, its own choice if left out; the rows don't depend on it
 * @param batch how many customers have their portraits made at once; the rows don't depend on it
 * @param onStep told the name of each step as it begins
 */
export async function generateBank(
  options: BankOptions,
  path: string,
  how: GenerationOptions = {},
): Promise<void> {
  const aside = `${path}.${process.pid}.partial`;
  const discard = (): void => {
    rmSync(aside, { force: true });
    rmSync(`${aside}.wal`, { force: true });
    rmSync(`${aside}.tmp`, { force: true, recursive: true });
  };
  discard();
  try {
    await fill(aside, options, how);
    renameSync(aside, path);
    rmSync(`${path}.wal`, { force: true });
  } finally {
    discard();
  }
}

async function fill(
  path: string,
  options: BankOptions,
  { threads, batch = BATCH, onStep }: GenerationOptions,
): Promise<void> {
  const instance = await DuckDBInstance.create(path, {
    // What a million customers need at once goes through the disk beyond this; the usual bank stays far below it.
    memory_limit: `${Math.floor(Math.min(5e9, 0.6 * totalmem()) / 1e6)}MB`,
    ...(threads !== undefined && { threads: `${threads}` }),
  });
  const connection = await instance.connect();
  try {
    await connection.run(settings(options));
    for (const file of sqlFiles()) {
      const [name = file, each] = basename(file, ".sql").split(".each-");
      onStep?.(name.replace(/^\d+-/, "").replaceAll("-", " "));
      const sql = readFileSync(new URL(file, sqlFolder), "utf8");
      if (each === "batch") await runByBatches(connection, sql, options.customers, batch);
      else await connection.run(sql);
    }
    await connection.run("checkpoint");
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** So many customers at once: their portraits are some ten million rows. */
const BATCH = 200_000;

/**
 * Runs statements for one batch of customers after the other, whose first and last ids they find in variables. A table
 * that the first batch makes takes in what the others have; temporary tables are each batch's own.
 */
async function runByBatches(
  connection: DuckDBConnection,
  sql: string,
  customers: number,
  batch: number,
): Promise<void> {
  const own = sql.replaceAll(/^create temp /gm, "create or replace temp ");
  for (let first = 1; first <= customers; first += batch) {
    await connection.run(`
      set variable batch_first = ${100_000 + first}::bigint;
      set variable batch_last = ${100_000 + Math.min(first + batch - 1, customers)}::bigint;
    `);
    await connection.run(first === 1 ? own : own.replaceAll(/^create table (\w+) as$/gm, "insert into $1"));
  }
}

function sqlFiles(): readonly string[] {
  return readdirSync(sqlFolder)
    .filter((file) => file.endsWith(".sql"))
    .sort();
}

function settings({ customers, months, seed }: BankOptions): string {
  return `
    set timezone = 'UTC';
    set variable seed = ${seed}::bigint;
    set variable customers = ${customers}::bigint;
    set variable last_day = date '${lastDay}';
    set variable first_day = (date_trunc('month', date '${lastDay}') - interval ${months} months)::date;
  `;
}
