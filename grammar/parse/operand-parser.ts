import type { TokenType } from "chevrotain";
import {
  Currency,
  DateLiteral,
  Identifier,
  punctuation as mark,
  NumberLiteral,
  Percentage,
  TextLiteral,
  TimeLiteral,
  Unit,
  word,
} from "../scan/token.ts";
import type { ExpressionTree, NumberTree } from "../tree.ts";
import { spanOf } from "../tree-builder/building.ts";
import { dateTree, numberTree, textTree, timeTree } from "../tree-builder/literals.ts";
import type { Item } from "../tree-builder/row.ts";
import type { Rule } from "./base-parser.ts";
import { CallParser } from "./call-parser.ts";
import { oneOf } from "./expectation.ts";

/** What may stand before an operand. */
const prefixes: ReadonlySet<TokenType> = new Set([
  word.not,
  mark["-"],
  word.hour,
  word.weekday,
  word.month,
  word.days,
  word.months,
  word.years,
  word.top,
]);

/**
 * Operands and the prefixes before them, which join the row of the expression that is being read. The alternatives
 * are made once: some twenty operands are read in every campaign.
 */
export abstract class OperandParser extends CallParser {
  protected row: Item[] = [];

  readonly operand: Rule<void> = this.RULE("operand", () => {
    if (this.RECORDING_PHASE || prefixes.has(this.LA(1).tokenType)) this.MANY1(this.prefix);
    this.row.push(this.OR(this.primaries));
  });

  private readonly primaries = oneOf<ExpressionTree>("expected-expression", [
    { ALT: () => this.nameOrCall() },
    { ALT: () => this.amount() },
    { ALT: () => numberTree(this.building, this.take(Percentage)) },
    { ALT: () => textTree(this.building, this.take(TextLiteral)) },
    { ALT: () => this.boolean("true") },
    { ALT: () => this.boolean("false") },
    { ALT: () => this.dateOrInstant() },
    { ALT: () => this.SUBRULE(this.group) },
    { ALT: () => this.SUBRULE(this.choice) },
    { ALT: () => this.SUBRULE(this.severalPeriods) },
  ]);

  private nameOrCall(): ExpressionTree {
    const name = this.take(Identifier);
    if (this.RECORDING_PHASE) {
      this.OPTION(() => this.SUBRULE(this.call, { ARGS: [name] }));
      return this.nameFrom(name);
    }
    return this.is(1, mark["("]) ? this.SUBRULE(this.call, { ARGS: [name] }) : this.nameFrom(name);
  }

  private amount(): NumberTree {
    const number = this.take(NumberLiteral);
    return numberTree(this.building, number, this.takeIf(Currency, 1));
  }

  private boolean(image: "true" | "false"): ExpressionTree {
    const token = this.take(word[image]);
    return { kind: "boolean", value: image === "true", span: spanOf(this.building, token) };
  }

  private dateOrInstant(): ExpressionTree {
    const date = this.take(DateLiteral);
    const time = this.takeIf(TimeLiteral, 2);
    if (time === undefined) return dateTree(this.building, date);
    const { value } = timeTree(this.building, time);
    return { kind: "instant", date: date.value, time: value, span: spanOf(this.building, date, time) };
  }

  private readonly prefix = {
    GATE: (): boolean => this.hasPrefix(),
    DEF: (): unknown =>
      this.OR1([
        { ALT: () => this.row.push(this.take(word.not)) },
        { ALT: () => this.row.push(this.take(mark["-"])) },
        { ALT: () => this.SUBRULE(this.wordPrefix) },
      ]),
  };

  private hasPrefix(): boolean {
    const { tokenType } = this.LA(1);
    switch (tokenType) {
      case word.not:
      case mark["-"]:
        return true;
      case word.hour:
      case word.weekday:
      case word.month:
        return this.is(2, word.of);
      case word.days:
      case word.months:
      case word.years:
        return this.is(2, word.since) || this.is(2, word.until);
      case word.top:
        return this.is(2, NumberLiteral) || this.is(2, Percentage);
      default:
        return false;
    }
  }

  /** `top 10% of`, `hour of`, `days since`. */
  readonly wordPrefix: Rule<void> = this.RULE("wordPrefix", () => {
    this.OR([
      {
        ALT: () => {
          this.row.push(this.take(word.top));
          this.row.push(
            this.OR1([
              {
                ALT: () => {
                  const number = this.take(NumberLiteral);
                  return numberTree(this.building, number, this.takeIf(Currency));
                },
              },
              { ALT: () => numberTree(this.building, this.take(Percentage)) },
            ]),
          );
          this.CONSUME(word.of);
        },
      },
      {
        GATE: () => this.is(2, word.of),
        ALT: () => {
          const part = this.OR2([
            { ALT: () => this.take(word.hour) },
            { ALT: () => this.take(word.weekday) },
            { ALT: () => this.take(word.month) },
          ]);
          this.row.push(part, this.take(word.of, 1));
        },
      },
      {
        ALT: () => {
          const unit = this.take(Unit);
          const direction = this.OR3([
            { ALT: () => this.take(word.since) },
            { ALT: () => this.take(word.until) },
          ]);
          this.row.push(unit, direction);
        },
        IGNORE_AMBIGUITIES: true,
      },
    ]);
  });
}
