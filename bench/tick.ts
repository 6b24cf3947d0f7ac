import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { LedgerSettings } from "../runtime/index.ts";
import { CAMPAIGNS, makeBusyWarehouse } from "./support/busy-bank.ts";
import type { TickTask, TickTimes } from "./support/tick-child.ts";

/** How many candidates the tick has, unless `BENCH_CANDIDATES` says otherwise. */
const candidates = Number(process.env["BENCH_CANDIDATES"] ?? 1_000_000);

/** DuckDB's part of the memory. */
const memoryLimit = 400 * 2 ** 20;

/** Runs one tick of eight campaigns from detection to commit, on a ledger of each kind, each in a process of its own. */
export async function benchTick(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "baleen-bench-"));
  const { startPostgres } = await import("../test/support/postgres-server.ts");
  const server = await startPostgres();
  try {
    const warehouse = join(folder, "warehouse.duckdb");
    await makeBusyWarehouse(warehouse, (candidates * 2) / CAMPAIGNS);
    const ledgers: readonly LedgerSettings[] = [
      { engine: "sqlite", path: join(folder, "ledger.db") },
      { engine: "postgres", url: server.url, schema: "bench_tick" },
    ];
    for (const ledger of ledgers)
      process.stdout.write(line(ledger, runTick({ warehouse, ledger, memoryLimit })));
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function runTick(task: TickTask): TickTimes {
  const child = resolve(import.meta.dirname, "support", "tick-child.ts");
  const ran = spawnSync(
    process.execPath,
    ["--conditions=source", "--disable-warning=ExperimentalWarning", child, JSON.stringify(task)],
    { encoding: "utf8", maxBuffer: 2 ** 24 },
  );
  if (ran.status !== 0) throw new Error(`the tick ended with ${ran.status}:\n${ran.stderr.slice(0, 4_000)}`);
  return JSON.parse(ran.stdout);
}

function line(
  { engine }: LedgerSettings,
  { eligible, contacts, rejected, phases, seconds, processor, peak }: TickTimes,
) {
  const times = Object.entries(phases).map(([phase, took]) => `${phase} ${took.toFixed(1)} s`);
  return (
    `${engine.padEnd(8)}  ${eligible} candidates, ${contacts} contacts, ${rejected} rejections: ` +
    `${seconds.toFixed(1)} s (${processor.toFixed(1)} s of this process's time), ${times.join(", ")}; ` +
    `${(peak / 2 ** 20).toFixed(0)} MiB at most\n`
  );
}
