import type { Instant } from "../calendar/instant.ts";

/**
 * `treated` is contacted; the others would have been and are left alone, so that the effect can be measured: `control` by
 * the campaign's holdout, `universal` by the policy's, which all campaigns share.
 */
export type Arm = "treated" | "control" | "universal";

/** What has become of a contact's message. */
export type ContactState = "waiting" | "sent" | "delivered" | "failed" | "cancelled";

/** How far a relationship manager has come with a task. */
export type TaskState = "open" | "contacted" | "won" | "lost";

/** An event or row that made a candidate. */
export interface EventIdentity {
  readonly id: string;
  readonly time: Instant;
}

/** Whom a decision is about. One campaign decides once on a customer, an occasion and a wave. */
export interface DecisionIdentity {
  readonly campaign: string;
  readonly tick: Instant;
  /** 0 the first contact; follow-ups count from 1. */
  readonly wave: number;
  readonly customer: string;
  readonly arm: Arm;
  /** The event's id, else the tick in ISO. */
  readonly occasion: string;
  readonly event: EventIdentity | null;
  /** Expected worth; null where unknown. */
  readonly value: Amount | null;
}

/** `amount` is decimal text without needless zeros. */
export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** An accepted candidate: a contact, or the place of a holdout's member. */
export interface ContactRecord extends DecisionIdentity {
  readonly channel: string;
  readonly offers: readonly string[];
  readonly due: Instant;
  /** What the contact costs, by currency as decimal text: the project's and those of the campaign's caps; unknown ones left out. */
  readonly costs: Readonly<Record<string, string>>;
  /** The campaign's: the policy's lines per customer pass over service. */
  readonly purpose: "service" | "marketing";
  /** What further waves and goals ask of the firing's event, by name in canonical text; null where unknown. */
  readonly carried: Readonly<Record<string, string | null>>;
  /** Segments that the customer was in, of those for which the policy limits numbers or money. */
  readonly segments: readonly string[];
}

/** Somebody who is in a segment, or her tag's value in canonical text; null where unknown, empty for segments. */
export interface Member {
  readonly customer: string;
  readonly value: string | null;
}

/** Who stood how at a campaign's last tick, for the next one to compare with. */
export interface MemberState {
  readonly tick: Instant;
  /** What the segment or tag meant. */
  readonly meaning: string;
}

/** What a tick finds changed in who stands how. */
export interface MembershipRecord {
  readonly campaign: string;
  readonly meaning: string;
  /** Who is new or stands otherwise. */
  readonly put: readonly Member[];
  /** Customers who are no more among them. */
  readonly removed: readonly string[];
}

/** What goes out for a contact of the treated arm. */
export interface OutgoingMessage {
  /** Idempotency key: the same for the same contact, whenever it is sent. */
  readonly key: string;
  readonly address: string | null;
  readonly subject: string | null;
  readonly message: string | null;
}

/** Why a candidate was refused: a code of LANGUAGE § 10, the channel (null where it isn't about one) and the rule's text. */
export interface Reason {
  readonly channel: string | null;
  readonly code: string;
  readonly rule?: string;
}

export interface RejectionRecord extends DecisionIdentity {
  /** The first channel of the candidate's list; null where no branch holds. */
  readonly channel: string | null;
  /** The offers of the candidate's branch; empty where none holds. */
  readonly offers: readonly string[];
  /** When the contact would have been due on that channel; null without one, or without hours in common. */
  readonly due: Instant | null;
  readonly reasons: readonly Reason[];
}

/**
 * What became of a campaign's candidates at a tick: `eligible = heldOut + universal + rejected + contacted of all channels`.
 * Further waves are counted apart.
 */
export interface Funnel {
  /** Firings before the segment is asked, late ones included; without events, customers of the segment for whom the trigger holds. */
  readonly detected: number;
  /** Candidates of late events that an earlier tick has decided on. */
  readonly decidedEarlier: number;
  /** Candidates of this tick. */
  readonly eligible: number;
  /** Control members who pass every rule. */
  readonly heldOut: number;
  /** Members of the universal holdout who pass every rule. */
  readonly universal: number;
  readonly rejected: number;
  /** Candidates by code of what stood against them; one candidate may have several. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Contacts by channel. */
  readonly contacted: Readonly<Record<string, number>>;
  /** Those of them whose due time is after the tick. */
  readonly putOff: number;
  /** By follow-up, in their order. */
  readonly waves: readonly WaveFunnel[];
  /** Of campaigns that ask who came into a segment, left it or changed: how many were recorded for the next tick. */
  readonly recorded?: number;
}

/** What became of a further wave at a tick: `asked = ended + excluded + rejected + contacted of all channels`. */
export interface WaveFunnel {
  readonly name: string;
  /** Contacts whose next wave this tick was to try. */
  readonly asked: number;
  /** Those who have met the goal or responded. */
  readonly ended: number;
  /** Those whom the campaign excludes by now. */
  readonly excluded: number;
  readonly rejected: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly contacted: Readonly<Record<string, number>>;
  readonly putOff: number;
}

/** A campaign's completed tick, as it was reported. */
export interface CampaignTick {
  readonly campaign: string;
  readonly label: string | null;
  readonly owner: string;
  readonly tick: Instant;
  readonly previousTick: Instant | null;
  readonly active: boolean;
  /** The first instant whose events later ticks may take. */
  readonly floor: Instant;
  readonly campaignHash: string;
  readonly planHash: string;
  readonly funnel: Funnel;
}

export interface DecidedContact {
  readonly contact: ContactRecord;
  /** Missing for members of holdouts, who have none, and for contacts that went out before the ledger knew of them. */
  readonly outgoing?: OutgoingMessage;
  /** What has become of a contact that went out before; the others wait. */
  readonly state?: ContactState;
}

/**
 * Records that are made one after the other as they are asked for, as often as one likes, so that many never lie in memory at
 * once; a list will do.
 */
export interface Records<Record> extends Iterable<Record> {
  readonly length: number;
}

/** All that is decided at one instant, committed as one. */
export interface TickDecision {
  readonly tick: Instant;
  /** The `--at` of the run. */
  readonly at: Instant;
  readonly startedAt: Instant;
  readonly planHash: string;
  readonly campaigns: readonly CampaignTick[];
  readonly contacts: Records<DecidedContact>;
  readonly rejections: Records<RejectionRecord>;
  readonly memberships: readonly MembershipRecord[];
}

/** A decision that is kept for as long as it is wanted. */
export interface KeptDecision extends TickDecision {
  readonly contacts: readonly DecidedContact[];
  readonly rejections: readonly RejectionRecord[];
}

/** Makes the records of a decision at once. */
export function keptDecision(decision: TickDecision): KeptDecision {
  return { ...decision, contacts: [...decision.contacts], rejections: [...decision.rejections] };
}
