import { type CstNode, CstParser, type ParserMethod, type TokenType } from "chevrotain";
import {
  DateLiteral,
  Identifier,
  isToken,
  punctuation as mark,
  NumberLiteral,
  Period,
  type Token,
  Unit,
  vocabulary,
  word,
} from "../scan/token.ts";
import { expectations, expecting } from "./expectation.ts";

export type Rule = ParserMethod<[], CstNode>;

export interface ParserOptions {
  /** Whether Chevrotain's own checks of the grammar are left out: they cost time and are made by a test. */
  readonly skipValidations: boolean;
}

/** The label of what stands in a row whose order matters. */
export const part = { LABEL: "part" } as const;

/** Names, lengths of time and windows: what needs no expression. */
export class WindowParser extends CstParser {
  constructor(options: ParserOptions) {
    super(vocabulary, {
      maxLookahead: 2,
      recoveryEnabled: false,
      nodeLocationTracking: "none",
      errorMessageProvider: expectations,
      skipValidations: options.skipValidations,
    });
  }

  protected is(ahead: number, type: TokenType): boolean {
    return isToken(this.LA(ahead) as Token, type);
  }

  readonly name: Rule = this.RULE("name", () => {
    this.CONSUME(Identifier, part);
    this.MANY(() => {
      this.CONSUME(mark["."], part);
      this.CONSUME2(Identifier, part);
    });
  });

  readonly duration: Rule = this.RULE("duration", () => {
    this.CONSUME(NumberLiteral);
    this.OPTION(() => this.CONSUME(word.business));
    this.CONSUME(Unit);
  });

  protected beginsWindow(): boolean {
    if (this.is(1, word.last)) return this.is(2, NumberLiteral);
    if (this.is(1, word.this)) return this.is(2, Period);
    if (this.is(1, word.previous)) return this.is(2, Unit) || this.is(2, NumberLiteral);
    if (this.is(1, NumberLiteral)) return this.is(2, mark[".."]);
    if (this.is(1, word.since)) return this.is(2, DateLiteral);
    const whole = this.is(1, word.today) || this.is(1, word.yesterday) || this.is(1, word.ever);
    return whole && this.is(2, mark[")"]);
  }

  readonly window: Rule = this.RULE("window", () => {
    this.OR({
      DEF: [
        {
          ALT: () => {
            this.CONSUME(word.last);
            this.SUBRULE(this.duration);
          },
        },
        {
          ALT: () => {
            this.CONSUME(NumberLiteral, { LABEL: "from" });
            this.CONSUME(mark[".."]);
            this.CONSUME2(NumberLiteral, { LABEL: "to" });
            this.CONSUME(Unit);
            this.CONSUME(word.ago);
          },
        },
        {
          ALT: () => {
            this.SUBRULE2(this.duration);
            this.CONSUME(word.before);
            this.CONSUME(word.event);
          },
        },
        { ALT: () => this.CONSUME(word.today) },
        { ALT: () => this.CONSUME(word.yesterday) },
        {
          ALT: () => {
            this.CONSUME(word.this);
            this.CONSUME(Period);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.previous);
            this.OPTION(() => this.CONSUME3(NumberLiteral, { LABEL: "count" }));
            this.CONSUME2(Unit);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.since);
            this.CONSUME(DateLiteral);
          },
        },
        {
          ALT: () => {
            this.CONSUME(word.ever);
            this.OPTION2(() => {
              this.CONSUME2(word.before);
              this.CONSUME2(word.event);
            });
          },
        },
        // `that period`, inside `in each of`: a later version's.
        {
          GATE: () => this.LA(1).image === "that",
          ALT: () => {
            this.CONSUME(Identifier);
            this.CONSUME(word.period);
          },
          IGNORE_AMBIGUITIES: true,
        },
      ],
      ...expecting("expected-window"),
    });
  });
}
