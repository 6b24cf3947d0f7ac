import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type BankTable, bankTables, literal, quoted } from "./tables.ts";

/** The columns by which runs look for rows: a portrait's day, an event's time. */
const soughtBy: readonly string[] = [
  "ds",
  "scored_on",
  "occurred_at",
  "posted_at",
  "paid_at",
  "bought_at",
  "sold_at",
  "sent_at",
  "assessed_at",
  "heard_at",
  "changed_at",
  "referred_at",
  "told_at",
  "valid_from",
];

/**
 * Copies a demo bank into PostgreSQL, table by table by `copy`. Tables of the same names are replaced.
 *
 * @param path the bank's DuckDB file
 * @param url of the database, `postgres://…`
 * @param schema for the bank's tables; the hidden traits go into the schema `truth`
 * @param onTable told the name of each table as it begins
 */
export async function loadPostgres(
  path: string,
  url: string,
  schema: string,
  onTable: (table: string) => void = () => {},
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "baleen-load-"));
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await connection.run("set timezone = 'UTC'");
    for (const table of await bankTables(connection)) {
      onTable(table.name);
      const place = table.schema === "main" ? schema : table.schema;
      const target = `${quoted(place)}.${quoted(table.name)}`;
      const file = join(folder, `${table.name}.csv`);
      await connection.run(
        `copy ${quoted(table.schema)}.${quoted(table.name)} to ${literal(file)} (format csv, header false)`,
      );
      await client.query(`create schema if not exists ${quoted(place)}`);
      // Whoever looks meanwhile sees the old table or the whole new one.
      await client.query("begin");
      await client.query(`drop table if exists ${target}`);
      await client.query(`create table ${target} (${columnsOf(table)})`);
      await pipeline(
        createReadStream(file),
        client.query(copyFrom(`copy ${target} from stdin with (format csv)`)),
      );
      for (const { name } of table.columns) {
        if (soughtBy.includes(name)) await client.query(`create index on ${target} (${quoted(name)})`);
      }
      await client.query("commit");
      await client.query(`analyze ${target}`);
      rmSync(file);
    }
  } finally {
    await client.end();
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true, force: true });
  }
}

function columnsOf({ columns }: BankTable): string {
  return columns.map(({ name, type }) => `${quoted(name)} ${postgresType(type)}`).join(", ");
}

/** PostgreSQL's type for one of DuckDB's. Codes become text, as they are in most warehouses. */
function postgresType(type: string): string {
  if (type.startsWith("ENUM") || type === "VARCHAR") return "text";
  if (type.startsWith("DECIMAL")) return type.replace("DECIMAL", "numeric");
  const known: Readonly<Record<string, string>> = {
    BOOLEAN: "boolean",
    INTEGER: "integer",
    BIGINT: "bigint",
    HUGEINT: "numeric(38)",
    DOUBLE: "double precision",
    DATE: "date",
    TIMESTAMP: "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
  };
  const name = known[type];
  if (name === undefined) throw new Error(`no type of PostgreSQL is known for ${type}`);
  return name;
}
