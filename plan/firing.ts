import type { Expression } from "./expression.ts";
import type { Duration, ValueType } from "./value-type.ts";

/** An event of the catalog under conditions. In `where` its own attributes are those of the `row`. */
export interface EventStep {
  readonly event: string;
  /** What messages call it beside `event`: `{y.amount}`. */
  readonly alias?: string;
  /** Of a later step in a chain they may also speak of the first (`event`) and of earlier ones (`step 1` …). */
  readonly where: readonly Expression[];
}

/**
 * A step behind the first: the first such event of the same customer strictly later than the step before, at most
 * `within` later. `absent`: there must be none (`not followed by`); only the last step may be so.
 */
export interface FollowingStep extends EventStep {
  readonly within: Duration;
  readonly absent: boolean;
}

/**
 * Something that happens to a customer at a time and can be told from others of its kind: what a campaign can be
 * fired by, a goal can look for, and a policy's `never … after` can name. Its `event` is what offers, channels, values,
 * goals and messages speak of.
 */
export type Occurrence =
  /** An event of the catalog. Time, id and attributes are its own. */
  | ({ readonly kind: "event" } & EventStep)
  /**
   * A chain of events. Its time is the last step's; where that is absent, the end of its span plus the lateness of its
   * source. Id and attributes are the first event's. `conditions` are asked of the whole: of the first as `event`.
   */
  | {
      readonly kind: "pattern";
      readonly first: EventStep;
      readonly then: readonly FollowingStep[];
      readonly conditions: readonly Expression[];
    }
  /**
   * The event that brings a count or sum over (its time − within, its time] from below the figure to it, events added
   * one at a time by time, then id; again only after it has fallen below. Time, id and attributes are that event's.
   */
  | {
      readonly kind: "reaches";
      readonly function: "count" | "sum";
      readonly event: string;
      readonly where: readonly Expression[];
      /** What is summed, over the row's attributes; an unknown one adds nothing. Missing for counts. */
      readonly subject?: Expression;
      /** Decimal text, in the subject's own unit. */
      readonly figure: string;
      readonly type: ValueType;
      readonly within: Duration;
      readonly conditions: readonly Expression[];
    }
  /**
   * Local midnight of a day that follows from a date. For a tag the id is the date (of anniversaries the day's); for a
   * collection the row's id and the date joined by `|`, escaped as ids of several columns are; the row is the `event`.
   */
  | {
      readonly kind: "date";
      readonly of:
        | { readonly kind: "tag"; readonly value: Expression }
        /** `where` speaks of the row. */
        | {
            readonly kind: "collection";
            readonly collection: string;
            readonly attribute: string;
            readonly where: readonly Expression[];
          };
      /** Missing: the day itself. Days and business days; weeks, months and years as well. */
      readonly offset?: { readonly duration: Duration; readonly direction: "before" | "after" };
      /** Every year's return of the date from the first year on; 29 February's is the 28th in other years. */
      readonly anniversary: boolean;
      readonly conditions: readonly Expression[];
    };

/** What makes candidates of customers. */
export type Firing =
  /** Every customer of the segment. */
  | { readonly kind: "always" }
  | { readonly kind: "when"; readonly predicate: Expression }
  | Occurrence
  /** Customers who are in (out) at the tick and were out (in) at the campaign's last one. */
  | { readonly kind: "enter" | "leave"; readonly segment: Expression; readonly meaning: string }
  /**
   * Customers whose value differs from that at the last tick; unknown is a value. `from` and `to` are literals of the tag's
   * type, or say that it was or is unknown.
   */
  | {
      readonly kind: "change";
      readonly value: Expression;
      readonly from?: Expression | { readonly kind: "unknown" };
      readonly to?: Expression | { readonly kind: "unknown" };
      /** A hash of what the segment or tag means: after it changed, a tick only records. */
      readonly meaning: string;
    };
