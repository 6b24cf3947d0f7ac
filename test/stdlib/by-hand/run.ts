import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lastDay } from "../../../demo/bank.ts";
import { daysAfter } from "../../../demo/days.ts";
import { makeTrialBank } from "../trial/trial-bank.ts";
import { compareRules } from "./compare.ts";
import { spansOf } from "./ticks.ts";

// Compares the rules with the SQL by hand over a larger bank and each day of a quarter.
const { values } = parseArgs({
  options: {
    customers: { type: "string", default: "20k" },
    seed: { type: "string", default: "1" },
    /** How many days up to the bank's last, with a tick each. */
    days: { type: "string", default: "90" },
    /** A bank that is there already, a DuckDB file. */
    bank: { type: "string" },
    /** How many days a tick takes in: 1, or 7 for a tick a week. */
    every: { type: "string", default: "1" },
  },
});

const every = Number(values.every);
if (every !== 1 && every !== 7) throw new Error("--every is 1 or 7");
const folder = mkdtempSync(join(tmpdir(), "baleen-by-hand-bank-"));
try {
  const { path: bank } = await makeTrialBank(folder, values);
  const count = Math.ceil(Number(values.days) / every);
  const days = Array.from({ length: count }, (_, number) =>
    daysAfter(lastDay, -every * (count - 1 - number)),
  );
  // The bank's last day is a Sunday.
  const schedule = every === 1 ? "daily at 06:00" : "weekly on sunday at 06:00";
  const compared = await compareRules(bank, [
    { schedule, spans: spansOf(days.map((day) => [daysAfter(day, -every), day])) },
  ]);
  for (const { rule, both, onlyByHand, onlyByRunning } of compared) {
    process.stdout.write(
      `${rule}: both ${both}, by hand ${onlyByHand.length}, by running ${onlyByRunning.length}\n`,
    );
    for (const found of onlyByHand.slice(0, 3)) process.stdout.write(`  only by hand: ${found}\n`);
    for (const found of onlyByRunning.slice(0, 3)) process.stdout.write(`  only by running: ${found}\n`);
  }
  const differing = compared.filter(
    ({ onlyByHand, onlyByRunning }) => onlyByHand.length + onlyByRunning.length > 0,
  );
  process.stdout.write(`rules ${compared.length}, that differ ${differing.length}\n`);
  process.exitCode = differing.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
