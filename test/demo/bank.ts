import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { type BankOptions, generateBank } from "../../demo/bank.ts";

/** A small bank in a folder of its own, open for questions. */
export interface SmallBank {
  readonly path: string;
  /** Rows of a query, values as JSON has them. */
  readonly ask: (sql: string) => Promise<readonly (readonly unknown[])[]>;
  readonly close: () => void;
}

export const small: BankOptions = { customers: 500, months: 14, seed: 1 };

export async function smallBank(
  options: BankOptions = small,
  how: { readonly threads: number; readonly batch?: number } = { threads: 2 },
): Promise<SmallBank> {
  const folder = mkdtempSync(join(tmpdir(), "baleen-demo-"));
  const path = join(folder, "warehouse.duckdb");
  await generateBank(options, path, how);
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  return {
    path,
    ask: async (sql) => (await connection.runAndReadAll(sql)).getRowsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A checksum a table, blind to the order of rows. */
export async function checksums(bank: SmallBank): Promise<Readonly<Record<string, string>>> {
  const tables = await bank.ask("select schema_name || '.' || table_name from duckdb_tables() order by 1");
  const sums: Record<string, string> = {};
  for (const [name] of tables) {
    const [row] = await bank.ask(`select count(*), sum(hash(t)::hugeint) from ${String(name)} as t`);
    sums[String(name)] = String(row);
  }
  return sums;
}
