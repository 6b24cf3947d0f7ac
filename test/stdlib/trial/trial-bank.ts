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
  { customers, seed }: { readonly customers: number; readonly seed: number },
): Promise<TrialBank> {
  const path = existing ?? join(folder, "bank.duckdb");
  if (existing === undefined) {
    await generateBank({ ...usualBank, customers, seed }, path);
  }
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll("select count(*)::integer from customer_profile");
  connection.closeSync();
  instance.closeSync();
  return { path, customers: Number(rows.getRows()[0]?.[0]) };
}
