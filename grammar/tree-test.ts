import type { Span } from "./span.ts";
import type { DateTree, NameTree, TextTree, TimeTree, UnreadLine } from "./tree.ts";
import type { ExpressionTree, NumberTree } from "./tree-expression.ts";

/** `test "name" for CAMPAIGN { … }`. */
export interface TestTree {
  readonly kind: "test";
  readonly title: TextTree;
  readonly campaign: NameTree;
  readonly documentation: readonly string[];
  /** In the order written: each `expect` speaks of the nearest `at` above it. */
  readonly lines: readonly TestLineTree[];
  readonly unread: readonly UnreadLine[];
  readonly span: Span;
}

export type TestLineTree =
  | { readonly kind: "at"; readonly date: DateTree; readonly time: TimeTree; readonly span: Span }
  /** `customer 1 { age: 40, age at 2026-01-01: 39 }`; a key is an integer or a text. */
  | {
      readonly kind: "customer";
      readonly key: NumberTree | TextTree;
      readonly fields: readonly FieldTree[];
      readonly span: Span;
    }
  /** Rows of an event, a collection, `contact` or `response`: `fx_purchase { customer: 1, time: …, amount: … }`. */
  | {
      readonly kind: "row";
      readonly of: NameTree;
      readonly fields: readonly FieldTree[];
      readonly span: Span;
    }
  /** `rate USD: 7.1`, from `at` on where it says so. */
  | {
      readonly kind: "rate";
      readonly currency: NameTree;
      readonly rate: NumberTree;
      readonly at: DateTree | undefined;
      readonly span: Span;
    }
  /** `expect contact 1 via sms offering a, b at 2026-03-02 09:00`, `expect no contact 2 because segment`. */
  | {
      readonly kind: "expect";
      readonly contact: boolean;
      readonly customer: NumberTree | TextTree;
      readonly via: NameTree | undefined;
      readonly offering: readonly NameTree[];
      readonly at: { readonly date: DateTree; readonly time: TimeTree; readonly span: Span } | undefined;
      /** The words of the reason as written: `no offer`, `unknown salutation`. */
      readonly because: { readonly text: string; readonly span: Span } | undefined;
      readonly span: Span;
    };

/** `age: 40`, `age at 2026-01-01: 39`, `interests: {travel, sport}`, `time: 2026-03-01 10:00`. */
export interface FieldTree {
  readonly name: NameTree;
  readonly at: DateTree | undefined;
  readonly value:
    | ExpressionTree
    | { readonly kind: "members"; readonly members: readonly ExpressionTree[]; readonly span: Span };
  readonly span: Span;
}
