import type { Plan, ReadinessPlan } from "../../plan/index.ts";
import { compareText } from "../arbitrate/order.ts";
import type { Instant } from "../calendar/instant.ts";
import { isoInstant } from "../calendar/instant.ts";
import { bindStatement } from "../calendar/parameters.ts";
import { addDuration } from "../calendar/zoned-time.ts";
import { readBoolean } from "../detect/cells.ts";
import { inPhase } from "../phases.ts";
import { RuntimeProblem, throwProblems } from "../problem.ts";
import type { LeftOpen, SourceWait } from "../report/run-report.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import type { PendingTick } from "./pending.ts";

/** Which campaigns of an instant have their data, and which are left for a later run. */
export interface Readiness {
  readonly ready: readonly PendingTick[];
  readonly leftOpen: readonly LeftOpen[];
}

/**
 * Asks the sources of an instant's campaigns whether their data for the day before have come, LANGUAGE § 11. A campaign
 * one of whose sources is late is left out: its tick stays open, and the next run asks again.
 * @throws RuntimeProblem `source-late`, or an AggregateError of several, where a late source says `fail`.
 */
export async function askReadiness(
  tick: Instant,
  group: readonly PendingTick[],
  world: { readonly plan: Plan; readonly warehouse: Warehouse; readonly now: Instant },
): Promise<Readiness> {
  const { plan } = world;
  const late = new Map<string, ReadinessPlan>();
  for (const [name, source] of sourcesOf(group, plan)) {
    const ready = await inPhase("readiness", () => isReady(source, tick, world));
    if (!ready) late.set(name, source);
  }
  throwProblems(
    [...late].flatMap(([name, { whenLate }]) => (whenLate.kind === "fail" ? [sourceLate(name)] : [])),
    "data that campaigns need have not come",
  );
  const ready: PendingTick[] = [];
  const leftOpen: LeftOpen[] = [];
  for (const pending of group) {
    const sources = waits(pending, late, tick, world);
    if (sources.length === 0) ready.push(pending);
    else leftOpen.push({ tick: isoInstant(tick), campaign: pending.campaign.name, sources });
  }
  return { ready, leftOpen };
}

/** Inactive campaigns read nothing. */
function sourceNames({ campaign }: PendingTick): readonly string[] {
  return campaign.status === "active" ? campaign.sources : [];
}

function sourcesOf(group: readonly PendingTick[], plan: Plan): readonly (readonly [string, ReadinessPlan])[] {
  const names = new Set(group.flatMap(sourceNames));
  return Object.entries(plan.readiness)
    .filter(([name]) => names.has(name))
    .sort(([a], [b]) => compareText(a, b));
}

/** Whether a source has its data for the day before the tick. */
export async function isReady(
  { statement }: ReadinessPlan,
  tick: Instant,
  { plan, warehouse }: { readonly plan: Plan; readonly warehouse: Warehouse },
): Promise<boolean> {
  let ready = false;
  const bound = bindStatement(statement[warehouse.engine], { tick, firingFrom: tick }, plan);
  await warehouse.query(bound, (rows) => {
    if (rows.some((row) => readBoolean(row, "ready") === true)) ready = true;
  });
  return ready;
}

function waits(
  pending: PendingTick,
  late: ReadonlyMap<string, ReadinessPlan>,
  tick: Instant,
  { plan, now }: { readonly plan: Plan; readonly now: Instant },
): readonly SourceWait[] {
  return [...new Set(sourceNames(pending))].sort(compareText).flatMap((source): SourceWait[] => {
    const whenLate = late.get(source)?.whenLate;
    if (whenLate === undefined) return [];
    if (whenLate.kind !== "wait") return [{ source, until: null, waiting: false }];
    const until = addDuration(tick, whenLate.duration, plan.timezone, plan.calendar);
    return [{ source, until: isoInstant(until), waiting: now < until }];
  });
}

function sourceLate(name: string): RuntimeProblem {
  return new RuntimeProblem("source-late", `the data of \`${name}\` for the day before have not come`, {
    help: `run again when they are there, or let campaigns wait for them: \`when_late\` of \`${name}\` in the catalog`,
  });
}
