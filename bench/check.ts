import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { makeProject } from "./campaign-files.ts";
import type { Observation } from "./observe.ts";

const root = resolve(import.meta.dirname, "..");

/** Campaign files of the project that is measured. */
const files = 1_000;

/** How often each project is checked; the median counts. */
const runs = 7;

/** Modules that `check` must do without: what writes `build/plan.ts`, drivers of databases, what makes SQL. */
const heavy = ["ts-morph", "typescript", "@duckdb/", "pg", "kysely", "sql-formatter"];

/** Measures `baleen check` over many campaign files, less what it takes for a project of one. */
export function benchCheck(): void {
  const one = makeProject(1);
  const many = makeProject(files);
  try {
    const alone: Observation[] = [];
    const all: Observation[] = [];
    // In turns, so that a machine that is busy for a while is so for both.
    for (let run = 0; run < runs; run++) {
      alone.push(observeCheck(one));
      all.push(observeCheck(many));
    }
    report(alone, all);
  } finally {
    for (const folder of [one, many]) rmSync(folder, { recursive: true, force: true });
  }
}

function observeCheck(project: string): Observation {
  const target = join(project, "observation.json");
  rmSync(target, { force: true });
  const ran = spawnSync(
    process.execPath,
    [
      "--conditions=source",
      "--disable-warning=ExperimentalWarning",
      `--import=${pathToFileURL(join(root, "bench", "observe.ts")).href}`,
      join(root, "cli", "main.ts"),
      "check",
      "--project",
      project,
    ],
    { encoding: "utf8", env: { ...process.env, BENCH_OBSERVATION: target } },
  );
  if (ran.status !== 0 || !existsSync(target)) {
    throw new Error(`baleen check ended with ${ran.status}:\n${ran.stdout}\n${ran.stderr.slice(0, 4_000)}`);
  }
  return JSON.parse(readFileSync(target, "utf8"));
}

function report(alone: readonly Observation[], all: readonly Observation[]): void {
  const start = middle(alone);
  const whole = middle(all);
  const line = (name: string, { user, system, peakMemory }: Observation): string =>
    `${name.padEnd(28)} ${seconds(user)} ${seconds(system)} ${seconds(user + system)} ${(peakMemory / 2 ** 20).toFixed(0).padStart(7)}\n`;
  const modules = whole.modules;
  const packages = [...new Set(modules.map(packageOf).filter((name) => name !== undefined))].sort();
  const found = packages.filter((name) =>
    heavy.some((each) => name === each || (each.endsWith("/") && name.startsWith(each))),
  );
  process.stdout.write(
    `baleen check, processor seconds, the median of ${runs} runs\n` +
      `${"".padEnd(28)}    user  system     sum  peak MB\n` +
      line("1 campaign file", start) +
      line(`${files} campaign files`, whole) +
      `after start-up: ${(whole.user + whole.system - start.user - start.system).toFixed(2)} s for ${files - 1} files\n` +
      `modules loaded: ${modules.length}; packages among them: ${packages.join(", ")}\n` +
      `of ${heavy.join(", ")}: ${found.length === 0 ? "none" : found.join(", ")}\n`,
  );
}

/** The run whose processor time is the median. */
function middle(observations: readonly Observation[]): Observation {
  const sorted = [...observations].sort((a, b) => a.user + a.system - b.user - b.system);
  const found = sorted[Math.floor(sorted.length / 2)];
  if (found === undefined) throw new Error("nothing was observed");
  return found;
}

function seconds(value: number): string {
  return value.toFixed(2).padStart(7);
}

/** The package that a module belongs to; undefined for Baleen's own. */
function packageOf(url: string): string | undefined {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
}
