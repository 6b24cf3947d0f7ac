import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import pg from "pg";
import { inject } from "vitest";
import { relationName } from "../../plan/index.ts";
import { sqlRelation } from "../../runtime/warehouse/sql-text.ts";
import "./postgres-server.ts";

/** A fresh database of the test run's PostgreSQL. */
export interface PostgresDatabase {
  /** With user and password; the user may do everything. */
  readonly url: string;
  /** Runs a statement (or several, without values) on a connection of its own. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  drop(): Promise<void>;
}

/**
 * Makes a database for a test, starting the server if no test has yet (two seconds). Text compares by code
 * point (`C.UTF-8`), or with `icu` by the rules of ICU's `en-US`.
 * `name` is of lower-case letters, digits and underscores; it need not be unique.
 */
export async function postgresDatabase(
  name: string,
  options: { readonly icu?: boolean } = {},
): Promise<PostgresDatabase> {
  const response = await fetch(inject("postgresStarter"));
  const server = await response.text();
  if (!response.ok) throw new Error(server);
  const database = `${name}_${process.pid}_${++made}`;
  const provider = options.icu ? "locale_provider icu icu_locale 'en-US'" : "";
  await queryOnce(server, `create database ${database} template template0 ${provider}`);
  const url = server.replace(/\/postgres$/, `/${database}`);
  return {
    url,
    query: (sql, values) => queryOnce(url, sql, values),
    drop: async () => {
      await queryOnce(server, `drop database ${database} with (force)`);
    },
  };
}

let made = 0;

async function queryOnce<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values?: readonly unknown[],
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values === undefined ? undefined : [...values])).rows;
  } finally {
    await client.end();
  }
}

/**
 * Copies tables or views of DuckDB into tables of the same names and columns in PostgreSQL, with types to match,
 * making schemas that are missing: `schema` for relations that name none. Instants stay the same instants, empty text and null stay apart.
 * A million lines of a web shop take about ten seconds.
 */
export async function loadIntoPostgres(
  database: PostgresDatabase,
  schema: string,
  source: DuckDBConnection,
  relations: readonly string[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "baleen-load-"));
  try {
    // The server, under its own account, reads the files itself.
    chmodSync(folder, 0o755);
    for (const [index, relation] of relations.entries()) {
      const named = relationName(relation);
      const target = `${quoteName(named.schema ?? schema)}.${quoteName(named.table)}`;
      await database.query(`create schema if not exists ${quoteName(named.schema ?? schema)}`);
      await copyRelation(database, target, source, sqlRelation(relation), join(folder, `${index}.csv`));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyRelation(
  database: PostgresDatabase,
  target: string,
  source: DuckDBConnection,
  from: string,
  file: string,
): Promise<void> {
  const described = await source.runAndReadAll(`describe select * from ${from}`);
  const columns = described.getRowsJS().map(([name, type]) => ({ name: String(name), type: String(type) }));
  const cells = columns.map((column) => `${cell(column)} as ${quoteName(column.name)}`);
  await source.run(
    `copy (select ${cells.join(", ")} from ${from}) to ${quoteText(file)}
     (format csv, header false, nullstr '\\N', force_quote *)`,
  );
  chmodSync(file, 0o644);
  const definitions = columns.map(({ name, type }) => `${quoteName(name)} ${postgresType(type)}`);
  await database.query(
    `begin;
     create table ${target} (${definitions.join(", ")});
     copy ${target} from ${quoteText(file)} (format csv, null '\\N');
     commit;
     analyze ${target};`,
  );
}

const TYPES: Readonly<Record<string, string>> = {
  TINYINT: "smallint",
  UTINYINT: "smallint",
  SMALLINT: "smallint",
  USMALLINT: "integer",
  INTEGER: "integer",
  UINTEGER: "bigint",
  BIGINT: "bigint",
  UBIGINT: "numeric(20, 0)",
  HUGEINT: "numeric(39, 0)",
  FLOAT: "real",
  DOUBLE: "double precision",
  VARCHAR: "text",
  "VARCHAR[]": "text[]",
  BOOLEAN: "boolean",
  DATE: "date",
  UUID: "uuid",
  TIMESTAMP: "timestamp",
  TIMESTAMP_S: "timestamp",
  TIMESTAMP_MS: "timestamp",
  TIMESTAMP_NS: "timestamp",
  "TIMESTAMP WITH TIME ZONE": "timestamptz",
};

function postgresType(type: string): string {
  const known = TYPES[type];
  if (known !== undefined) return known;
  if (type.startsWith("DECIMAL(")) return type.replace("DECIMAL", "numeric");
  if (type.startsWith("ENUM(")) return "text";
  throw new Error(`DuckDB's type ${type} has no counterpart in PostgreSQL here`);
}

/** Lists in PostgreSQL's way of writing them. */
function cell({ name, type }: { readonly name: string; readonly type: string }): string {
  if (type !== "VARCHAR[]") return quoteName(name);
  const escaped = `replace(replace(member, '\\', '\\\\'), '"', '\\"')`;
  const member = `case when member is null then 'NULL' else '"' || ${escaped} || '"' end`;
  return `'{' || array_to_string(list_transform(${quoteName(name)}, lambda member: ${member}), ',') || '}'`;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
