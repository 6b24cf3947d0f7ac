import {
  AggregateName,
  Identifier,
  isToken,
  punctuation as mark,
  NumberLiteral,
  type Token,
  word,
} from "../scan/token.ts";
import { spanBetween } from "../span.ts";
import type { ExpressionTree, WindowTree } from "../tree.ts";
import { forget, report, spanOf } from "../tree-builder/building.ts";
import { callTree } from "../tree-builder/call.ts";
import type { Rule } from "./base-parser.ts";
import { expecting, oneOf } from "./expectation.ts";
import { WindowParser } from "./window-parser.ts";

/** Operands that hold whole expressions: calls, parentheses, `case`. */
export abstract class CallParser extends WindowParser {
  abstract readonly expression: Rule<ExpressionTree>;

  /** What stands behind a function's name. */
  readonly call: Rule<ExpressionTree, [name: Token]> = this.RULE("call", (name: Token) => {
    const windowed = isToken(name, AggregateName);
    const operands: ExpressionTree[] = [];
    const windows: (WindowTree | undefined)[] = [];
    this.CONSUME(mark["("]);
    const daily = this.OPTION({
      GATE: () => this.is(2, Identifier),
      DEF: () => this.take(word.daily),
    });
    operands.push(this.SUBRULE(this.expression));
    const where = this.OPTION1(() => {
      this.CONSUME(word.where);
      return this.SUBRULE1(this.expression);
    });
    this.MANY(() => {
      this.CONSUME(mark[","]);
      this.OR(
        oneOf<unknown>(windowed ? "expected-window" : "expected-expression", [
          {
            GATE: () => windowed || this.beginsWindow(),
            ALT: () => windows.push(this.SUBRULE(this.window)),
            IGNORE_AMBIGUITIES: true,
          },
          { GATE: () => !windowed, ALT: () => operands.push(this.SUBRULE2(this.expression)) },
        ]),
      );
    });
    const close = this.take(mark[")"]);
    return this.ACTION(() => callTree(this.building, name, { daily, operands, where, windows }, close));
  });

  readonly group: Rule<ExpressionTree> = this.RULE("group", () => {
    const open = this.take(mark["("]);
    const inner = this.SUBRULE(this.expression);
    const close = this.take(mark[")"]);
    return { ...inner, span: spanOf(this.building, open, close) };
  });

  readonly choice: Rule<ExpressionTree> = this.RULE("choice", (): ExpressionTree => {
    const branches: { readonly when: ExpressionTree; readonly then: ExpressionTree }[] = [];
    const first = this.take(word.case);
    this.AT_LEAST_ONE({
      DEF: () => {
        this.CONSUME(word.when);
        const when = this.SUBRULE(this.expression);
        this.CONSUME(word.then);
        // biome-ignore lint/suspicious/noThenProperty: a word of the language
        branches.push({ when, then: this.SUBRULE1(this.expression) });
      },
      ...expecting("expected-expression"),
    });
    const otherwise = this.OPTION(() => {
      this.CONSUME(word.otherwise);
      return this.SUBRULE2(this.expression);
    });
    const last = this.take(word.end);
    return { kind: "case", branches, otherwise, span: spanOf(this.building, first, last) };
  });

  /** `in each of previous 3 months (P)`, `in at least 2 of previous 6 months (P)`: a later version's. */
  readonly severalPeriods: Rule<ExpressionTree> = this.RULE("severalPeriods", (): ExpressionTree => {
    const first = this.take(word.in);
    const form = this.OR(
      oneOf<string>("expected-expression", [
        {
          ALT: () => {
            this.CONSUME(word.each);
            return "`in each of`";
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.at);
            this.CONSUME(word.least);
            this.CONSUME(NumberLiteral);
            return "`in at least`";
          },
        },
      ]),
    );
    this.CONSUME(word.of);
    this.SUBRULE(this.window);
    const group = this.SUBRULE(this.group);
    return this.ACTION(() => {
      const span = spanBetween(spanOf(this.building, first), group.span);
      forget(this.building, span.start);
      report(this.building, "later-form", span, { form });
      return { kind: "error", span };
    });
  });
}
