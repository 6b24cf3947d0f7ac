import { existsSync } from "node:fs";
import { copyFile, cp, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

const project = join(import.meta.dirname, "project");

/** The real shop's files, where this machine has them. */
export const realFolder: string = resolve(import.meta.dirname, "../../../shared/data/online_retail");

/** Whether the real shop can be run. */
export const hasRealFolder: boolean = existsSync(join(realFolder, "lines.parquet"));

/**
 * Copies the project into an empty folder, with the project file of the engine asked for. The copy looks for its data in
 * `${WAREHOUSE_FOLDER}` (DuckDB) or `${WAREHOUSE_URL}` (PostgreSQL).
 */
export async function copyProject(into: string, engine: "duckdb" | "postgres"): Promise<void> {
  await mkdir(into, { recursive: true });
  for (const folder of ["catalog", "campaigns"])
    await cp(join(project, folder), join(into, folder), { recursive: true });
  const file = engine === "duckdb" ? "baleen.yaml" : "baleen.postgres.yaml";
  await copyFile(join(project, file), join(into, "baleen.yaml"));
}

/**
 * Writes a shop as CSV and a script that makes its tables in PostgreSQL and reads the CSV in, from the server's own disk:
 * the server's user must be able to read the folder, and the connection be a superuser's.
 * @param folder holds the Parquet files
 * @param into gets `lines.csv` and `customers.csv`
 * @returns statements for a PostgreSQL connection
 */
export async function postgresShop(folder: string, into: string): Promise<readonly string[]> {
  const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  for (const relation of ["lines", "customers"]) {
    const [from, to] = [join(folder, `${relation}.parquet`), join(into, `${relation}.csv`)].map(quoted);
    await connection.run(`copy (from ${from}) to ${to} (header false, force_quote *, nullstr '')`);
  }
  connection.closeSync();
  return [
    `create table lines (line_id bigint, invoice text, stock_code text, description text, quantity integer,
       invoiced_at timestamp, unit_price numeric(12, 3), customer_id integer, country text)`,
    "create table customers (customer_id integer, country text, first_seen date)",
    `copy lines from ${quoted(join(into, "lines.csv"))} (format csv)`,
    `copy customers from ${quoted(join(into, "customers.csv"))} (format csv)`,
    "analyze",
  ];
}
