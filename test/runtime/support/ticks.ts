import type { Plan, PolicyCap, PolicyRule } from "../../../plan/index.ts";
import { openLedger, type RunReport, runPlan, type TickReport } from "../../../runtime/index.ts";
import { at, clockAt, type FakeTables, warehouse } from "./plans.ts";

/** What the bank holds at a tick, and by which plan it is run. */
export interface Step {
  readonly tick: string;
  readonly plan: Plan;
  readonly tables: FakeTables;
}

/** Runs ticks one after the other on one ledger in memory, and gives each run's report. */
export async function reportsOf(steps: readonly Step[]): Promise<readonly RunReport[]> {
  const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
  try {
    const reports: RunReport[] = [];
    for (const { tick, plan, tables } of steps) {
      const { report } = await runPlan({
        plan,
        warehouse: warehouse(tables),
        ledger,
        at: at(tick),
        clock: clockAt(tick),
      });
      reports.push(report);
    }
    return reports;
  } finally {
    await ledger.close();
  }
}

/** The last tick of the last report. */
export async function lastTickOf(steps: readonly Step[]): Promise<TickReport> {
  const tick = (await reportsOf(steps)).at(-1)?.ticks.at(-1);
  if (tick === undefined) throw new Error("no tick");
  return tick;
}

type Policy = NonNullable<Plan["policy"]>;

export function policy(more: Partial<Policy> = {}): Policy {
  return { suppress: [], caps: [], rules: [], quiet: [], ...more };
}

type CustomerCap = Extract<PolicyCap, { readonly kind: "customer" }>;

/** `at most … per customer`. */
export function customerCap(limit: number, days: number, more: Partial<CustomerCap> = {}): CustomerCap {
  return {
    kind: "customer",
    limit,
    within: { kind: "sliding", duration: { count: days, unit: "day" } },
    of: { kind: "all" },
    via: [],
    key: "per customer",
    includingService: false,
    text: `at most ${limit} per customer per ${days} days`,
    ...more,
  };
}

/** What all rules of sequence share. */
export function line(
  text: string,
  ...offers: readonly string[]
): Pick<PolicyRule, "of" | "includingService" | "text"> {
  return { of: named(...offers), includingService: false, text };
}

export function named(...offers: readonly string[]): {
  kind: "named";
  name: string;
  offers: readonly string[];
} {
  return { kind: "named", name: offers.join("_"), offers };
}
