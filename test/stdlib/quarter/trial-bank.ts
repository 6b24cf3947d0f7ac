import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { generateBank, usualBank } from "../../../demo/bank.ts";

/** A bank to try rules on. */
export interface TrialBank {
  /** A DuckDB file. */
  readonly path: string;
  readonly customers: number;
}

/** Makes a bank in a folder, unless one is there already. */
export async function makeTrialBank(
  existing: string | undefined,
  folder: string,
  { customers, seed }: { readonly customers: string; readonly seed: string },
): Promise<TrialBank> {
  const path = existing ?? join(folder, "bank.duckdb");
  if (existing === undefined) {
    await generateBank(
      { ...usualBank, customers: Number(customers.replace("k", "000")), seed: Number(seed) },
      path,
    );
  }
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll("select count(*)::integer from customer_profile");
  connection.closeSync();
  instance.closeSync();
  return { path, customers: Number(rows.getRows()[0]?.[0]) };
}

/** Loads a bank into an empty PostgreSQL database. */
export async function loadTrialBank(path: string, url: string): Promise<void> {
  await loadBank(path, url);
}
