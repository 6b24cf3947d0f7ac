import {
  type Ledger,
  type LedgerSettings,
  openLedger,
  openWarehouse,
  parseInstant,
  runPlan,
} from "../../runtime/index.ts";
import { inPhase, type Phase, watchPhases } from "../../runtime/phases.ts";
import { BUSY_TICK, busyPlan } from "./busy-bank.ts";

/** What the process is told. */
export interface TickTask {
  /** A DuckDB file. */
  readonly warehouse: string;
  readonly ledger: LedgerSettings;
  /** Of DuckDB, in bytes. */
  readonly memoryLimit: number;
}

/** What it tells. */
export interface TickTimes {
  readonly eligible: number;
  readonly contacts: number;
  readonly rejected: number;
  /** Seconds. */
  readonly phases: Partial<Record<Phase, number>>;
  readonly seconds: number;
  readonly processor: number;
  /** The most memory that the process has had, in bytes. */
  readonly peak: number;
}

const task: TickTask = JSON.parse(process.argv[2] ?? "");
process.stdout.write(JSON.stringify(await runTick(task)));

async function runTick({ warehouse: path, ledger: settings, memoryLimit }: TickTask): Promise<TickTimes> {
  const plan = busyPlan();
  const at = parseInstant(BUSY_TICK, plan.timezone);
  if (at === undefined) throw new Error("the bank's tick is no instant");
  const { timezone, relations } = plan;
  const warehouse = await openWarehouse({ engine: "duckdb", path }, { timezone, relations, memoryLimit });
  const stored = await openLedger(settings);
  const ledger: Ledger = { ...stored, commit: (...all) => inPhase("commit", () => stored.commit(...all)) };
  const phases: Partial<Record<Phase, number>> = {};
  const unwatch = watchPhases((phase, seconds) => {
    phases[phase] = (phases[phase] ?? 0) + seconds;
  });
  const began = performance.now();
  const { report } = await runPlan({
    plan,
    warehouse,
    ledger,
    at,
    clock: () => at / 1000,
    funnelsOnly: true,
  });
  const seconds = (performance.now() - began) / 1000;
  unwatch();
  await ledger.close();
  await warehouse.close();
  const funnels = report.ticks.flatMap(({ campaigns }) => campaigns);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return {
    eligible: sum(funnels.map(({ eligible }) => eligible)),
    contacts: sum(funnels.flatMap(({ contacted }) => Object.values(contacted))),
    rejected: sum(funnels.map(({ rejected }) => rejected)),
    phases,
    seconds,
    processor: (userCPUTime + systemCPUTime) / 1e6,
    // Kilobytes, whatever the system.
    peak: maxRSS * 1024,
  };
}
