import type { Span } from "./span.ts";
import type { CapTree, DateTree, DurationTree, NameTree, TimeRangeTree, UnreadLine } from "./tree.ts";
import type { ExpressionTree } from "./tree-expression.ts";

/** `policy { … }`: the contact policy. It has no name. */
export interface PolicyTree {
  readonly kind: "policy";
  readonly documentation: readonly string[];
  /** In the order written. */
  readonly lines: readonly PolicyLineTree[];
  readonly unread: readonly UnreadLine[];
  /** The keyword. */
  readonly keyword: Span;
  readonly span: Span;
}

export type PolicyLineTree = {
  /** Whether `including service` ends the line. */
  readonly includingService: boolean;
  readonly span: Span;
} & (
  | { readonly kind: "suppress"; readonly segment: NameTree }
  | {
      /** `at most N per customer per 30 days of loans via sms for wealth during D .. D`: the parts in that order. */
      readonly kind: "at-most";
      readonly limit: ExpressionTree;
      readonly scope: CapTree["scope"];
      /** `of NAME`, `of each offer`. */
      readonly of: NameTree | "each-offer" | undefined;
      readonly via: readonly NameTree[];
      readonly for: NameTree | undefined;
      readonly during: { readonly from: DateTree; readonly to: DateTree; readonly span: Span } | undefined;
    }
  | {
      /** `never X after Y within D`, `never X with Y within D`. */
      readonly kind: "never";
      readonly what: NameTree;
      readonly relation: "after" | "with";
      readonly other: NameTree;
      readonly within: DurationTree;
    }
  | { readonly kind: "only-to"; readonly what: NameTree; readonly segment: NameTree }
  | {
      readonly kind: "only-after";
      readonly what: NameTree;
      readonly other: NameTree;
      readonly within: DurationTree;
    }
  | { readonly kind: "quiet"; readonly range: TimeRangeTree; readonly via: readonly NameTree[] }
  | { readonly kind: "holdout"; readonly share: ExpressionTree }
);
