import type { Span } from "./span.ts";
import type { DurationTree, NameTree } from "./tree.ts";
import type { ExpressionTree } from "./tree-expression.ts";

/** What stands behind a trigger's schedule; all but `when` behind `on`. Event declarations take those that happen at a time. */
export type FiringTree =
  | { readonly kind: "when"; readonly predicate: ExpressionTree; readonly span: Span }
  | EventFiringTree
  | PatternTree
  | ReachesTree
  | { readonly kind: "enter" | "leave"; readonly segment: NameTree; readonly span: Span }
  | {
      /** `change of TAG [from V] [to W]`; `unknown` is a value of its own. */
      readonly kind: "change";
      readonly tag: NameTree;
      readonly from: ExpressionTree | UnknownTree | undefined;
      readonly to: ExpressionTree | UnknownTree | undefined;
      readonly span: Span;
    }
  | DateFiringTree;

/** `E [as x] [where P]`: an event, narrowed. */
export interface EventFiringTree {
  readonly kind: "on-event";
  readonly event: NameTree;
  readonly alias: NameTree | undefined;
  readonly where: ExpressionTree | undefined;
  readonly span: Span;
}

/** `A … followed by B … within D`, `A … not followed by B … within D`, and chains of them. */
export interface PatternTree {
  readonly kind: "pattern";
  readonly first: EventFiringTree;
  readonly steps: readonly {
    readonly absent: boolean;
    readonly event: EventFiringTree;
    readonly within: DurationTree;
    readonly span: Span;
  }[];
  readonly span: Span;
}

/** `count(E [where P]) reaches 3 within 1 day`, `sum(X [where P]) reaches 300_000 CNY within 7 days`. */
export interface ReachesTree {
  readonly kind: "reaches";
  readonly function: "count" | "sum";
  readonly subject: ExpressionTree;
  readonly where: ExpressionTree | undefined;
  readonly figure: ExpressionTree;
  readonly within: DurationTree;
  readonly span: Span;
}

/** The word `unknown` where a value may stand. */
export interface UnknownTree {
  readonly kind: "unknown";
  readonly span: Span;
}

/**
 * `day of X`, `7 days before X`, `3 days after X`, `5 business days before X`, `[7 days before|after] anniversary of X`,
 * each with `[where P]`, which speaks of the collection's row.
 */
export interface DateFiringTree {
  readonly kind: "date";
  readonly of: NameTree;
  readonly offset: { readonly duration: DurationTree; readonly direction: "before" | "after" } | undefined;
  readonly anniversary: boolean;
  readonly where: ExpressionTree | undefined;
  readonly span: Span;
}
