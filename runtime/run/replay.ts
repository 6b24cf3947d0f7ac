import type { Plan } from "../../plan/index.ts";
import { type Clock, type Instant, isoInstant } from "../calendar/instant.ts";
import type { CampaignRun } from "../ledger/explaining.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { isPseudonym } from "../ledger/privacy-queries.ts";
import {
  type ContactReport,
  type LeftOpen,
  type RejectionReport,
  type TickReport,
  tickReport,
} from "../report/run-report.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { runPlan } from "./run.ts";

/** What one run decided at one instant. */
export interface PastDecision {
  readonly run: CampaignRun;
  /** In order of name. */
  readonly campaigns: readonly string[];
}

/** What came of deciding a past tick again. */
export interface Replay {
  readonly tick: string;
  readonly run: number;
  /** Contacts and places of holdouts that are recorded. */
  readonly recorded: number;
  /** Those that came out alike. */
  readonly same: number;
  /** In order of campaign and customer: contacts, and places of holdouts, that are gone, new, or otherwise. */
  readonly differences: readonly ReplayDifference[];
  /** Candidates who were rejected, and now are for other reasons or are none; or the other way round. */
  readonly otherRejections: number;
  /** Campaigns that were not decided again and count as they are recorded: they compare with the tick before, of which nothing is kept. */
  readonly asRecorded: readonly string[];
  /** Ticks whose data are not there now. */
  readonly leftOpen: readonly LeftOpen[];
  /** Recorded contacts of customers who are forgotten, with whom nothing can be compared. */
  readonly forgotten: number;
}

export interface ReplayDifference {
  readonly campaign: string;
  readonly customer: string;
  readonly wave: number;
  readonly event: { readonly id: string; readonly time: string } | null;
  /** Null: no candidate. */
  readonly recorded: ReplayOutcome | null;
  readonly now: ReplayOutcome | null;
}

export type ReplayOutcome =
  | ({ readonly kind: "contact" } & Pick<ContactReport, "arm" | "channel" | "offers" | "due">)
  | ({ readonly kind: "rejection" } & Pick<RejectionReport, "channel" | "offers" | "due" | "reasons">);

/** Who decided an instant: runs in order, each with the campaigns whose tick it completed. */
export async function decisionsAt(tick: Instant, ledger: Ledger): Promise<readonly PastDecision[]> {
  const runs = Map.groupBy(await ledger.runsAt(tick), ({ run }) => run);
  return [...runs.values()].flatMap((same) => {
    const [run] = same;
    return run === undefined ? [] : [{ run, campaigns: same.map(({ campaign }) => campaign) }];
  });
}

/**
 * Decides a past tick again, by a plan of what it went by, on the warehouse as it is now and the ledger as it was before the run,
 * and says where that differs from what is recorded. Writes nothing.
 * @throws RuntimeProblem, or an AggregateError of several: what the warehouse lacks.
 */
export async function replay(
  { run, campaigns }: PastDecision,
  world: {
    readonly plan: Plan;
    readonly warehouse: Warehouse;
    readonly ledger: Ledger;
    readonly clock: Clock;
  },
): Promise<Replay> {
  const { warehouse, ledger, clock } = world;
  const { tick, startedAt } = run;
  const again = world.plan.campaigns.filter(
    ({ name, firing }) => campaigns.includes(name) && firing.kind !== "membership",
  );
  const names = again.map(({ name }) => name);
  const asRecorded = campaigns.filter((name) => !names.includes(name));
  const recorded = tickReport(
    tick,
    [],
    await ledger.contacts(tick, names),
    await ledger.rejections(tick, names),
  );
  const outcome = await runPlan({
    plan: { ...world.plan, campaigns: again },
    warehouse,
    ledger: ledger.before({ run: run.run, tick, startedAt, asRecorded }),
    at: tick,
    clock,
    dryRun: true,
  });
  const now = outcome.report.ticks.find((one) => one.tick === isoInstant(tick));
  const open = new Set(outcome.report.leftOpen.map(({ campaign }) => campaign));
  return {
    tick: isoInstant(tick),
    run: run.run,
    ...compared(decisionsOf(recorded, open), decisionsOf(now, open)),
    asRecorded,
    leftOpen: outcome.report.leftOpen,
  };
}

type Decision = ContactReport | RejectionReport;

/** All that was decided, but of campaigns that were left open. */
function decisionsOf(report: TickReport | undefined, open: ReadonlySet<string>): readonly Decision[] {
  if (report === undefined) return [];
  const { contacts, controls, universal, rejections } = report;
  return [...contacts, ...controls, ...universal, ...rejections].filter(
    ({ campaign }) => !open.has(campaign),
  );
}

function compared(
  recorded: readonly Decision[],
  now: readonly Decision[],
): Pick<Replay, "recorded" | "same" | "differences" | "otherRejections" | "forgotten"> {
  const known = recorded.filter(({ customer }) => !isPseudonym(customer));
  const before = new Map(known.map((decision) => [identityOf(decision), decision]));
  const after = new Map(now.map((decision) => [identityOf(decision), decision]));
  const differences: ReplayDifference[] = [];
  let same = 0;
  let otherRejections = 0;
  for (const key of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [then, again] = [before.get(key), after.get(key)];
    const one = then ?? again;
    if (one === undefined) continue;
    const [was, is] = [outcomeOf(then), outcomeOf(again)];
    const isAlike = JSON.stringify(was) === JSON.stringify(is);
    if (was?.kind !== "contact" && is?.kind !== "contact") {
      if (!isAlike) otherRejections += 1;
    } else if (isAlike) same += 1;
    else {
      const { campaign, customer, wave, event } = one;
      differences.push({ campaign, customer, wave, event, recorded: was, now: is });
    }
  }
  const contacts = recorded.filter((decision) => !("reasons" in decision));
  return {
    recorded: contacts.length,
    same,
    differences,
    otherRejections,
    forgotten: contacts.filter(({ customer }) => isPseudonym(customer)).length,
  };
}

function identityOf({ campaign, customer, wave, event }: Decision): string {
  return [campaign, customer, event?.time ?? "", event?.id ?? "", wave].join("\u001f");
}

function outcomeOf(decision: Decision | undefined): ReplayOutcome | null {
  if (decision === undefined) return null;
  if ("reasons" in decision) {
    const { channel, offers, due, reasons } = decision;
    return { kind: "rejection", channel, offers, due, reasons };
  }
  const { arm, channel, offers, due } = decision;
  return { kind: "contact", arm, channel, offers, due };
}
