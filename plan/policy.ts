import type { Expression } from "./expression.ts";
import type { Occurrence } from "./firing.ts";
import type { CalendarPeriod, Duration, TimeRange } from "./value-type.ts";

/** The bank's contact policy, which holds across campaigns. Each line's `text` is as the formatter writes it. */
export interface Policy {
  /** Names of segments nobody of whom may be contacted: keys of `segments`. */
  readonly suppress: readonly string[];
  readonly caps: readonly PolicyCap[];
  readonly rules: readonly PolicyRule[];
  readonly quiet: readonly QuietTime[];
  /** The share of the universal holdout, decimal text. */
  readonly holdout?: string;
  /** Set where the universal holdout is of service campaigns too. */
  readonly holdoutIncludesService?: true;
  /** The segments that lines name, by name, asked of every candidate at the tick. */
  readonly segments: Readonly<Record<string, Expression>>;
  /** The events that lines name, by name. */
  readonly occurrences: Readonly<Record<string, Occurrence>>;
}

/** What a line is about. */
export type OfferSet =
  | { readonly kind: "all" }
  /** An offer group or an offer, and the offers that it comes down to. */
  | { readonly kind: "named"; readonly name: string; readonly offers: readonly string[] };

/** A line of `at most`. */
export type PolicyCap = {
  /** Names of channels; empty: any. */
  readonly via: readonly string[];
  /** A segment of `Policy.segments`. */
  readonly for?: string;
  /** Days on which this line replaces the otherwise identical ones without; both in. */
  readonly during?: { readonly from: string; readonly to: string };
  /** Which line it is, `during` aside: lines with the same key replace each other. */
  readonly key: string;
  readonly includingService: boolean;
  readonly text: string;
} & (
  | {
      readonly kind: "customer";
      readonly limit: number;
      readonly within:
        | { readonly kind: "ever" }
        | { readonly kind: "sliding"; readonly duration: Duration }
        | { readonly kind: "calendar"; readonly period: CalendarPeriod };
      /** `each-offer`: every offer is counted by itself. */
      readonly of: OfferSet | { readonly kind: "each-offer" };
    }
  | {
      readonly kind: "volume";
      readonly limit: number;
      readonly period: "day" | "week" | "month" | "all";
      readonly of: OfferSet;
    }
  | {
      readonly kind: "money";
      /** Decimal text. */
      readonly limit: string;
      readonly currency: string;
      readonly period: "day" | "week" | "month" | "all";
      readonly of: OfferSet;
    }
);

/** A line of `never` or `only`. Dates are local due dates, an event's its local date; both ends of `days` in, the same date after. */
export type PolicyRule = {
  readonly of: OfferSet;
  readonly includingService: boolean;
  readonly text: string;
} & (
  | { readonly kind: "never-after-offer"; readonly after: OfferSet; readonly within: Duration }
  /** `occurrence`: a key of `Policy.occurrences`. */
  | { readonly kind: "never-after-event"; readonly occurrence: string; readonly within: Duration }
  | { readonly kind: "never-with"; readonly other: OfferSet; readonly within: Duration }
  /** `segment`: a key of `Policy.segments`. */
  | { readonly kind: "only-to"; readonly segment: string }
  | { readonly kind: "only-after"; readonly after: OfferSet; readonly within: Duration }
  | { readonly kind: "only-after-event"; readonly occurrence: string; readonly within: Duration }
);

/** Local times in which nothing is due on the channels; none named: on any. */
export interface QuietTime {
  readonly range: TimeRange;
  readonly via: readonly string[];
  readonly text: string;
}
