import { expect } from "vitest";
import type { Plan } from "../../plan/index.ts";
import {
  type LedgerSettings,
  openLedger,
  parseInstant,
  type RunReport,
  runPlan,
  type Warehouse,
} from "../../runtime/index.ts";
import type { LoadedTables } from "./engines.ts";

let schemas = 0;

/**
 * Runs a plan at instants (local times of the project's zone), one after the other, on DuckDB with SQLite, on PostgreSQL
 * with PostgreSQL and on DuckDB with PostgreSQL, each with a ledger of its own; all must report the same. Gives the reports in
 * order of instant.
 */
export async function runOnAllStores(
  plan: Plan,
  tables: LoadedTables,
  instants: readonly string[],
): Promise<readonly RunReport[]> {
  const [duckdb, postgres] = tables.warehouses;
  if (duckdb === undefined || postgres === undefined) throw new Error("there are two engines");
  const { url } = tables.postgres.database;
  const inPostgres = (): LedgerSettings => ({ engine: "postgres", url, schema: `ledger_${++schemas}` });
  const reports = await run(plan, duckdb, { engine: "sqlite", path: ":memory:" }, instants);
  expect(
    await run(plan, postgres, inPostgres(), instants),
    "PostgreSQL twice, against DuckDB and SQLite",
  ).toEqual(reports);
  expect(
    await run(plan, duckdb, inPostgres(), instants),
    "DuckDB and PostgreSQL, against DuckDB and SQLite",
  ).toEqual(reports);
  return reports;
}

/**
 * Runs a plan at instants on both engines, each with a ledger of its own in memory; both must report the same. For many small
 * cases, where what the engines say matters and not where decisions are kept.
 */
export async function runOnBoth(
  plan: Plan,
  tables: LoadedTables,
  instants: readonly string[],
): Promise<readonly RunReport[]> {
  const answers: (readonly RunReport[])[] = [];
  for (const warehouse of tables.warehouses)
    answers.push(await run(plan, warehouse, { engine: "sqlite", path: ":memory:" }, instants));
  const [duckdb, postgres] = answers;
  if (duckdb === undefined) throw new Error("there are two engines");
  expect(postgres, "PostgreSQL's reports, against DuckDB's").toEqual(duckdb);
  return duckdb;
}

async function run(
  plan: Plan,
  warehouse: Warehouse,
  settings: LedgerSettings,
  instants: readonly string[],
): Promise<readonly RunReport[]> {
  const ledger = await openLedger(settings);
  try {
    const reports: RunReport[] = [];
    for (const text of instants) {
      const at = parseInstant(text, plan.timezone);
      if (at === undefined) throw new Error(`malformed instant: ${text}`);
      const { report } = await runPlan({ plan, warehouse, ledger, at, clock: () => at / 1000 });
      reports.push(report);
    }
    return reports;
  } finally {
    await ledger.close();
  }
}
