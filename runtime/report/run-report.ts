import { compareText } from "../arbitrate/order.ts";
import { type Instant, isoInstant } from "../calendar/instant.ts";
import type { CancelledContacts, DeadLetters } from "../ledger/outgoing.ts";
import type {
  Amount,
  Arm,
  CampaignTick,
  ContactRecord,
  DecisionIdentity,
  Funnel,
  Reason,
  RejectionRecord,
} from "../ledger/records.ts";

/** The version of the report's shape. */
export const RUN_REPORT_VERSION = 1;

/**
 * What a run at an instant did, or what an earlier one had done: the same ticks give the same report to the byte.
 * Instants are ISO in UTC; lists are in order of campaign, customer, event time, event id and wave.
 */
export interface RunReport {
  readonly version: typeof RUN_REPORT_VERSION;
  readonly project: string;
  /** The `--at` of the run. */
  readonly at: string;
  readonly ticks: readonly TickReport[];
  /** Ticks that were not decided, for their data have not come: the next run tries them again. In order of instant and campaign. */
  readonly leftOpen: readonly LeftOpen[];
  /** Messages that could not be delivered, of any run, in order of channel. */
  readonly deadLetters: readonly DeadLetters[];
}

/** A campaign's tick that was left open. */
export interface LeftOpen {
  readonly tick: string;
  readonly campaign: string;
  /** In order of name. */
  readonly sources: readonly SourceWait[];
}

/** A source whose data for the day before a tick have not come. */
export interface SourceWait {
  readonly source: string;
  /** How long the catalog says to wait for it; null where not at all. */
  readonly until: string | null;
  /** Whether that time was still to come. */
  readonly waiting: boolean;
}

/** The campaigns that share an instant. The lists are empty where a run was asked for its funnels alone. */
export interface TickReport {
  readonly tick: string;
  readonly campaigns: readonly CampaignReport[];
  readonly contacts: readonly ContactReport[];
  /** Members of the control arm who would have been contacted. */
  readonly controls: readonly ContactReport[];
  /** Members of the universal holdout whom a campaign would have contacted. */
  readonly universal: readonly ContactReport[];
  readonly rejections: readonly RejectionReport[];
}

export interface CampaignReport extends Funnel {
  readonly campaign: string;
  readonly label: string | null;
  readonly owner: string;
  /** The hash of the plan that the tick was run by. */
  readonly plan: string;
  readonly active: boolean;
  /** T′; null for a campaign's first tick. */
  readonly previousTick: string | null;
  /** Contacts whose messages were cancelled since, as no longer allowed; missing where there are none. */
  readonly cancelled?: CancelledContacts;
}

interface DecisionReport {
  readonly tick: string;
  readonly campaign: string;
  readonly wave: number;
  readonly customer: string;
  readonly arm: Arm;
  readonly value: Amount | null;
  readonly event: { readonly id: string; readonly time: string } | null;
}

export interface ContactReport extends DecisionReport {
  readonly channel: string;
  readonly offers: readonly string[];
  readonly due: string;
}

export interface RejectionReport extends DecisionReport {
  /** The first channel of the candidate's list; null where no branch holds. */
  readonly channel: string | null;
  readonly offers: readonly string[];
  /** When the contact would have been due on that channel; null where it would not. */
  readonly due: string | null;
  readonly reasons: readonly Reason[];
}

/** Reports one instant's decisions, in whatever order they come. */
export function tickReport(
  tick: Instant,
  campaigns: readonly CampaignTick[],
  contacts: readonly ContactRecord[],
  rejections: readonly RejectionRecord[],
  cancelled: ReadonlyMap<string, CancelledContacts> = new Map(),
): TickReport {
  const places = [...contacts].sort(compareDecisions);
  const text = rememberedTexts();
  const ofArm = (wanted: Arm): readonly ContactReport[] =>
    places.filter(({ arm }) => arm === wanted).map((contact) => contactReport(contact, text));
  return {
    tick: text(tick),
    campaigns: [...campaigns]
      .sort((a, b) => compareText(a.campaign, b.campaign))
      .map((record) => campaignReport(record, cancelled.get(record.campaign))),
    contacts: ofArm("treated"),
    controls: ofArm("control"),
    universal: ofArm("universal"),
    rejections: [...rejections].sort(compareDecisions).map((rejection) => rejectionReport(rejection, text)),
  };
}

function campaignReport(record: CampaignTick, cancelled: CancelledContacts | undefined): CampaignReport {
  const { campaign, label, owner, planHash, active, previousTick, funnel } = record;
  return {
    campaign,
    label,
    owner,
    plan: planHash,
    active,
    previousTick: previousTick === null ? null : isoInstant(previousTick),
    ...funnel,
    ...(cancelled !== undefined && { cancelled }),
  };
}

function contactReport(contact: ContactRecord, text: InstantText): ContactReport {
  return {
    ...decisionReport(contact, text),
    channel: contact.channel,
    offers: contact.offers,
    due: text(contact.due),
  };
}

function rejectionReport(rejection: RejectionRecord, text: InstantText): RejectionReport {
  return {
    ...decisionReport(rejection, text),
    channel: rejection.channel,
    offers: rejection.offers,
    due: rejection.due === null ? null : text(rejection.due),
    reasons: rejection.reasons,
  };
}

function decisionReport(decision: DecisionIdentity, text: InstantText): DecisionReport {
  const { tick, campaign, wave, customer, arm, value, event } = decision;
  return {
    tick: text(tick),
    campaign,
    wave,
    customer,
    arm,
    value,
    event: event === null ? null : { id: event.id, time: text(event.time) },
  };
}

type InstantText = (instant: Instant) => string;

/** Few instants stand in many records. */
function rememberedTexts(): InstantText {
  const texts = new Map<Instant, string>();
  return (instant) => {
    const known = texts.get(instant) ?? isoInstant(instant);
    texts.set(instant, known);
    return known;
  };
}

function compareDecisions(a: DecisionIdentity, b: DecisionIdentity): number {
  return (
    compareText(a.campaign, b.campaign) ||
    compareText(a.customer, b.customer) ||
    (a.event?.time ?? 0) - (b.event?.time ?? 0) ||
    compareText(a.occasion, b.occasion) ||
    a.wave - b.wave
  );
}
