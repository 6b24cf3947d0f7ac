import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lastDay } from "../../../demo/bank.ts";
import { makeTrialBank } from "../trial/trial-bank.ts";
import { writeTrialProject } from "../trial/trial-project.ts";
import { eventRules } from "./event-rules.ts";
import { rates, ratesTable, unusual } from "./findings-table.ts";
import { lastDays } from "./last-days.ts";
import { runOnEngines } from "./on-engines.ts";

const { values } = parseArgs({
  options: {
    customers: { type: "string", default: "200k" },
    seed: { type: "string", default: "1" },
    /** How many days up to the bank's last. */
    days: { type: "string", default: "90" },
    /** The engines to run on, with a comma between. */
    engines: { type: "string", default: "duckdb,postgres" },
    /** A bank that is there already, a DuckDB file. */
    bank: { type: "string" },
    /** Where to write the table; on standard output alone unless given. */
    table: { type: "string" },
  },
});

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const days = lastDays(Number(values.days));
const folder = mkdtempSync(join(tmpdir(), "baleen-rules-"));
try {
  const bank = await makeTrialBank(folder, values);
  out(`${bank.customers} customers, ${days.length} daily ticks from ${days[0]}, ${eventRules.length} rules`);
  const { findings, differences } = await runOnEngines({
    folder,
    engines: values.engines.split(","),
    bank: bank.path,
    days,
    time: "06:00",
    writeProject: (place, stores) =>
      writeTrialProject(place, {
        rules: eventRules.map(({ name }) => name),
        schedule: "daily at 06:00",
        window: [days[0] ?? lastDay, lastDay],
        ...stores,
      }),
    out,
  });
  const all = rates(eventRules, findings, bank.customers);
  const table = ratesTable(all);
  out(table);
  if (values.table !== undefined) writeFileSync(values.table, table);
  for (const { rule, share } of unusual(all))
    out(`unusual: ${rule.name} finds ${share.toFixed(3)} % of all customers`);
  out(`rules ${all.length}, unusual ${unusual(all).length}, days that differ ${differences}`);
  process.exitCode = unusual(all).length + differences > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
