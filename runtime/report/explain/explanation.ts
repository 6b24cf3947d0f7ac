import type { Plan } from "../../../plan/index.ts";
import { type Instant, isoInstant } from "../../calendar/instant.ts";
import type { CampaignRun, CustomerStory, ToldContact } from "../../ledger/explaining.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { CancellationReason } from "../../ledger/outgoing.ts";
import type { RecordedProject } from "../../ledger/projects.ts";
import type {
  Amount,
  Arm,
  ContactRecord,
  ContactState,
  Reason,
  RejectionRecord,
} from "../../ledger/records.ts";

/** The version of the explanation's shape. */
export const EXPLANATION_VERSION = 1;

/** What became of one customer in a campaign. Instants are ISO in UTC; lists in order of tick. */
export interface Explanation {
  readonly version: typeof EXPLANATION_VERSION;
  readonly project: string;
  readonly campaign: string;
  readonly customer: string;
  /** How many ticks the campaign has completed, the first and the last. */
  readonly completed: { readonly ticks: number; readonly first: string | null; readonly last: string | null };
  /** The tick that was asked for, or all that decided on her. */
  readonly ticks: readonly ExplainedTick[];
  /** What a former system's campaign of the same name did. */
  readonly imported: readonly {
    readonly time: string;
    readonly channel: string;
    readonly offers: readonly string[];
    readonly state: ContactState;
  }[];
}

export interface ExplainedTick {
  readonly tick: string;
  readonly run: { readonly number: number; readonly at: string; readonly startedAt: string };
  /** False where the campaign was a draft or paused. */
  readonly active: boolean;
  readonly hashes: {
    readonly plan: string;
    readonly campaign: string;
    /** Of the catalog's files; null where it was not noted. */
    readonly catalog: string | null;
  };
  /** Whether the campaign means the same now as then. */
  readonly campaignNow: "same" | "changed" | "gone";
  /** What it was compiled of; null where it was not noted. */
  readonly sources: {
    readonly release: string;
    readonly files: readonly { readonly path: string; readonly sha256: string }[];
  } | null;
  /** Empty where she was no candidate. */
  readonly outcomes: readonly Outcome[];
}

export type Outcome = ContactOutcome | RejectionOutcome;

interface OutcomeBasics {
  /** 0 for a first contact, 1 for the first follow-up. */
  readonly wave: number;
  readonly arm: Arm;
  readonly value: Amount | null;
  readonly event: { readonly id: string; readonly time: string } | null;
  readonly offers: readonly string[];
}

export interface ContactOutcome extends OutcomeBasics {
  readonly kind: "contact";
  readonly channel: string;
  readonly due: string;
  /** Null for members of holdouts, to whom nothing is sent. */
  readonly state: ContactState | null;
  readonly delivered: string | null;
  readonly failure: string | null;
  readonly nextAttempt: string | null;
  readonly cancelled: readonly CancellationReason[];
  readonly responses: readonly {
    readonly kind: "goal" | "answer";
    readonly event: string;
    readonly eventId: string;
    readonly time: string;
    readonly amount: Amount | null;
    readonly best: boolean;
  }[];
}

export interface RejectionOutcome extends OutcomeBasics {
  readonly kind: "rejection";
  readonly channel: string | null;
  readonly due: string | null;
  readonly reasons: readonly Reason[];
}

/** Says what became of a customer in a campaign; with `at` in its latest completed tick up to then, undefined where there is none. */
export async function explain(
  asked: { readonly campaign: string; readonly customer: string; readonly at?: Instant },
  { plan, ledger }: { readonly plan: Plan; readonly ledger: Ledger },
): Promise<Explanation | undefined> {
  const { campaign, customer, at } = asked;
  const runs = await ledger.campaignRuns(campaign);
  const story = await ledger.customerStory(campaign, customer);
  const decided = new Set([
    ...story.contacts.map(({ contact }) => contact.tick),
    ...story.rejections.map(({ tick }) => tick),
  ]);
  const wanted =
    at === undefined
      ? runs.filter(({ tick }) => decided.has(tick))
      : runs.filter(({ tick }) => tick <= at).slice(-1);
  if (at !== undefined && wanted.length === 0) return undefined;
  const ticks: ExplainedTick[] = [];
  for (const run of wanted) {
    const project = await ledger.projectOf(run.planHash, run.startedAt);
    ticks.push(
      explainedTick(run, project, story, plan.campaigns.find(({ name }) => name === campaign)?.hash),
    );
  }
  const [first, last] = [runs[0], runs.at(-1)];
  return {
    version: EXPLANATION_VERSION,
    project: plan.project,
    campaign,
    customer,
    completed: { ticks: runs.length, first: isoOrNull(first?.tick), last: isoOrNull(last?.tick) },
    ticks,
    imported: story.imported.map(({ due, ...rest }) => ({ time: isoInstant(due), ...rest })),
  };
}

function explainedTick(
  { tick, run, at, startedAt, active, planHash, campaignHash }: CampaignRun,
  project: RecordedProject | undefined,
  story: CustomerStory,
  hashNow: string | undefined,
): ExplainedTick {
  return {
    tick: isoInstant(tick),
    run: { number: run, at: isoInstant(at), startedAt: isoInstant(startedAt) },
    active,
    hashes: { plan: planHash, campaign: campaignHash, catalog: project?.catalogHash ?? null },
    campaignNow: hashNow === undefined ? "gone" : hashNow === campaignHash ? "same" : "changed",
    sources:
      project === undefined
        ? null
        : {
            release: project.release,
            files: project.files.map(({ path, hash }) => ({ path, sha256: hash })),
          },
    outcomes: [
      ...story.contacts.filter(({ contact }) => contact.tick === tick).map(contactOutcome),
      ...story.rejections.filter((rejection) => rejection.tick === tick).map(rejectionOutcome),
    ].sort((a, b) => a.wave - b.wave),
  };
}

function contactOutcome(told: ToldContact): ContactOutcome {
  const { contact, state, deliveredAt, failure, nextAttempt, cancelled, responses } = told;
  const { channel, due } = contact;
  return {
    kind: "contact",
    ...basicsOf(contact),
    channel,
    due: isoInstant(due),
    state,
    delivered: isoOrNull(deliveredAt),
    failure,
    nextAttempt: isoOrNull(nextAttempt),
    cancelled,
    responses: responses.map((one) => ({ ...one, time: isoInstant(one.time) })),
  };
}

function rejectionOutcome(rejection: RejectionRecord): RejectionOutcome {
  const { channel, due, reasons } = rejection;
  return { kind: "rejection", ...basicsOf(rejection), channel, due: isoOrNull(due), reasons };
}

function basicsOf({ wave, arm, value, event, offers }: ContactRecord | RejectionRecord): OutcomeBasics {
  const told = event === null ? null : { id: event.id, time: isoInstant(event.time) };
  return { wave, arm, value, event: told, offers };
}

function isoOrNull(instant: Instant | null | undefined): string | null {
  return instant === null || instant === undefined ? null : isoInstant(instant);
}
