import type { Span } from "./span.ts";
import type { CalendarPeriod, CountTree, DateTree, DurationTree, NameTree, TextTree } from "./tree.ts";

/** An expression as written; types and meanings of names are found later. */
export type ExpressionTree =
  | NumberTree
  | TextTree
  | { readonly kind: "boolean"; readonly value: boolean; readonly span: Span }
  | DateTree
  | { readonly kind: "instant"; readonly date: string; readonly time: string; readonly span: Span }
  | NameTree
  | { readonly kind: "negate"; readonly operand: ExpressionTree; readonly span: Span }
  | {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-" | "*" | "/";
      readonly left: ExpressionTree;
      readonly right: ExpressionTree;
      readonly span: Span;
    }
  | {
      readonly kind: "convert";
      readonly operand: ExpressionTree;
      readonly currency: NameTree;
      readonly span: Span;
    }
  | {
      readonly kind: "or-else";
      readonly left: ExpressionTree;
      readonly right: ExpressionTree;
      readonly span: Span;
    }
  | {
      readonly kind: "comparison";
      readonly operator: "=" | "!=" | "<" | "<=" | ">" | ">=";
      readonly left: ExpressionTree;
      readonly right: ExpressionTree;
      readonly span: Span;
    }
  | {
      readonly kind: "between";
      readonly operand: ExpressionTree;
      readonly low: ExpressionTree;
      readonly high: ExpressionTree;
      readonly span: Span;
    }
  | {
      /** `X in {…}` and `X not in {…}`. */
      readonly kind: "membership";
      readonly negated: boolean;
      readonly operand: ExpressionTree;
      readonly set: SetTree;
      readonly span: Span;
    }
  | {
      /** `S contains X` (a set's member, or a part of a text) and `S contains any {…}`. */
      readonly kind: "contains";
      readonly operand: ExpressionTree;
      readonly item: ExpressionTree | SetTree;
      readonly span: Span;
    }
  | {
      readonly kind: "starts-with";
      readonly operand: ExpressionTree;
      readonly prefix: ExpressionTree;
      readonly span: Span;
    }
  | {
      readonly kind: "known";
      readonly negated: boolean;
      readonly operand: ExpressionTree;
      readonly span: Span;
    }
  | {
      /** `A exceeds B by 20%` and `A falls short of B by 20%`. */
      readonly kind: "exceeds";
      readonly direction: "exceeds" | "falls-short";
      readonly left: ExpressionTree;
      readonly right: ExpressionTree;
      readonly by: ExpressionTree;
      readonly span: Span;
    }
  | { readonly kind: "not"; readonly operand: ExpressionTree; readonly span: Span }
  | {
      readonly kind: "and" | "or";
      readonly operands: readonly ExpressionTree[];
      readonly span: Span;
    }
  | {
      readonly kind: "case";
      readonly branches: readonly { readonly when: ExpressionTree; readonly then: ExpressionTree }[];
      readonly otherwise: ExpressionTree | undefined;
      readonly span: Span;
    }
  | {
      /** `top 10% of P by E`, `top 5_000 of P by E`. */
      readonly kind: "top";
      readonly share: NumberTree;
      readonly of: ExpressionTree;
      readonly by: ExpressionTree;
      readonly span: Span;
    }
  | {
      /** `days since X`, `months until X`. */
      readonly kind: "distance";
      readonly unit: "day" | "month" | "year";
      readonly direction: "since" | "until";
      readonly operand: ExpressionTree;
      readonly span: Span;
    }
  | {
      readonly kind: "date-part";
      readonly part: "hour" | "weekday" | "month";
      readonly operand: ExpressionTree;
      readonly span: Span;
    }
  | {
      readonly kind: "extreme";
      readonly direction: "least" | "greatest";
      readonly operands: readonly ExpressionTree[];
      readonly span: Span;
    }
  | {
      /** `TAG as of 30 days ago`. */ readonly kind: "as-of";
      readonly operand: ExpressionTree;
      readonly ago: DurationTree;
      readonly span: Span;
    }
  | {
      /** `avg(daily TAG, WINDOW)`. */
      readonly kind: "daily";
      readonly function: AggregateFunction;
      readonly tag: ExpressionTree;
      readonly window: WindowTree | undefined;
      readonly span: Span;
    }
  | {
      /** `in each of previous 3 months (P)` (`atLeast` undefined), `in at least 2 of previous 6 months (P)`. */
      readonly kind: "in-periods";
      readonly atLeast: CountTree | undefined;
      readonly window: WindowTree;
      readonly predicate: ExpressionTree;
      readonly span: Span;
    }
  | AggregateTree
  | {
      /** `days since latest(E where P)`: over `ever` where no window stands. Unit and parts as in `distance`. */
      readonly kind: "since-event";
      readonly unit: "day" | "month" | "year";
      readonly aggregate: AggregateTree;
      readonly span: Span;
    }
  /** What the parser could not read; already reported. */
  | { readonly kind: "error"; readonly span: Span };

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

/** `sum(fx_purchase.amount where …, last 30 days)`. Whether a window may be missing is the checker's to say. */
export interface AggregateTree {
  readonly kind: "aggregate";
  readonly function: AggregateFunction;
  readonly subject: ExpressionTree;
  readonly where: ExpressionTree | undefined;
  readonly window: WindowTree | undefined;
  readonly span: Span;
}

/**
 * `10_000`, `1.5`, `20%`, `10_000 USD`. `value` is the decimal as written without underscores; a percentage
 * keeps its written figure (`20`), `percent` says how to take it.
 */
export interface NumberTree {
  readonly kind: "number";
  readonly value: string;
  readonly percent: boolean;
  readonly currency: { readonly code: string; readonly span: Span } | undefined;
  readonly span: Span;
}

/** `{a, b, c}`. */
export interface SetTree {
  readonly kind: "set";
  readonly members: readonly ExpressionTree[];
  readonly span: Span;
}

export type WindowTree =
  | { readonly kind: "last"; readonly duration: DurationTree; readonly span: Span }
  | {
      /** `A..B days ago`. */
      readonly kind: "ago";
      readonly from: number;
      readonly to: number;
      readonly unit: "day" | "week" | "month";
      readonly span: Span;
    }
  | { readonly kind: "today"; readonly span: Span }
  | { readonly kind: "yesterday"; readonly span: Span }
  | { readonly kind: "this"; readonly period: Exclude<CalendarPeriod, "day">; readonly span: Span }
  | {
      readonly kind: "previous";
      readonly count: number;
      readonly period: Exclude<CalendarPeriod, "day">;
      readonly span: Span;
    }
  | { readonly kind: "since"; readonly date: DateTree; readonly span: Span }
  | { readonly kind: "ever"; readonly span: Span }
  /** `30 days before event`, `ever before event` (no duration). */
  | { readonly kind: "before-event"; readonly duration: DurationTree | undefined; readonly span: Span }
  /** Inside `in each of` and `in at least`. */
  | { readonly kind: "that-period"; readonly span: Span };
