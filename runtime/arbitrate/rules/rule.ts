import type { CampaignPlan, Channel, Offer } from "../../../plan/index.ts";
import type { Instant } from "../../calendar/instant.ts";
import type { LocalDate } from "../../calendar/local-date.ts";
import type { Decimal } from "../../decimal.ts";
import type { Candidate } from "../../detect/candidate.ts";
import type { Arm, Reason } from "../../ledger/records.ts";
import type { Rendering } from "../../message.ts";
import type { History } from "../history.ts";

/** When a contact is due, and that time's local date. */
export interface DueTime {
  readonly instant: Instant;
  readonly date: LocalDate;
  /** Days of the date since 1970-01-01. */
  readonly day: number;
}

/** A rule that a contact must pass. */
export type Rule = StandingRule | ContendedRule;

/** A rule that nothing bears on which is decided at the tick: what it says is known as soon as a candidate is. */
export interface StandingRule {
  readonly kind: "standing";
  /** What stands against the proposal; empty where it passes. */
  against(proposal: Proposal): readonly Refusal[];
}

/** A contact that a candidate would get on one channel. */
export interface Proposal {
  readonly candidate: Candidate;
  readonly channel: Channel;
  /** Undefined where the hours have none in common; it may lie past the end of the campaign's window. */
  readonly due: DueTime | undefined;
  /** The route's offers that are valid at the due time. */
  readonly offers: readonly Offer[];
  readonly offerNames: readonly string[];
  /** Those that are not. */
  readonly expiredOffers: readonly Offer[];
  /** Undefined where there is no message to write: no offer is left, or the channel takes none. */
  readonly rendering: Rendering | undefined;
}

/** A rule on places that candidates contend for: what was accepted before says how many are left. */
export interface ContendedRule {
  readonly kind: "contended";
  /** What is said where none is left. */
  readonly refusal: Refusal;
  /** Begins to count, with what was accepted before the tick. */
  begin(history: History): PlacesFor;
}

/** What is left to ask of each contact of a kind; undefined where the rule is not about them. */
export type PlacesFor = (contacts: ContactKind) => Places | undefined;

/** What contacts have in common that differ in nothing but the customer for rules on places. */
export interface ContactKind {
  readonly campaign: CampaignPlan;
  readonly wave: number;
  readonly arm: Arm;
  readonly channel: Channel;
  readonly due: DueTime;
  readonly offerNames: readonly string[];
  /** What a contact costs, by currency; unknown ones are left out. */
  readonly costs: ReadonlyMap<string, Decimal>;
  /** Whether the customers are in a segment of the policy's limits; undefined where detection doesn't ask. */
  inSegment(name: string): boolean | undefined;
}

/** The places that contacts of one kind contend for. */
export type Places = SharedPlaces | OwnPlaces;

/** Places for whichever customers come first. */
export interface SharedPlaces {
  readonly kind: "shared";
  /** Whether none is left. */
  isFull(): boolean;
  /** Takes an accepted contact's place, so that later ones are counted with it. */
  take(): void;
}

/** Each customer's own places; what is accepted is found among hers. */
export interface OwnPlaces {
  readonly kind: "own";
  /** Whether none is left for the customer. */
  isFull(customer: number): boolean;
}

/** A reason without its channel, which is the proposal's. */
export type Refusal = Omit<Reason, "channel">;

export const NO_REFUSALS: readonly Refusal[] = [];

/** For those who take no place. */
export function takeNothing(): void {}
