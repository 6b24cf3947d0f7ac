import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeTrialBank } from "../trial/trial-bank.ts";
import { writeDemoProject } from "../trial/trial-project.ts";
import { lastDays } from "./last-days.ts";
import { runOnEngines } from "./on-engines.ts";

const { values } = parseArgs({
  options: {
    customers: { type: "string", default: "200k" },
    seed: { type: "string", default: "1" },
    /** How many days up to the bank's last. */
    days: { type: "string", default: "14" },
    /** The engines to run on, with a comma between. */
    engines: { type: "string", default: "duckdb,postgres" },
    /** A bank that is there already, a DuckDB file. */
    bank: { type: "string" },
  },
});

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const days = lastDays(Number(values.days));
const folder = mkdtempSync(join(tmpdir(), "baleen-campaigns-"));
try {
  const bank = await makeTrialBank(folder, values);
  out(`${bank.customers} customers, ${days.length} days from ${days[0]}, the demo's campaigns`);
  const { findings, differences } = await runOnEngines({
    folder,
    engines: values.engines.split(","),
    bank: bank.path,
    days,
    // After the ticks of 06:00 and of 08:00.
    time: "08:00",
    writeProject: writeDemoProject,
    out,
  });
  for (const [campaign, { contacts, customers }] of findings.campaigns)
    out(
      `${campaign.padEnd(36)} ${String(contacts).padStart(8)} contacts ${String(customers.size).padStart(8)} customers`,
    );
  const silent = [...findings.campaigns].filter(([, { contacts }]) => contacts === 0);
  out(
    `campaigns ${findings.campaigns.size}, without contacts ${silent.length}, days that differ ${differences}`,
  );
  process.exitCode = differences > 0 || silent.length === findings.campaigns.size ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
