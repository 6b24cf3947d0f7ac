import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usualBank } from "../../demo/bank.ts";
import { comparisonText, type LiftComparison, pooled } from "./comparison.ts";
import { quarterDays, runQuarter } from "./run-quarter.ts";

/** Fixed before the first run. */
const seeds: readonly number[] = [20_260_308, 7, 1_848];

/** How far the pooled score may lie from zero. */
const LIMIT = 4;

/** How many customers each bank has, unless `QUARTER_CUSTOMERS` says otherwise. */
const customers = Number(process.env["QUARTER_CUSTOMERS"] ?? usualBank.customers);

/** The quarter, the two weeks behind it, and the half year that campaigns look back. */
const months = 9;

/**
 * `npm run demo:quarter`: runs a quarter of daily ticks on a bank of each seed, and says whether the holdouts' reports
 * find the truth. The exit code is 1 where they do not.
 */
const comparisons: LiftComparison[] = [];
for (const seed of seeds) {
  const folder = mkdtempSync(join(tmpdir(), "baleen-quarter-"));
  const began = performance.now();
  try {
    comparisons.push(...(await runQuarter({ customers, months, seed, days: quarterDays }, folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stderr.write(`seed ${seed}: ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
}

process.stdout.write(
  `${quarterDays} days, ${customers} customers, rates and lifts in percentage points\n\n${comparisonText(comparisons)}`,
);
if (Math.abs(pooled(comparisons.map(({ z }) => z))) > LIMIT) {
  process.stdout.write(`the pooled z is beyond ${LIMIT}: the reports do not find what is true\n`);
  process.exitCode = 1;
}
