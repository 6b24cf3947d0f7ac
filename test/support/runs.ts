import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import type { Plan } from "../../plan/index.ts";
import { openLedger, parseInstant, type RunReport, runPlan } from "../../runtime/index.ts";
import type { LoadedTables } from "./engines.ts";

/**
 * Runs a plan at instants (local times of the project's zone), one after the other, on each engine with a ledger of
 * its own; both must report the same. Gives the reports in order of instant.
 */
export async function runOnBoth(
  plan: Plan,
  tables: LoadedTables,
  instants: readonly string[],
): Promise<readonly RunReport[]> {
  const answers: (readonly RunReport[])[] = [];
  for (const warehouse of tables.warehouses) {
    const folder = mkdtempSync(join(tmpdir(), "baleen-worked-"));
    const ledger = openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });
    try {
      const reports: RunReport[] = [];
      for (const text of instants) {
        const at = parseInstant(text, plan.timezone);
        if (at === undefined) throw new Error(`malformed instant: ${text}`);
        const { report } = await runPlan({ plan, warehouse, ledger, at, clock: () => at / 1000 });
        reports.push(report);
      }
      answers.push(reports);
    } finally {
      ledger.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const [duckdb, postgres] = answers;
  if (duckdb === undefined) throw new Error("there are two engines");
  expect(postgres, "PostgreSQL's reports, against DuckDB's").toEqual(duckdb);
  return duckdb;
}
