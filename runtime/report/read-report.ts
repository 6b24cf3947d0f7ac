import type { Plan } from "../../plan/index.ts";
import { type Instant, isoInstant } from "../calendar/instant.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ContactRecord, KeptDecision, RejectionRecord } from "../ledger/records.ts";
import {
  type LeftOpen,
  RUN_REPORT_VERSION,
  type RunReport,
  type TickReport,
  tickReport,
} from "./run-report.ts";

/**
 * Reports instants' campaigns as the ledger has them, and as it would have them after decisions that are not
 * written; campaigns without a completed tick at the instant are left out.
 */
export async function readReport(
  ticks: ReadonlyMap<Instant, readonly string[]>,
  imagined: ReadonlyMap<Instant, KeptDecision>,
  run: {
    readonly plan: Plan;
    readonly ledger: Ledger;
    readonly at: Instant;
    readonly funnelsOnly?: boolean;
    readonly leftOpen: readonly LeftOpen[];
  },
): Promise<RunReport> {
  const { plan, ledger, at, funnelsOnly, leftOpen } = run;
  const reports: TickReport[] = [];
  for (const [tick, names] of ticks) {
    const decision = imagined.get(tick);
    const campaigns = [...(await ledger.completed(tick, names)), ...(decision?.campaigns ?? [])];
    if (campaigns.length === 0) continue;
    const lists = funnelsOnly === true ? NO_LISTS : await decisionLists(tick, names, ledger, decision);
    const cancelled = await ledger.cancelled(tick, names);
    reports.push(tickReport(tick, campaigns, lists.contacts, lists.rejections, cancelled));
  }
  return {
    version: RUN_REPORT_VERSION,
    project: plan.project,
    at: isoInstant(at),
    ticks: reports,
    leftOpen,
    deadLetters: await ledger.deadLetters(),
  };
}

interface DecisionLists {
  readonly contacts: readonly ContactRecord[];
  readonly rejections: readonly RejectionRecord[];
}

const NO_LISTS: DecisionLists = { contacts: [], rejections: [] };

async function decisionLists(
  tick: Instant,
  campaigns: readonly string[],
  ledger: Ledger,
  imagined: KeptDecision | undefined,
): Promise<DecisionLists> {
  const contacts = await ledger.contacts(tick, campaigns);
  const rejections = await ledger.rejections(tick, campaigns);
  if (imagined === undefined) return { contacts, rejections };
  return {
    contacts: [...contacts, ...imagined.contacts.map(({ contact }) => contact)],
    rejections: [...rejections, ...imagined.rejections],
  };
}
