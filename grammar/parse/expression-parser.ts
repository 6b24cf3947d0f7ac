import { Identifier, InfixOperator, punctuation as mark, word } from "../scan/token.ts";
import type { ExpressionTree, SetTree } from "../tree.ts";
import { spanOf } from "../tree-builder/building.ts";
import { bindExpression } from "../tree-builder/expression.ts";
import type { Item } from "../tree-builder/row.ts";
import type { Rule } from "./base-parser.ts";
import { expecting, oneOf } from "./expectation.ts";
import { OperandParser } from "./operand-parser.ts";

/**
 * Sets and expressions. An expression is read as a flat row of operands and operators and bound when all of it is
 * there: a level of precedence then costs no rule, and its mistakes are not said in the parser's terms.
 */
export class ExpressionParser extends OperandParser {
  readonly set: Rule<SetTree> = this.RULE("set", (): SetTree => {
    const members: ExpressionTree[] = [];
    const open = this.take(mark["{"]);
    this.AT_LEAST_ONE_SEP({
      SEP: mark[","],
      DEF: () => members.push(this.SUBRULE(this.expression)),
      ...expecting("expected-expression"),
    });
    const close = this.take(mark["}"]);
    return { kind: "set", members, span: spanOf(this.building, open, close) };
  });

  readonly expression: Rule<ExpressionTree> = this.RULE("expression", () => {
    const outer = this.row;
    const row: Item[] = [];
    this.row = row;
    this.building.depth++;
    this.SUBRULE(this.operand);
    if (this.RECORDING_PHASE) this.MANY(() => this.OR(this.continuations));
    else while (this.goesOn()) this.OR(this.continuations);
    const tree = this.ACTION(() => bindExpression(this.building, row));
    this.building.depth--;
    this.row = outer;
    return tree;
  });

  private readonly continuations = [
    {
      ALT: () => {
        this.row.push(this.take(InfixOperator));
        this.SUBRULE1(this.operand);
      },
    },
    {
      ALT: () => {
        this.row.push(this.take(word.or));
        this.OPTION(() => this.row.push(this.take(word.else)));
        this.SUBRULE2(this.operand);
      },
    },
    { ALT: () => this.SUBRULE(this.membership) },
    { ALT: () => this.SUBRULE(this.containment) },
    {
      ALT: () => {
        this.row.push(this.take(word.starts));
        this.CONSUME(word.with);
        this.SUBRULE3(this.operand);
      },
    },
    {
      ALT: () => {
        this.row.push(this.take(word.falls));
        this.CONSUME(word.short);
        this.CONSUME(word.of);
        this.SUBRULE4(this.operand);
      },
    },
    { ALT: () => this.SUBRULE(this.knowledge) },
    { ALT: () => this.SUBRULE(this.pastDay) },
  ];

  /** Words such as `starts` go on with an expression only before the words they ask for; else they are the next name. */
  private goesOn(): boolean {
    const { tokenType } = this.LA(1);
    switch (tokenType) {
      case word.or:
      case word.in:
      case word.is:
        return true;
      case word.starts:
        return this.is(2, word.with);
      case word.falls:
        return this.is(2, word.short);
      case word.as:
        return this.is(2, word.of);
      case word.not:
        return this.is(2, word.in);
      case word.by:
      case word.between:
      case word.contains:
      case word.exceeds:
        return !(this.is(2, word.when) || this.is(2, word.otherwise) || this.is(2, mark["."]));
      default:
        return this.is(1, InfixOperator);
    }
  }

  /** `in {…}`, `not in {…}`, and a conversion's `in CCY`. */
  readonly membership: Rule<void> = this.RULE("membership", () => {
    this.OPTION(() => this.row.push(this.take(word.not)));
    this.row.push(this.take(word.in));
    this.OR(
      oneOf<unknown>("expected-set", [
        { ALT: () => this.row.push(this.SUBRULE(this.set)) },
        { ALT: () => this.row.push(this.take(Identifier)) },
      ]),
    );
  });

  readonly containment: Rule<void> = this.RULE("containment", () => {
    this.row.push(this.take(word.contains));
    this.OR(
      oneOf<unknown>("expected-expression", [
        {
          GATE: () => this.is(1, word.any) && this.is(2, mark["{"]),
          ALT: () => {
            this.CONSUME(word.any);
            this.row.push(this.SUBRULE(this.set));
          },
          IGNORE_AMBIGUITIES: true,
        },
        { ALT: () => this.SUBRULE(this.operand) },
      ]),
    );
  });

  readonly knowledge: Rule<void> = this.RULE("knowledge", () => {
    this.row.push(this.take(word.is));
    this.OR(
      oneOf<unknown>("expected-known", [
        { ALT: () => this.row.push(this.take(word.known)) },
        { ALT: () => this.row.push(this.take(word.unknown)) },
      ]),
    );
  });

  /** `as of 30 days ago`. */
  readonly pastDay: Rule<void> = this.RULE("pastDay", () => {
    this.row.push(this.take(word.as));
    this.CONSUME(word.of);
    this.row.push(this.SUBRULE(this.duration));
    this.row.push(this.take(word.ago));
  });
}
