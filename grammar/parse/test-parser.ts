import {
  DateLiteral,
  Identifier,
  punctuation as mark,
  NumberLiteral,
  TextLiteral,
  TimeLiteral,
  word,
} from "../scan/token.ts";
import { type Span, spanBetween } from "../span.ts";
import type { DateTree, FieldTree, NameTree, NumberTree, TestLineTree, TestTree, TextTree } from "../tree.ts";
import { spanOf } from "../tree-builder/building.ts";
import { dateTree, numberTree, textTree, timeTree } from "../tree-builder/literals.ts";
import type { Rule } from "./base-parser.ts";
import { expecting, oneOf } from "./expectation.ts";
import { PolicyParser } from "./policy-parser.ts";

/** What a line of a test of a kind holds behind its keyword. */
export type TestParts<Kind extends TestLineTree["kind"]> = Omit<
  Extract<TestLineTree, { readonly kind: Kind }>,
  "span"
>;

/** Heads and lines of tests. */
export class TestParser extends PolicyParser {
  /** What stands between `test` and `{`. */
  readonly testHead: Rule<Pick<TestTree, "title" | "campaign">> = this.RULE("testHead", () => {
    const title = textTree(this.building, this.take(TextLiteral));
    this.CONSUME(word.for);
    return { title, campaign: this.SUBRULE(this.name) };
  });

  readonly testInstant: Rule<TestParts<"at">> = this.RULE("testInstant", (): TestParts<"at"> => {
    const date = dateTree(this.building, this.take(DateLiteral));
    const time = timeTree(this.building, this.take(TimeLiteral));
    return { kind: "at", date, time };
  });

  /** `1 { age: 40 }`. */
  readonly testCustomer: Rule<TestParts<"customer">> = this.RULE(
    "testCustomer",
    (): TestParts<"customer"> => {
      const key = this.SUBRULE(this.customerKey);
      return { kind: "customer", key, fields: this.SUBRULE(this.fields) };
    },
  );

  /** A row with the name before it. */
  readonly testRow: Rule<TestParts<"row">> = this.RULE("testRow", (): TestParts<"row"> => {
    const of = this.SUBRULE(this.name);
    return { kind: "row", of, fields: this.SUBRULE(this.fields) };
  });

  /** `USD: 7.1`, `USD at 2026-01-01: 7.1`. */
  readonly testRate: Rule<TestParts<"rate">> = this.RULE("testRate", (): TestParts<"rate"> => {
    const currency = this.SUBRULE(this.name);
    const at = this.OPTION(this.atDate);
    this.CONSUME(mark[":"]);
    const rate = numberTree(this.building, this.take(NumberLiteral));
    return { kind: "rate", currency, rate, at };
  });

  /** `[no] contact 1 [via C] [offering A] [at …] [because …]`. */
  readonly expectation: Rule<TestParts<"expect">> = this.RULE("expectation", (): TestParts<"expect"> => {
    const no = this.OPTION(() => this.take(word.no));
    this.CONSUME(word.contact);
    const customer = this.SUBRULE(this.customerKey);
    const via = this.OPTION1(() => {
      this.CONSUME(word.via);
      return this.SUBRULE(this.name);
    });
    const offering = this.OPTION2(() => {
      this.CONSUME(word.offering);
      return this.SUBRULE(this.names);
    });
    const at = this.OPTION3(() => {
      this.CONSUME(word.at);
      const date = this.take(DateLiteral);
      const time = this.take(TimeLiteral);
      return this.ACTION(() => ({
        date: dateTree(this.building, date),
        time: timeTree(this.building, time),
        span: spanOf(this.building, date, time),
      }));
    });
    const because = this.OPTION4(() => {
      this.CONSUME(word.because);
      return this.SUBRULE(this.reason);
    });
    return {
      kind: "expect",
      contact: no === undefined,
      customer,
      via,
      offering: offering ?? [],
      at,
      because,
    };
  });

  /** `cap`, `no offer`, `unknown event.amount`. */
  readonly reason: Rule<{ readonly text: string; readonly span: Span }> = this.RULE("reason", () => {
    const words: NameTree[] = [];
    this.AT_LEAST_ONE({
      DEF: () => words.push(this.SUBRULE(this.name)),
      ...expecting("expected-name"),
    });
    return this.ACTION(() => {
      const [first, last] = [words[0], words.at(-1)];
      if (first === undefined || last === undefined) throw new Error("a `reason` was read without a word");
      return { text: words.map(({ text }) => text).join(" "), span: spanBetween(first.span, last.span) };
    });
  });

  readonly customerKey: Rule<NumberTree | TextTree> = this.RULE("customerKey", () =>
    this.OR(
      oneOf<NumberTree | TextTree>("expected-number", [
        { ALT: () => numberTree(this.building, this.take(NumberLiteral)) },
        { ALT: () => textTree(this.building, this.take(TextLiteral)) },
      ]),
    ),
  );

  /** `{ age: 40, age at 2026-01-01: 39 }`. */
  readonly fields: Rule<readonly FieldTree[]> = this.RULE("fields", () => {
    const fields: FieldTree[] = [];
    this.CONSUME(mark["{"]);
    this.MANY_SEP({ SEP: mark[","], DEF: () => fields.push(this.SUBRULE(this.field)) });
    this.CONSUME(mark["}"]);
    return fields;
  });

  readonly field: Rule<FieldTree> = this.RULE("field", () => {
    const name = this.nameFrom(this.take(Identifier));
    const at = this.OPTION(this.atDate);
    this.CONSUME(mark[":"]);
    const value = this.OR(
      oneOf<FieldTree["value"]>("expected-expression", [
        {
          ALT: () => {
            const { members, span } = this.SUBRULE(this.set);
            return { kind: "members", members, span };
          },
        },
        { ALT: () => this.SUBRULE(this.expression) },
      ]),
    );
    return this.ACTION(() => ({ name, at, value, span: spanBetween(name.span, value.span) }));
  });

  private readonly atDate = (): DateTree => {
    this.CONSUME(word.at);
    return dateTree(this.building, this.take(DateLiteral));
  };
}
