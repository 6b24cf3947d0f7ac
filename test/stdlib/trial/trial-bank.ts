import { join, resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { generateBank, usualBank } from "../../../demo/bank.ts";
import { numberOfCustomers } from "../../../demo/numbers.ts";

/** A bank to try rules on. */
export interface TrialBank {
  /** A DuckDB file. */
  readonly path: string;
  readonly customers: number;
}

/** What a command line says of a bank. */
interface BankWish {
  /** A DuckDB file that is there already. */
  readonly bank?: string;
  readonly customers: string;
  readonly seed: string;
}

/** Makes a bank in a folder, unless one is there already. */
export async function makeTrialBank(folder: string, { bank, customers, seed }: BankWish): Promise<TrialBank> {
  const path = bank === undefined ? join(folder, "bank.duckdb") : resolve(bank);
  if (bank === undefined) {
    const count = numberOfCustomers(customers);
    if (count === undefined) throw new Error(`${customers} is no number of customers`);
    await generateBank({ ...usualBank, customers: count, seed: Number(seed) }, path);
  }
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const rows = await connection.runAndReadAll("select count(*)::integer from customer_profile");
  connection.closeSync();
  instance.closeSync();
  return { path, customers: Number(rows.getRows()[0]?.[0]) };
}
