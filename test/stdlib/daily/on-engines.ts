import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { loadPostgres } from "../../../demo/postgres.ts";
import { startPostgres } from "../../support/postgres-server.ts";
import type { TrialStores } from "../trial/trial-project.ts";
import { type DailyFindings, decisionsFile, runDays } from "./run-days.ts";

/** Days of a project on several engines. */
export interface EngineRuns {
  /** A folder that is thrown away. */
  readonly folder: string;
  /** `duckdb`, `postgres`. */
  readonly engines: readonly string[];
  /** The bank, a DuckDB file. */
  readonly bank: string;
  readonly days: readonly string[];
  readonly time: string;
  /** Writes the project into a folder, over an engine's stores. */
  readonly writeProject: (folder: string, stores: TrialStores) => void;
  readonly out: (line: string) => void;
}

/** Where the project file finds the database's url, which has a password. */
const DATABASE = "TRIAL_DATABASE_URL";

/** What several engines have found. */
export interface EnginesFindings {
  /** By the first of them. */
  readonly findings: DailyFindings;
  /** Days on which another decided otherwise. */
  readonly differences: number;
}

/**
 * Runs a project's days on each engine, from empty ledgers: on DuckDB with a ledger of SQLite, on PostgreSQL with one in
 * the same database. Tells what they decide differently, to the last funnel and rejection.
 */
export async function runOnEngines(runs: EngineRuns): Promise<EnginesFindings> {
  for (const engine of runs.engines)
    if (engine !== "duckdb" && engine !== "postgres") throw new Error(`${engine} is no engine`);
  const found: (readonly [engine: string, findings: DailyFindings])[] = [];
  for (const engine of runs.engines) found.push([engine, await runOn(engine, runs)]);
  const [one, ...others] = found;
  if (one === undefined) throw new Error("no engine is named");
  const differences = others.map((other) => differencesBetween(one, other, runs));
  return { findings: one[1], differences: differences.reduce((sum, each) => sum + each, 0) };
}

async function runOn(engine: string, { folder, bank, writeProject, out, ...runs }: EngineRuns) {
  const place = join(folder, engine);
  mkdirSync(place);
  const server = engine === "postgres" ? await startPostgres() : undefined;
  try {
    if (server !== undefined) {
      process.env[DATABASE] = server.url;
      const began = performance.now();
      await loadPostgres(bank, server.url, "public");
      await giveMemory(server.url);
      out(`${engine}: loaded in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    }
    writeProject(place, server === undefined ? embedded(place, bank) : inDatabase);
    const findings = await runDays({
      ...runs,
      folder: place,
      onDay: (day, contacts) => out(`${engine} ${day}: ${contacts} contacts`),
    });
    out(`${engine}: ${findings.seconds.toFixed(0)} s`);
    return findings;
  } finally {
    await server?.stop();
  }
}

/** As a warehouse of that size would have it: it comes with 4 MB for a sort. */
async function giveMemory(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("alter role current_user set work_mem = '128MB'");
  } finally {
    await client.end();
  }
}

function embedded(folder: string, bank: string): TrialStores {
  return {
    warehouse: { engine: "duckdb", place: bank },
    ledger: { engine: "sqlite", place: join(folder, "ledger.db") },
  };
}

const inDatabase: TrialStores = {
  warehouse: { engine: "postgres", place: `\${${DATABASE}}` },
  ledger: { engine: "postgres", place: `\${${DATABASE}}` },
};

/** Tells the days on which two engines differ, and of the first of them where they part; gives their number. */
function differencesBetween(
  [one, its]: readonly [string, DailyFindings],
  [other, others]: readonly [string, DailyFindings],
  { folder, out }: EngineRuns,
): number {
  const differing = its.days.filter(({ digest }, index) => others.days[index]?.digest !== digest);
  for (const { day } of differing.slice(0, 3)) {
    const decisionsOf = (engine: string): readonly string[] =>
      readFileSync(decisionsFile(join(folder, engine), day), "utf8").split("\n");
    const [had, wanted] = [decisionsOf(one), decisionsOf(other)];
    const at = had.findIndex((line, index) => line !== wanted[index]);
    const first = at < 0 ? had.length : at;
    out(`${day}: line ${first + 1} of ${had.length} and ${wanted.length}`);
    out(`  ${one}: ${had[first] ?? "nothing more"}`);
    out(`  ${other}: ${wanted[first] ?? "nothing more"}`);
  }
  return differing.length;
}
