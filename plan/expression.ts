import type { CalendarPeriod, Duration, ValueType } from "./value-type.ts";

/**
 * A typed, resolved expression of the program: plain JSON, no spans. Predicates are two-valued: where a
 * comparison's operand is unknown it is false, and `not` flips what it is given.
 */
export type Expression = ValueExpression | PredicateExpression;

/**
 * Which row an attribute is read from: the row that an aggregate or a firing's `where` looks at, the firing's event (of a
 * chain the first), or a later step of a chain, counted from 1.
 */
export type RowScope = "row" | "event" | `step ${number}`;

export type ValueExpression =
  /** `value`: decimal text, text, `2026-01-01`, an enum member; booleans as booleans. Instants are ISO in UTC. */
  | { readonly kind: "literal"; readonly type: ValueType; readonly value: string | boolean }
  /** A tag of the catalog, for the customer at hand. */
  | { readonly kind: "tag"; readonly tag: string; readonly type: ValueType }
  /** A derived tag or a segment, by name: `Program.definitions`. */
  | { readonly kind: "definition"; readonly name: string; readonly type: ValueType }
  /** An aggregate over a customer's events or rows, by id: `Program.features`. */
  | { readonly kind: "feature"; readonly feature: string; readonly type: ValueType }
  /** A tag's value at another day or over the days of a window, by id: `Program.tagHistories`. */
  | { readonly kind: "tag-history"; readonly history: string; readonly type: ValueType }
  /** An offer's value or cost, in `offer best of … by`: of the offer that is being weighed. */
  | { readonly kind: "offer-amount"; readonly amount: "value" | "cost"; readonly type: ValueType }
  | {
      readonly kind: "attribute";
      readonly of: RowScope;
      readonly attribute: string;
      readonly type: ValueType;
    }
  /** The time of the row or event, an instant. */
  | { readonly kind: "time"; readonly of: RowScope; readonly type: ValueType }
  | { readonly kind: "negate"; readonly operand: Expression; readonly type: ValueType }
  | {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-" | "*" | "/";
      readonly left: Expression;
      readonly right: Expression;
      readonly type: ValueType;
    }
  /**
   * Money in another currency, by way of the project's, at the rate of `at`: the tick's local date, or the
   * row's or event's. Rounded once, half away from zero, at six places; unknown without a rate.
   */
  | {
      readonly kind: "convert";
      readonly operand: Expression;
      readonly currency: string;
      readonly at: "tick" | RowScope;
      readonly type: ValueType;
    }
  | { readonly kind: "or-else"; readonly operands: readonly Expression[]; readonly type: ValueType }
  | {
      readonly kind: "case";
      readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
      readonly otherwise?: Expression;
      readonly type: ValueType;
    }
  /** Whole local units between the operand and the tick (D for dates). */
  | {
      readonly kind: "distance";
      readonly unit: "day" | "month" | "year";
      readonly direction: "since" | "until";
      readonly operand: Expression;
      readonly type: ValueType;
    }
  /** Hour 0 … 23, weekday an enum `monday` … `sunday`, month 1 … 12, in the project's zone. */
  | {
      readonly kind: "date-part";
      readonly part: "hour" | "weekday" | "month";
      readonly operand: Expression;
      readonly type: ValueType;
    }
  /** Unknown where any operand is. */
  | {
      readonly kind: "extreme";
      readonly direction: "least" | "greatest";
      readonly operands: readonly Expression[];
      readonly type: ValueType;
    };

export type PredicateExpression =
  /** A boolean value used as a predicate: unknown is false. */
  | {
      readonly kind: "comparison";
      readonly operator: "=" | "!=" | "<" | "<=" | ">" | ">=";
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "between";
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
    }
  | {
      readonly kind: "membership";
      readonly negated: boolean;
      readonly operand: Expression;
      readonly members: readonly Expression[];
    }
  /** A set holds any of the members. */
  | { readonly kind: "contains-any"; readonly set: Expression; readonly members: readonly Expression[] }
  | { readonly kind: "contains-text"; readonly operand: Expression; readonly part: Expression }
  | { readonly kind: "starts-with"; readonly operand: Expression; readonly prefix: Expression }
  | { readonly kind: "known"; readonly negated: boolean; readonly operand: Expression }
  /** `exceeds`: left > right × (1 + by); `falls-short`: left < right × (1 − by); false where right is below zero. */
  | {
      readonly kind: "exceeds";
      readonly direction: "exceeds" | "falls-short";
      readonly left: Expression;
      readonly right: Expression;
      readonly by: Expression;
    }
  | { readonly kind: "not"; readonly operand: Expression }
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  /** At least so many of the operands hold: what `in each of` and `in at least` come down to, an operand a period. */
  | { readonly kind: "at-least"; readonly count: number; readonly operands: readonly Expression[] }
  /** The customer is among those of `Program.rankings`, by id. */
  | { readonly kind: "top"; readonly ranking: string };

/** A window of § 5. Its bounds at a tick are worked out by the runtime, in the project's zone. */
export type Window =
  | { readonly kind: "last"; readonly duration: Duration }
  | {
      readonly kind: "ago";
      readonly from: number;
      readonly to: number;
      readonly unit: "day" | "week" | "month";
    }
  | { readonly kind: "today" }
  | { readonly kind: "yesterday" }
  | { readonly kind: "this"; readonly period: CalendarPeriod }
  | { readonly kind: "previous"; readonly count: number; readonly period: CalendarPeriod }
  | { readonly kind: "since"; readonly date: string }
  | { readonly kind: "ever" }
  /** One complete calendar period: `back` 1 is the last one before the current. What `that period` comes down to. */
  | { readonly kind: "period"; readonly period: CalendarPeriod; readonly back: number }
  /** [event time − duration, event time), or all before it: a value for each customer and firing's event. */
  | { readonly kind: "before-event"; readonly duration?: Duration };

export type AggregateFunction =
  | "count"
  | "exists"
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "distinct"
  | "median"
  | "first"
  | "latest";

/**
 * A customer's aggregate over events of one kind, rows of one collection, or what the ledger remembers of her
 * (`contact`, `response`). Named by its content, so equal ones are one.
 */
export interface Feature {
  readonly id: string;
  readonly over: { readonly kind: "event" | "collection" | "ledger"; readonly name: string };
  readonly function: AggregateFunction;
  /** What is aggregated, over the row's attributes; missing for `count` and `exists`. */
  readonly subject?: Expression;
  /** Conditions on the row, all of which must hold; they may use the customer's tags. */
  readonly where: readonly Expression[];
  /** Missing for collections. */
  readonly window?: Window;
  readonly type: ValueType;
  /** Where a reader finds it: `campaigns/a.campaign:12`, the first place in order of file and line. */
  readonly origin: string;
}

/**
 * A tag in its source's snapshots or history. `as-of`: on the day `ago` before D; the others: over the days of the
 * window, a day without a snapshot carrying the last one. Named by its content.
 */
export interface TagHistory {
  readonly id: string;
  readonly tag: string;
  readonly over:
    | { readonly kind: "as-of"; readonly ago: Duration }
    | {
        readonly kind: "daily";
        readonly function: "avg" | "min" | "max" | "first" | "latest";
        readonly window: Window;
      };
  readonly type: ValueType;
  readonly origin: string;
}

/** `top 10% of P by E`: a share (decimal text, 0.1) or a count of the customers for whom P holds and E is known. */
export interface Ranking {
  readonly id: string;
  readonly limit:
    | { readonly kind: "share"; readonly share: string }
    | { readonly kind: "count"; readonly count: number };
  readonly of: Expression;
  readonly by: Expression;
  readonly origin: string;
}

/** A derived tag or a segment. */
export interface Definition {
  readonly name: string;
  readonly kind: "tag" | "segment";
  readonly type: ValueType;
  readonly expression: Expression;
  readonly origin: string;
}
