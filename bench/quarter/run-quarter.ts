import { dirname, join } from "node:path";
import type { Terminal } from "../../cli/output/terminal.ts";
import { type CompiledProject, compileProject } from "../../cli/project/compile-project.ts";
import { dispatchSettings, ledgerSettings, warehouseSettings } from "../../cli/project/runtime-settings.ts";
import { usingLedger } from "../../cli/project/using-ledger.ts";
import { type BankOptions, generateBank, lastDay } from "../../demo/bank.ts";
import { daysAfter } from "../../demo/days.ts";
import { readDecidedContacts } from "../../demo/play/ledger-file.ts";
import { playCustomers } from "../../demo/play/play.ts";
import {
  type Clock,
  exportLedger,
  findResponses,
  type Instant,
  type Ledger,
  openLedger,
  parseInstant,
  readResults,
  runPlan,
  type Warehouse,
  warehouseOnDemand,
} from "../../runtime/index.ts";
import { compareLift, type LiftComparison, type Reported } from "./comparison.ts";
import { makeQuarterProject } from "./project.ts";
import { judgedCampaigns, readTruth } from "./truth.ts";

/** A quarter to run. */
export interface QuarterOptions extends BankOptions {
  /** How many days have a tick; the last of them lies two weeks before the bank's last day, so that no goal's time is open. */
  readonly days: number;
}

/** Thirteen weeks. */
export const quarterDays = 91;

const silent: Terminal = { out: () => {}, err: () => {}, color: false, interactive: false };

/**
 * Makes a bank, runs the quarter's campaigns on each of its days and plays the customers in the evening, as their contacts
 * have been delivered; then reports, and sets the estimates beside the truth.
 *
 * @param folder an empty folder for all that is made
 * @param onDay told each day as its tick begins
 */
export async function runQuarter(
  options: QuarterOptions,
  folder: string,
  onDay: (day: string) => void = () => {},
): Promise<readonly LiftComparison[]> {
  const path = makeQuarterProject(folder);
  await generateBank(options, path);
  const compiled = await compileProject(folder, silent);
  if (compiled.kind === "unsound")
    throw new Error("the quarter's project has errors: `baleen check` says which");
  return usingLedger(openLedger(ledgerSettings(compiled)), async (ledger) => {
    for (const day of quarterOf(options.days)) {
      onDay(day);
      await runDay(compiled, ledger, day);
      await play(compiled, ledger, path, at(compiled, day, EVENING));
    }
    await respond(compiled, ledger, at(compiled, daysAfter(lastDay, 1), "00:00"));
    const truths = await readTruth(path);
    const reported = await reportedLifts(compiled, ledger);
    return judgedCampaigns.map(({ campaign }) => {
      const truth = truths.find((one) => one.campaign === campaign);
      const said = reported.find((one) => one.campaign === campaign);
      if (truth === undefined || said === undefined)
        throw new Error(`${campaign} has no holdout to compare with`);
      return compareLift(options.seed, said, truth);
    });
  });
}

/** When the day's messages have left: after the hours of all channels. */
const EVENING = "22:00";

function quarterOf(days: number): readonly string[] {
  return Array.from({ length: days }, (_, index) => daysAfter(lastDay, index - days - 13));
}

function at({ plan }: CompiledProject, day: string, time: string): Instant {
  const instant = parseInstant(`${day}T${time}`, plan.timezone);
  if (instant === undefined) throw new Error(`${day} ${time} is no instant`);
  return instant;
}

/** The day's ticks, as `baleen run` runs them; by the clock it is evening, so that all that is due has left. */
async function runDay(compiled: CompiledProject, ledger: Ledger, day: string): Promise<void> {
  const evening = at(compiled, day, EVENING);
  const { undelivered } = await withWarehouse(compiled, (warehouse) =>
    runPlan({
      plan: compiled.plan,
      sources: compiled.sources,
      warehouse,
      ledger,
      at: at(compiled, day, "06:00"),
      clock: clockAt(evening),
      dispatch: dispatchSettings(compiled),
      funnelsOnly: true,
    }),
  );
  if (undelivered.length > 0)
    throw new AggregateError(undelivered, `messages of ${day} could not be delivered`);
}

/** Through the doors that anybody has: the ledger's export is what the player knows of campaigns. */
async function play(
  { plan }: CompiledProject,
  ledger: Ledger,
  warehouse: string,
  until: Instant,
): Promise<void> {
  const file = join(dirname(warehouse), "ledger.jsonl");
  const lock = await ledger.lock(clockAt(until), 0, "everything");
  try {
    await exportLedger(ledger, file, { addresses: false, project: plan.project, replace: true });
  } finally {
    await lock.release();
  }
  await playCustomers(warehouse, await readDecidedContacts(file), until);
}

async function respond(compiled: CompiledProject, ledger: Ledger, instant: Instant): Promise<void> {
  await withWarehouse(compiled, (warehouse) =>
    findResponses({
      plan: compiled.plan,
      warehouse,
      ledger,
      at: instant,
      clock: clockAt(instant),
      waitSeconds: 0,
    }),
  );
}

async function reportedLifts({ plan }: CompiledProject, ledger: Ledger): Promise<readonly Reported[]> {
  const report = await readResults({ plan, ledger });
  return (report?.campaigns ?? []).flatMap(({ campaign, effect }): readonly Reported[] => {
    const arm = (name: string) => effect?.arms.find((one) => one.arm === name);
    const [treated, control] = [arm("treated"), arm("control")];
    const comparison = effect?.comparisons.find((one) => one.with === "control");
    if (treated === undefined || control === undefined || comparison === undefined) return [];
    return [{ campaign, treated, control, difference: comparison.difference }];
  });
}

/** Opened for each use: between two of them the player writes. */
async function withWarehouse<Result>(
  compiled: CompiledProject,
  work: (warehouse: Warehouse) => Promise<Result>,
): Promise<Result> {
  const { timezone, relations } = compiled.plan;
  const warehouse = warehouseOnDemand(warehouseSettings(compiled), { timezone, relations });
  try {
    return await work(warehouse);
  } finally {
    await warehouse.close();
  }
}

const clockAt =
  (instant: Instant): Clock =>
  () =>
    instant / 1_000;
