import type { Span } from "../../grammar/span.ts";
import type {
  AggregateFunction,
  CalendarPeriod,
  Duration,
  RowScope,
  TagHistory,
  ValueType,
  Window,
} from "../../plan/index.ts";

/** What every typed expression has: its type and the place that it was written at. */
interface Typed {
  readonly type: ValueType;
  readonly span: Span;
}

/** An expression whose names are bound and whose types agree. Aggregates and rankings still stand in place. */
export type TypedExpression =
  | LiteralExpression
  | (Typed & { readonly kind: "tag"; readonly tag: string })
  | (Typed & { readonly kind: "definition"; readonly name: string })
  | (Typed & {
      readonly kind: "attribute";
      readonly of: RowScope;
      readonly attribute: string;
      /** Whether every row has it. */
      readonly known: boolean;
    })
  | (Typed & { readonly kind: "time"; readonly of: RowScope })
  | AggregateExpression
  | TagHistoryExpression
  | (Typed & { readonly kind: "offer-amount"; readonly amount: "value" | "cost" })
  | PeriodsExpression
  | (Typed & { readonly kind: "negate"; readonly operand: TypedExpression })
  | (Typed & {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-" | "*" | "/";
      readonly left: TypedExpression;
      readonly right: TypedExpression;
    })
  | (Typed & {
      readonly kind: "convert";
      readonly operand: TypedExpression;
      readonly currency: string;
      readonly at: "tick" | RowScope;
    })
  | (Typed & { readonly kind: "or-else"; readonly operands: readonly TypedExpression[] })
  | (Typed & {
      readonly kind: "case";
      readonly branches: readonly { readonly when: TypedExpression; readonly then: TypedExpression }[];
      readonly otherwise: TypedExpression | undefined;
    })
  | (Typed & {
      readonly kind: "distance";
      readonly unit: "day" | "month" | "year";
      readonly direction: "since" | "until";
      readonly operand: TypedExpression;
    })
  | (Typed & {
      readonly kind: "date-part";
      readonly part: "hour" | "weekday" | "month";
      readonly operand: TypedExpression;
    })
  | (Typed & {
      readonly kind: "extreme";
      readonly direction: "least" | "greatest";
      readonly operands: readonly TypedExpression[];
    })
  | ComparisonExpression
  | (Typed & {
      readonly kind: "between";
      readonly operand: TypedExpression;
      readonly low: TypedExpression;
      readonly high: TypedExpression;
    })
  | (Typed & {
      readonly kind: "membership";
      readonly negated: boolean;
      readonly operand: TypedExpression;
      readonly members: readonly TypedExpression[];
    })
  | (Typed & {
      readonly kind: "contains-any";
      readonly set: TypedExpression;
      readonly members: readonly TypedExpression[];
    })
  | (Typed & {
      readonly kind: "contains-text";
      readonly operand: TypedExpression;
      readonly part: TypedExpression;
    })
  | (Typed & {
      readonly kind: "starts-with";
      readonly operand: TypedExpression;
      readonly prefix: TypedExpression;
    })
  | (Typed & { readonly kind: "known"; readonly negated: boolean; readonly operand: TypedExpression })
  | (Typed & {
      readonly kind: "exceeds";
      readonly direction: "exceeds" | "falls-short";
      readonly left: TypedExpression;
      readonly right: TypedExpression;
      readonly by: TypedExpression;
    })
  | (Typed & { readonly kind: "not"; readonly operand: TypedExpression })
  | (Typed & { readonly kind: "and" | "or"; readonly operands: readonly TypedExpression[] })
  | RankingExpression;

export interface LiteralExpression extends Typed {
  readonly kind: "literal";
  readonly value: string | boolean;
}

export interface ComparisonExpression extends Typed {
  readonly kind: "comparison";
  readonly operator: "=" | "!=" | "<" | "<=" | ">" | ">=";
  readonly left: TypedExpression;
  readonly right: TypedExpression;
}

/** A window, or the period of several that is being looked at (`that period`). */
export type AskedWindow = Window | { readonly kind: "that-period" };

/** A customer's aggregate over an event, a collection or the ledger; conditions of derived events are in `where`. */
export interface AggregateExpression extends Typed {
  readonly kind: "aggregate";
  readonly function: AggregateFunction;
  readonly over: { readonly kind: "event" | "collection" | "ledger"; readonly name: string };
  readonly subject: TypedExpression | undefined;
  readonly where: readonly TypedExpression[];
  readonly window: AskedWindow | undefined;
}

/** A tag of the catalog at another day, or over the days of a window. */
export interface TagHistoryExpression extends Typed {
  readonly kind: "tag-history";
  readonly tag: string;
  readonly over:
    | { readonly kind: "as-of"; readonly ago: Duration }
    | {
        readonly kind: "daily";
        readonly function: Extract<TagHistory["over"], { readonly kind: "daily" }>["function"];
        readonly window: AskedWindow;
      };
}

/** A condition that holds in at least `count` of the complete periods from 1 to `periods` back. */
export interface PeriodsExpression extends Typed {
  readonly kind: "in-periods";
  readonly count: number;
  readonly periods: number;
  readonly period: CalendarPeriod;
  readonly predicate: TypedExpression;
}

export interface RankingExpression extends Typed {
  readonly kind: "top";
  readonly limit:
    | { readonly kind: "share"; readonly share: string }
    | { readonly kind: "count"; readonly count: number };
  readonly of: TypedExpression;
  readonly by: TypedExpression;
}

const noParts: readonly TypedExpression[] = [];

/** The parts of an expression, in the order written; of an aggregate, its subject and conditions. */
export function partsOf(expression: TypedExpression): readonly TypedExpression[] {
  switch (expression.kind) {
    case "literal":
    case "tag":
    case "definition":
    case "attribute":
    case "time":
    case "tag-history":
    case "offer-amount":
      return noParts;
    case "aggregate":
      return expression.subject === undefined ? expression.where : [expression.subject, ...expression.where];
    case "negate":
    case "convert":
    case "distance":
    case "date-part":
    case "known":
    case "not":
      return [expression.operand];
    case "arithmetic":
    case "comparison":
      return [expression.left, expression.right];
    case "or-else":
    case "extreme":
    case "and":
    case "or":
      return expression.operands;
    case "case":
      return [
        ...expression.branches.flatMap((branch) => [branch.when, branch.then]),
        ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
      ];
    case "between":
      return [expression.operand, expression.low, expression.high];
    case "membership":
      return [expression.operand, ...expression.members];
    case "contains-any":
      return [expression.set, ...expression.members];
    case "contains-text":
      return [expression.operand, expression.part];
    case "starts-with":
      return [expression.operand, expression.prefix];
    case "exceeds":
      return [expression.left, expression.right, expression.by];
    case "in-periods":
      return [expression.predicate];
    case "top":
      return [expression.of, expression.by];
  }
}

/** The conditions that must all hold for a predicate to hold. */
export function conjuncts(predicate: TypedExpression): readonly TypedExpression[] {
  if (predicate.kind !== "and") return [predicate];
  const { operands } = predicate;
  return operands.some(({ kind }) => kind === "and") ? operands.flatMap(conjuncts) : operands;
}

/** Whether any of some expressions looks back from the event that they speak of. */
export function usesBeforeEvent(expressions: readonly TypedExpression[]): boolean {
  return expressions.some(
    (expression) =>
      (expression.kind === "aggregate" && expression.window?.kind === "before-event") ||
      usesBeforeEvent(partsOf(expression)),
  );
}
