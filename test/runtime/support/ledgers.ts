import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { LedgerSettings } from "../../../runtime/index.ts";
import { type PostgresDatabase, postgresDatabase } from "../../support/postgres.ts";

/** A place for a ledger that several processes open, and a folder beside it for what they send. */
export interface LedgerPlace {
  readonly folder: string;
  readonly settings: LedgerSettings;
  /** The rows of a table in order of its first two columns. */
  rows(table: string): Promise<readonly unknown[]>;
  remove(): Promise<void>;
}

/** The engines that keep ledgers: each test of what several processes do is one of both. */
export const LEDGER_ENGINES = ["sqlite", "postgres"] as const;

/** Makes places for ledgers, the database once for a test file. */
export function useLedgers(name: string): (engine: LedgerSettings["engine"]) => Promise<LedgerPlace> {
  let database: Promise<PostgresDatabase> | undefined;
  let schemas = 0;
  afterAll(async () => (await database)?.drop());
  return async (engine) => {
    const folder = mkdtempSync(join(tmpdir(), "baleen-ledger-"));
    const remove = async () => rmSync(folder, { recursive: true, force: true });
    if (engine === "sqlite") {
      const path = join(folder, "ledger.db");
      return { folder, settings: { engine, path }, rows: async (table) => sqliteRows(path, table), remove };
    }
    database ??= postgresDatabase(name);
    const { url, query } = await database;
    const schema = `ledger_${++schemas}`;
    const rows = (table: string) => query(`select * from ${schema}.${table} order by 1, 2`);
    return { folder, settings: { engine, url, schema }, rows, remove };
  };
}

async function sqliteRows(path: string, table: string): Promise<readonly unknown[]> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare(`select * from ${table} order by 1, 2`).all();
  } finally {
    database.close();
  }
}
