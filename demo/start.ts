import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { demoWeek } from "./bank.ts";

const root = resolve(import.meta.dirname, "..");
const warehouse = join(root, "warehouse.duckdb");

/** What Node makes of the sources, kept for the next of so many commands. */
const environment = { ...process.env, NODE_COMPILE_CACHE: join(root, ".baleen", "compiled") };

/** Runs one of the project's scripts to its end, in the project's folder; gives its exit code. */
function runScript(script: string, args: readonly string[]): number {
  const child = spawnSync(process.execPath, ["--conditions=source", join(root, script), ...args], {
    cwd: root,
    env: environment,
    stdio: "inherit",
  });
  if (child.error !== undefined) throw child.error;
  // A child that a signal ended has no code.
  return child.status ?? 2;
}

/** What the player reads of the ledger. */
const exported = join(".baleen", "ledger.jsonl");

const steps: readonly (readonly [script: string, ...args: string[]])[] = [
  ...(existsSync(warehouse) ? [] : [["demo/generate.ts"] as const]),
  ["cli/main.ts", "check"],
  ["cli/main.ts", "test"],
  ["cli/main.ts", "build"],
  ...demoWeek.flatMap((day) => [
    ["cli/main.ts", "run", "--at", `${day}T06:00`] as const,
    // In the evening the customers have their turn.
    ["cli/main.ts", "ledger", "export", exported, "--force"] as const,
    ["demo/play.ts", "--ledger", exported, "--until", `${day}T22:00+08:00`] as const,
  ]),
];

let code = 0;
for (const [script, ...args] of steps) {
  if (script === "cli/main.ts") process.stdout.write(`\n$ baleen ${args.join(" ")}\n`);
  code = runScript(script, args);
  if (code !== 0) break;
}

if (code === 0) {
  process.stdout.write(`
The demo week is done. See
  campaigns/         the campaigns
  build/             their SQL and the plan
  .baleen/outbox/    the messages, one CSV file a channel and dispatch
  .baleen/ledger.db  every decision
  warehouse.duckdb   the demo bank, and what its customers did: \`npx node --conditions=source demo/describe.ts\` describes it
\`npx baleen report\` says what has come of each campaign.
`);
}
process.exitCode = code;
