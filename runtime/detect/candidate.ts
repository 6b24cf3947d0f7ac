import type { CampaignPlan } from "../../plan/index.ts";
import type { EventIdentity } from "../ledger/records.ts";

/** What detection knows of a customer on a channel. */
export interface Reachability {
  /** Undefined where the channel needs no address; null where it is unknown. */
  readonly address: string | null | undefined;
  /** Undefined where the channel asks for none; null where it is unknown. */
  readonly consent: boolean | null | undefined;
}

/** A customer, and perhaps an event, that a campaign would contact. */
export interface Candidate {
  readonly campaign: CampaignPlan;
  readonly customer: string;
  readonly wave: number;
  readonly occasion: string;
  readonly event: EventIdentity | null;
  /** The event's rank by (time, id in its column's type); 0 without event. */
  readonly eventOrder: number;
  /** The offers of the route taken; undefined where no branch holds. */
  readonly offers: ChosenOffers | undefined;
  /** Channels in order of preference; undefined where no branch holds. */
  readonly channels: readonly string[] | undefined;
  /** Expected worth in the project's currency, canonical decimal text; undefined where unknown. */
  readonly value: string | undefined;
  /** @throws Error for a channel that the campaign doesn't use. */
  reach(channel: string): Reachability;
  /** A placeholder's canonical text, undefined where unknown. */
  placeholder(name: string): string | undefined;
  /** Whether the customer is in a segment of the policy; undefined where detection doesn't ask. */
  inSegment(name: string): boolean | undefined;
  /** Days from 1970-01-01 to the local date of the latest of the policy's occurrences; null without one, undefined where detection doesn't ask. */
  lastOccurrence(name: string): number | null | undefined;
  /** What further waves and goals will ask of the firing's event, by name in canonical text. */
  carried(): Readonly<Record<string, string | null>>;
}

/** Offers that belong together. Candidates who get the same ones of a campaign share the object. */
export interface ChosenOffers {
  readonly names: readonly string[];
  /** None of them is valid on the tick's date, where the best of them was to be chosen. */
  readonly expired: boolean;
}

/** What a campaign's detection found at a tick. */
export interface Detection {
  readonly detected: number;
  readonly decidedEarlier: number;
  /** Candidates that this tick decides on. */
  readonly eligible: number;
}
