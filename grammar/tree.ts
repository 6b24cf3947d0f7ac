import type { Span } from "./span.ts";
import type { ExpressionTree, SetTree } from "./tree-expression.ts";
import type { EventFiringTree, FiringTree } from "./tree-firing.ts";
import type { PolicyTree } from "./tree-policy.ts";
import type { TestTree } from "./tree-test.ts";

export * from "./tree-expression.ts";
export * from "./tree-firing.ts";
export * from "./tree-policy.ts";
export * from "./tree-test.ts";

/**
 * The syntax tree of one file, built from whatever the parser recovered. Nodes that could not be read
 * are left out or are `error` nodes; the parser has reported them, so later phases pass over them.
 */
export interface FileTree {
  readonly kind: "file";
  readonly file: string;
  readonly span: Span;
  readonly declarations: readonly DeclarationTree[];
  /** Names declared by what could not be read and was reported: uses of them are not unknown. */
  readonly unread: readonly NameTree[];
}

/**
 * A line of a campaign or offer that could not be read and was reported: what it would have said is not missing.
 * Without a keyword it may have been meant as any of them.
 */
export interface UnreadLine {
  readonly keyword: string | undefined;
  readonly span: Span;
}

/** A name as written: `text` is without backticks, `quoted` tells that the whole of it stood in backticks. */
export interface NameTree {
  readonly kind: "name";
  /** The name's parts joined by `.`: `card.go_abroad`. */
  readonly text: string;
  /** Undefined where it has but one. */
  readonly parts: readonly string[] | undefined;
  readonly quoted: boolean;
  readonly span: Span;
}

/** Text between double quotes, escapes resolved. */
export interface TextTree {
  readonly kind: "text";
  readonly value: string;
  readonly span: Span;
}

/** What every declaration has: its name, an optional label and its `///` documentation, one line an entry. */
interface Declared {
  readonly name: NameTree;
  readonly label: TextTree | undefined;
  readonly documentation: readonly string[];
  /** The whole declaration, from its keyword to its end. */
  readonly span: Span;
}

export type DeclarationTree =
  | TagTree
  | SegmentTree
  | EventTree
  | OfferTree
  | CampaignTree
  | PolicyTree
  | TestTree;

export interface TagTree extends Declared {
  readonly kind: "tag";
  /** The members of `in {…}`, which make the tag an enum. */
  readonly members: SetTree | undefined;
  readonly value: ExpressionTree;
}

export interface SegmentTree extends Declared {
  readonly kind: "segment";
  readonly predicate: ExpressionTree;
}

export interface EventTree extends Declared {
  readonly kind: "event";
  readonly firing: Exclude<FiringTree, { readonly kind: "when" | "enter" | "leave" | "change" }>;
}

export interface OfferTree extends Declared {
  readonly kind: "offer";
  readonly properties: readonly OfferPropertyTree[];
  readonly unread: readonly UnreadLine[];
}

export type OfferPropertyTree =
  | { readonly kind: "product"; readonly product: NameTree; readonly span: Span }
  | { readonly kind: "group"; readonly groups: readonly NameTree[]; readonly span: Span }
  | { readonly kind: "value"; readonly value: ExpressionTree; readonly span: Span }
  | { readonly kind: "cost"; readonly cost: ExpressionTree; readonly span: Span }
  | { readonly kind: "valid"; readonly valid: ValidityTree; readonly span: Span }
  | {
      readonly kind: "message";
      readonly channel: NameTree;
      readonly subject: TextTree | undefined;
      readonly body: TextTree;
      readonly span: Span;
    };

export type ValidityTree =
  | { readonly kind: "dates"; readonly from: DateTree; readonly to: DateTree; readonly span: Span }
  | { readonly kind: "from-contact"; readonly duration: DurationTree; readonly span: Span };

/** A local date, `2026-01-01`; `value` is the text, known to be a real date. */
export interface DateTree {
  readonly kind: "date";
  readonly value: string;
  readonly span: Span;
}

/** A local time of day, `06:00`; `value` is `HH:mm`, 00:00 … 23:59 (24:00 only as the end of a range). */
export interface TimeTree {
  readonly kind: "time";
  readonly value: string;
  readonly span: Span;
}

export interface TimeRangeTree {
  readonly from: TimeTree;
  readonly to: TimeTree;
  readonly span: Span;
}

export type DurationUnit = "minute" | "hour" | "day" | "business-day" | "week" | "month" | "quarter" | "year";

/** `30 days`: a positive count of a unit. */
export interface DurationTree {
  readonly kind: "duration";
  readonly count: number;
  readonly unit: DurationUnit;
  readonly span: Span;
}

/** A whole number, its underscores taken out. */
export interface CountTree {
  readonly value: number;
  readonly span: Span;
}

export interface CampaignTree extends Declared {
  readonly kind: "campaign";
  /** In the order written; a clause may stand twice, which the checker reports. */
  readonly clauses: readonly ClauseTree[];
  readonly unread: readonly UnreadLine[];
}

export type ClauseTree =
  | { readonly kind: "owner"; readonly owner: TextTree; readonly span: Span }
  | { readonly kind: "status"; readonly status: NameTree; readonly span: Span }
  | { readonly kind: "purpose"; readonly purpose: NameTree; readonly span: Span }
  | { readonly kind: "segment"; readonly predicate: ExpressionTree; readonly span: Span }
  | { readonly kind: "exclude"; readonly predicate: ExpressionTree; readonly span: Span }
  | {
      readonly kind: "trigger";
      readonly schedule: ScheduleTree | undefined;
      readonly firing: FiringTree | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: "window";
      readonly from: DateTree;
      readonly to: DateTree;
      readonly contact: TimeRangeTree | undefined;
      readonly businessDaysOnly: boolean;
      readonly span: Span;
    }
  | { readonly kind: "offer"; readonly routes: readonly RouteTree[]; readonly span: Span }
  | { readonly kind: "channel"; readonly routes: readonly RouteTree[]; readonly span: Span }
  | { readonly kind: "priority"; readonly priority: CountTree; readonly span: Span }
  | { readonly kind: "value"; readonly value: ExpressionTree; readonly span: Span }
  | { readonly kind: "caps"; readonly caps: readonly CapTree[]; readonly span: Span }
  | { readonly kind: "holdout"; readonly share: ExpressionTree; readonly span: Span }
  | {
      /** `goal E [where P] within W [worth X]`. */
      readonly kind: "goal";
      readonly event: EventFiringTree;
      readonly within: DurationTree;
      readonly worth: ExpressionTree | undefined;
      readonly span: Span;
    }
  | {
      /** `followup NAME after D unless goal|responded [via C …] [offering A]`. */
      readonly kind: "followup";
      readonly name: NameTree;
      readonly after: DurationTree;
      readonly unless: "goal" | "responded";
      readonly via: readonly NameTree[];
      readonly offering: readonly NameTree[];
      readonly span: Span;
    };

/**
 * One line of `offer` or `channel`: what is chosen, and when. `choice` is `one` for a single name,
 * `first-of` for `first of C, D`, `all-of` and `best-of` for offers. Without `when` and `otherwise` it is
 * the clause's only line.
 */
export interface RouteTree {
  readonly choice: "one" | "first-of" | "all-of" | "best-of";
  readonly names: readonly NameTree[];
  /** What `best of` goes by. */
  readonly by: ExpressionTree | undefined;
  readonly condition: RouteConditionTree;
  readonly span: Span;
}

export type RouteConditionTree =
  | { readonly kind: "always" }
  | { readonly kind: "when"; readonly predicate: ExpressionTree; readonly span: Span }
  | { readonly kind: "otherwise"; readonly span: Span };

export type ScheduleTree =
  | { readonly kind: "daily"; readonly at: TimeTree; readonly span: Span }
  | { readonly kind: "business-days"; readonly at: TimeTree; readonly span: Span }
  | {
      readonly kind: "weekly";
      readonly days: readonly NameTree[];
      readonly at: TimeTree;
      readonly span: Span;
    }
  | { readonly kind: "monthly"; readonly day: CountTree | "last"; readonly at: TimeTree; readonly span: Span }
  | { readonly kind: "every"; readonly interval: DurationTree; readonly span: Span }
  | { readonly kind: "once"; readonly date: DateTree; readonly at: TimeTree; readonly span: Span }
  | { readonly kind: "cron"; readonly expression: TextTree; readonly span: Span };

export type CalendarPeriod = "day" | "week" | "month" | "quarter" | "year";

/**
 * A line of `caps`. `limit` is a whole number of contacts or an amount of money (an expression, so that
 * a misused one can be shown whole).
 */
export interface CapTree {
  readonly limit: ExpressionTree;
  readonly scope:
    | { readonly kind: "per-customer-ever" }
    | { readonly kind: "per-customer-sliding"; readonly span: Span; readonly within: DurationTree }
    | { readonly kind: "per-customer-calendar"; readonly period: CalendarPeriod; readonly span: Span }
    | { readonly kind: "per-period"; readonly period: CalendarPeriod; readonly span: Span }
    | { readonly kind: "in-all" };
  readonly via: NameTree | undefined;
  readonly span: Span;
}
