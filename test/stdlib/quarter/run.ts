import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lastDay } from "../../../demo/bank.ts";
import { daysAfter } from "../../../demo/days.ts";
import { loadPostgres } from "../../../demo/postgres.ts";
import { startPostgres } from "../../support/postgres-server.ts";
import { makeTrialBank } from "../trial/trial-bank.ts";
import { type TrialStores, writeTrialProject } from "../trial/trial-project.ts";
import { eventRules } from "./event-rules.ts";
import { rates, ratesTable, unusual } from "./findings-table.ts";
import { type QuarterFindings, runQuarter } from "./run-quarter.ts";

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

/** Where the project file finds the database's url, which has a password. */
const DATABASE = "RULES_DATABASE_URL";

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const count = Number(values.days);
const days = Array.from({ length: count }, (_, number) => daysAfter(lastDay, number + 1 - count));
const first = daysAfter(lastDay, 1 - count);
const folder = mkdtempSync(join(tmpdir(), "baleen-quarter-"));
try {
  const bank = await makeTrialBank(folder, values);
  out(`${bank.customers} customers, ${days.length} daily ticks from ${first}, ${eventRules.length} rules`);
  const found = new Map<string, QuarterFindings>();
  for (const engine of values.engines.split(",")) found.set(engine, await findingsOn(engine, bank.path));
  const [one, ...others] = [...found];
  if (one === undefined) throw new Error("no engine is named");
  const all = rates(eventRules, one[1], bank.customers);
  const table = ratesTable(all);
  out(table);
  if (values.table !== undefined) writeFileSync(values.table, table);
  for (const { rule, share } of unusual(all))
    out(`unusual: ${rule.name} finds ${share.toFixed(3)} % of all customers`);
  let differences = 0;
  for (const other of others) differences += differencesBetween(one, other);
  out(`rules ${all.length}, unusual ${unusual(all).length}, days that differ ${differences}`);
  process.exitCode = unusual(all).length + differences > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function findingsOn(engine: string, path: string): Promise<QuarterFindings> {
  const place = join(folder, engine);
  mkdirSync(place);
  const server = engine === "postgres" ? await startPostgres() : undefined;
  try {
    if (server !== undefined) {
      process.env[DATABASE] = server.url;
      const began = performance.now();
      await loadPostgres(path, server.url, "public");
      out(`${engine}: loaded in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
    const stores: TrialStores =
      server === undefined
        ? {
            warehouse: { engine: "duckdb", place: path },
            ledger: { engine: "sqlite", place: join(place, "ledger.db") },
          }
        : {
            warehouse: { engine: "postgres", place: `\${${DATABASE}}` },
            ledger: { engine: "postgres", place: `\${${DATABASE}}` },
          };
    const rules = eventRules.map(({ name }) => name);
    writeTrialProject(place, { rules, schedule: "daily at 06:00", window: [first, lastDay], ...stores });
    const findings = await runQuarter(place, days, (day, contacts) =>
      out(`${engine} ${day}: ${contacts} contacts`),
    );
    out(`${engine}: ${findings.seconds.toFixed(0)} s`);
    return findings;
  } finally {
    await server?.stop();
  }
}

/** Tells the days on which two engines differ, and the first contacts that one has alone; gives their number. */
function differencesBetween(
  [one, its]: readonly [string, QuarterFindings],
  [other, others]: readonly [string, QuarterFindings],
): number {
  const differing = its.days.filter(({ digest }, index) => others.days[index]?.digest !== digest);
  for (const { day } of differing.slice(0, 3)) {
    const contactsOf = (engine: string): ReadonlySet<string> =>
      new Set(readFileSync(join(folder, engine, "contacts", `${day}.txt`), "utf8").split("\n"));
    const [had, wanted] = [contactsOf(one), contactsOf(other)];
    for (const line of [...had].filter((line) => !wanted.has(line)).slice(0, 5))
      out(`${day}: only ${one}: ${line}`);
    for (const line of [...wanted].filter((line) => !had.has(line)).slice(0, 5))
      out(`${day}: only ${other}: ${line}`);
  }
  return differing.length;
}
