import type { Channel, Offer } from "../../../plan/index.ts";
import type { Instant } from "../../calendar/instant.ts";
import type { LocalDate } from "../../calendar/local-date.ts";
import type { Decimal } from "../../decimal.ts";
import type { Candidate } from "../../detect/candidate.ts";
import type { Arm, Reason } from "../../ledger/records.ts";
import type { Rendering } from "../../message.ts";

/** When a contact is due, and that time's local date. */
export interface DueTime {
  readonly instant: Instant;
  readonly date: LocalDate;
  /** Days of the date since 1970-01-01. */
  readonly day: number;
}

/** A contact that a candidate would get on one channel. */
export interface Proposal {
  readonly candidate: Candidate;
  readonly arm: Arm;
  readonly channel: Channel;
  /** Undefined where the hours have none in common; it may lie past the end of the campaign's window. */
  readonly due: DueTime | undefined;
  /** The route's offers that are valid at the due time. */
  readonly offers: readonly Offer[];
  readonly offerNames: readonly string[];
  /** Those that are not. */
  readonly expiredOffers: readonly Offer[];
  /** What the contact costs, by currency; unknown ones are left out. */
  readonly costs: ReadonlyMap<string, Decimal>;
  /** Undefined where there is no message to write: no offer is left, or the channel takes none. */
  readonly rendering: Rendering | undefined;
}

/** A rule that a contact must pass. */
export interface Rule {
  /** What stands against the proposal; empty where it passes. */
  against(proposal: Proposal): readonly Refusal[];
  /** Takes the accepted proposal's place, so that later ones are counted with it. */
  take(proposal: Proposal): void;
}

/** A reason without its channel, which is the proposal's. */
export type Refusal = Omit<Reason, "channel">;

export const NO_REFUSALS: readonly Refusal[] = [];

/** For rules that count nothing. */
export function takeNothing(): void {}
