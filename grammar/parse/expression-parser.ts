import type { IOrAlt, TokenType } from "chevrotain";
import {
  AggregateName,
  Currency,
  DateLiteral,
  Identifier,
  InfixOperator,
  punctuation as mark,
  NumberLiteral,
  Percentage,
  TextLiteral,
  TimeLiteral,
  Unit,
  word,
} from "../scan/token.ts";
import { expecting } from "./expectation.ts";
import { part, type Rule, WindowParser } from "./window-parser.ts";

/** Words behind an operand that may as well begin something else. */
const unsureContinuations: ReadonlySet<TokenType> = new Set([
  word.starts,
  word.falls,
  word.as,
  word.not,
  word.by,
  word.between,
  word.contains,
  word.exceeds,
]);

/** What may stand before an operand. */
const prefixWords: ReadonlySet<TokenType> = new Set([
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
 * Sets and expressions. An expression is a flat row of operands and operators under the label
 * `part`; which operator binds tighter is the tree builder's to know. That keeps a level of precedence from
 * costing a node, and its mistakes from being said in the parser's terms.
 */
export class ExpressionParser extends WindowParser {
  readonly set: Rule = this.RULE("set", () => {
    this.CONSUME(mark["{"]);
    this.AT_LEAST_ONE_SEP({
      SEP: mark[","],
      DEF: () => this.SUBRULE(this.expression),
      ...expecting("expected-expression"),
    });
    this.CONSUME(mark["}"]);
  });

  /** Made once: an expression is read some ten times in every campaign. */
  private readonly continuations: IOrAlt<unknown>[] = [
    {
      ALT: () => {
        this.CONSUME(InfixOperator, part);
        this.SUBRULE2(this.operand, part);
      },
    },
    {
      ALT: () => {
        this.CONSUME(word.or, part);
        this.OPTION(() => this.CONSUME(word.else, part));
        this.SUBRULE3(this.operand, part);
      },
    },
    { ALT: () => this.SUBRULE(this.membership, part) },
    { ALT: () => this.SUBRULE(this.containment, part) },
    {
      ALT: () => {
        this.CONSUME(word.starts, part);
        this.CONSUME(word.with);
        this.SUBRULE4(this.operand, part);
      },
    },
    {
      ALT: () => {
        this.CONSUME(word.falls, part);
        this.CONSUME(word.short);
        this.CONSUME(word.of);
        this.SUBRULE5(this.operand, part);
      },
    },
    { ALT: () => this.SUBRULE(this.knowledge, part) },
    { ALT: () => this.SUBRULE(this.pastDay, part) },
  ];

  readonly expression: Rule = this.RULE("expression", () => {
    this.SUBRULE(this.operand, part);
    this.MANY({
      GATE: () => this.goesOn(),
      DEF: () => this.OR(this.continuations),
    });
  });

  /** Words such as `starts` go on with an expression only before the words they ask for; else they are the next name. */
  private goesOn(): boolean {
    const { tokenType } = this.LA(1);
    if (!unsureContinuations.has(tokenType)) return true;
    switch (tokenType) {
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
        return true;
    }
  }

  readonly membership: Rule = this.RULE("membership", () => {
    this.OPTION(() => this.CONSUME(word.not));
    this.CONSUME(word.in);
    this.OR({
      DEF: [
        { ALT: () => this.SUBRULE(this.set) },
        { ALT: () => this.CONSUME(Identifier, { LABEL: "currency" }) },
      ],
      ...expecting("expected-set"),
    });
  });

  readonly containment: Rule = this.RULE("containment", () => {
    this.CONSUME(word.contains);
    this.OR({
      DEF: [
        {
          GATE: () => this.is(1, word.any) && this.is(2, mark["{"]),
          ALT: () => {
            this.CONSUME(word.any);
            this.SUBRULE(this.set);
          },
          IGNORE_AMBIGUITIES: true,
        },
        { ALT: () => this.SUBRULE(this.operand) },
      ],
      ...expecting("expected-expression"),
    });
  });

  readonly knowledge: Rule = this.RULE("knowledge", () => {
    this.CONSUME(word.is);
    this.OR({
      DEF: [{ ALT: () => this.CONSUME(word.known) }, { ALT: () => this.CONSUME(word.unknown) }],
      ...expecting("expected-known"),
    });
  });

  /** `as of 30 days ago`: a later version's. */
  readonly pastDay: Rule = this.RULE("pastDay", () => {
    this.CONSUME(word.as);
    this.CONSUME(word.of);
    this.SUBRULE(this.duration);
    this.CONSUME(word.ago);
  });

  private readonly prefixes: IOrAlt<unknown>[] = [
    { ALT: () => this.CONSUME(word.not, part) },
    { ALT: () => this.CONSUME(mark["-"], part) },
    { ALT: () => this.SUBRULE(this.wordPrefix, part) },
  ];

  private readonly primaries = {
    DEF: [
      // Not two alternatives with a gate: without one the next token's type alone finds the alternative.
      { ALT: () => (this.is(2, mark["("]) ? this.SUBRULE(this.call, part) : this.SUBRULE(this.name, part)) },
      {
        ALT: () => {
          this.CONSUME(NumberLiteral, part);
          this.OPTION(() => this.CONSUME(Currency, part));
        },
      },
      { ALT: () => this.CONSUME(Percentage, part) },
      { ALT: () => this.CONSUME(TextLiteral, part) },
      { ALT: () => this.CONSUME(word.true, part) },
      { ALT: () => this.CONSUME(word.false, part) },
      {
        ALT: () => {
          this.CONSUME(DateLiteral, part);
          this.OPTION2(() => this.CONSUME(TimeLiteral, part));
        },
      },
      { ALT: () => this.SUBRULE(this.group, part) },
      { ALT: () => this.SUBRULE(this.choice, part) },
      { ALT: () => this.SUBRULE(this.severalPeriods, part) },
    ] satisfies IOrAlt<unknown>[],
    ...expecting("expected-expression"),
  };

  readonly operand: Rule = this.RULE("operand", () => {
    this.MANY({
      GATE: () => this.hasPrefix(),
      DEF: () => this.OR(this.prefixes),
    });
    this.OR2(this.primaries);
  });

  private hasPrefix(): boolean {
    const { tokenType } = this.LA(1);
    if (!prefixWords.has(tokenType)) return false;
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

  readonly wordPrefix: Rule = this.RULE("wordPrefix", () => {
    this.OR([
      {
        ALT: () => {
          this.CONSUME(word.top);
          this.OR2([
            {
              ALT: () => {
                this.CONSUME(NumberLiteral, { LABEL: "share" });
                this.OPTION(() => this.CONSUME(Currency));
              },
            },
            { ALT: () => this.CONSUME(Percentage, { LABEL: "share" }) },
          ]);
          this.CONSUME(word.of);
        },
      },
      {
        GATE: () => this.is(2, word.of),
        ALT: () => {
          this.OR3([
            { ALT: () => this.CONSUME(word.hour, { LABEL: "datePart" }) },
            { ALT: () => this.CONSUME(word.weekday, { LABEL: "datePart" }) },
            { ALT: () => this.CONSUME(word.month, { LABEL: "datePart" }) },
          ]);
          this.CONSUME2(word.of);
        },
      },
      {
        ALT: () => {
          this.CONSUME(Unit);
          this.OR4([{ ALT: () => this.CONSUME(word.since) }, { ALT: () => this.CONSUME(word.until) }]);
        },
        IGNORE_AMBIGUITIES: true,
      },
    ]);
  });

  readonly group: Rule = this.RULE("group", () => {
    this.CONSUME(mark["("]);
    this.SUBRULE(this.expression);
    this.CONSUME(mark[")"]);
  });

  readonly choice: Rule = this.RULE("choice", () => {
    this.CONSUME(word.case);
    this.AT_LEAST_ONE({
      DEF: () => {
        this.CONSUME(word.when);
        this.SUBRULE(this.expression, { LABEL: "condition" });
        this.CONSUME(word.then);
        this.SUBRULE2(this.expression, { LABEL: "result" });
      },
      ...expecting("expected-expression"),
    });
    this.OPTION(() => {
      this.CONSUME(word.otherwise);
      this.SUBRULE3(this.expression, { LABEL: "fallback" });
    });
    this.CONSUME(word.end);
  });

  /** `in each of previous 3 months (P)`, `in at least 2 of previous 6 months (P)`: a later version's. */
  readonly severalPeriods: Rule = this.RULE("severalPeriods", () => {
    this.CONSUME(word.in);
    this.OR({
      DEF: [
        { ALT: () => this.CONSUME(word.each) },
        {
          ALT: () => {
            this.CONSUME(word.at);
            this.CONSUME(word.least);
            this.CONSUME(NumberLiteral);
          },
        },
      ],
      ...expecting("expected-expression"),
    });
    this.CONSUME(word.of);
    this.SUBRULE(this.window);
    this.SUBRULE(this.group);
  });

  readonly call: Rule = this.RULE("call", () => {
    const windowed = this.is(1, AggregateName);
    this.CONSUME(Identifier, { LABEL: "function" });
    this.CONSUME(mark["("]);
    this.OPTION({
      GATE: () => this.is(2, Identifier),
      DEF: () => this.CONSUME(word.daily),
    });
    this.SUBRULE(this.expression, { LABEL: "argument" });
    this.OPTION2(() => {
      this.CONSUME(word.where);
      this.SUBRULE2(this.expression, { LABEL: "filter" });
    });
    this.MANY(() => {
      this.CONSUME(mark[","]);
      this.OR({
        DEF: [
          {
            GATE: () => windowed || this.beginsWindow(),
            ALT: () => this.SUBRULE(this.window),
            IGNORE_AMBIGUITIES: true,
          },
          { GATE: () => !windowed, ALT: () => this.SUBRULE3(this.expression, { LABEL: "argument" }) },
        ],
        ...expecting(windowed ? "expected-window" : "expected-expression"),
      });
    });
    this.CONSUME(mark[")"]);
  });
}
