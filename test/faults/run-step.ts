import type { Plan } from "../../plan/index.ts";
import {
  type DispatchSettings,
  type Ledger,
  type LedgerSettings,
  openLedger,
  parseInstant,
  RuntimeProblem,
  runPlan,
  type Warehouse,
  type WarehouseSettings,
  warehouseOnDemand,
} from "../../runtime/index.ts";

/** All that a run is given, as plain JSON. */
export interface RunSettings {
  readonly plan: Plan;
  readonly warehouse: WarehouseSettings;
  readonly ledger: LedgerSettings;
  readonly dispatch: DispatchSettings;
}

/** A run: what for, and by which clock; local times. */
export interface Step {
  readonly at: string;
  readonly clock: string;
  /** Seconds that another run is waited for. */
  readonly wait: number;
}

/** How a run went: in whose words it failed, and what it could not send. */
export interface StepOutcome {
  readonly failed?: { readonly code: string; readonly message: string };
  /** Codes of what could not be delivered. */
  readonly undelivered: readonly string[];
  readonly leftOpen: number;
}

/** What of a run's surroundings may be looked at, or held up. */
export interface Doors {
  readonly ledger: (ledger: Ledger) => Ledger;
  readonly warehouse: (warehouse: Warehouse) => Warehouse;
}

const CLOSED: Doors = { ledger: (ledger) => ledger, warehouse: (warehouse) => warehouse };

/** A step as `baleen run` does it: opens both stores, decides what is pending, dispatches what is due, closes. Problems are told, anything else is thrown. */
export async function runStep(
  { plan, warehouse: warehouseSettings, ledger: ledgerSettings, dispatch }: RunSettings,
  { at, clock, wait }: Step,
  doors: Doors = CLOSED,
): Promise<StepOutcome> {
  const { timezone, relations } = plan;
  const warehouse = doors.warehouse(warehouseOnDemand(warehouseSettings, { timezone, relations }));
  const now = instant(clock, plan) / 1_000;
  try {
    const ledger = doors.ledger(await openLedger(ledgerSettings));
    try {
      const { undelivered, report } = await runPlan({
        plan,
        warehouse,
        ledger,
        at: instant(at, plan),
        clock: () => now,
        dispatch,
        waitSeconds: wait,
        funnelsOnly: true,
      });
      return { undelivered: undelivered.map(({ code }) => code), leftOpen: report.leftOpen.length };
    } finally {
      await ledger.close();
    }
  } catch (error) {
    const [problem] = error instanceof AggregateError ? error.errors : [error];
    if (!(problem instanceof RuntimeProblem)) throw error;
    const { code, message } = problem;
    return { failed: { code, message }, undelivered: [], leftOpen: 0 };
  } finally {
    await warehouse.close();
  }
}

/** The instant of a local time of the plan's. */
export function instant(local: string, { timezone }: Plan): number {
  const found = parseInstant(local, timezone);
  if (found === undefined) throw new Error(`malformed instant: ${local}`);
  return found;
}
