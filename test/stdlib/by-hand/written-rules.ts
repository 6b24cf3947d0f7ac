import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { Span } from "./ticks.ts";

/** The rules for which there is SQL by hand, in order of name. */
export const writtenRules: readonly string[] = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".sql"))
  .map((file) => basename(file, ".sql"))
  .sort();

/** Whom and what a rule has found, as `customer occasion`. */
export type Found = ReadonlySet<string>;

/** Asks the SQL of each rule at each of some ticks; gives what it finds by tick and rule. */
export async function findByHand(
  bank: string,
  spans: readonly Span[],
): Promise<ReadonlyMap<Span, ReadonlyMap<string, Found>>> {
  const instance = await DuckDBInstance.create(bank, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    const all = new Map<Span, ReadonlyMap<string, Found>>();
    for (const span of spans) {
      const found = new Map<string, Found>();
      for (const rule of writtenRules) {
        const { tick, previous } = span;
        const rows = await connection.runAndReadAll(sqlOf(rule), { tick, previous });
        found.set(rule, new Set(rows.getRowsJson().map(([customer, occasion]) => `${customer} ${occasion}`)));
      }
      all.set(span, found);
    }
    return all;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function sqlOf(rule: string): string {
  return readFileSync(join(import.meta.dirname, `${rule}.sql`), "utf8");
}
