import { EmbeddedActionsParser, type ParserMethod, type TokenType } from "chevrotain";
import {
  DateLiteral,
  Identifier,
  isToken,
  punctuation as mark,
  NumberLiteral,
  TextLiteral,
  type Token,
  Unit,
  vocabulary,
  word,
} from "../scan/token.ts";
import type { DateTree, DurationTree, NameTree, TextTree } from "../tree.ts";
import type { Building } from "../tree-builder/building.ts";
import { dateTree, durationTree, plainName, qualifiedName, textTree } from "../tree-builder/literals.ts";
import { expectations, expecting } from "./expectation.ts";

/** A rule of the grammar, which gives the tree of what it reads. */
export type Rule<Tree, Parameters extends unknown[] = []> = ParserMethod<Parameters, Tree>;

export interface ParserOptions {
  /** Whether Chevrotain's own checks of the grammar are left out: they cost time and are made by a test. */
  readonly skipValidations: boolean;
}

const nowhere: Building = { file: "", tokens: [], problems: [], depth: 0, long: false };

/**
 * What all rules need, and those that need no others. Rules make trees as they read. Chevrotain also runs each rule
 * once to record the grammar, when there are no tokens to make trees of: what makes one stands in an `ACTION`.
 */
export class BaseParser extends EmbeddedActionsParser {
  protected building: Building = nowhere;

  constructor(options: ParserOptions) {
    super(vocabulary, {
      maxLookahead: 2,
      recoveryEnabled: false,
      errorMessageProvider: expectations,
      skipValidations: options.skipValidations,
    });
  }

  /** Prepares for a section; what its rule finds goes to the building's problems. */
  begin(building: Building): void {
    this.building = building;
    this.input = building.tokens as Token[];
  }

  /** Reads a token whose text or place counts; `occurrence` tells the places of a rule apart that read the same type. */
  protected take(type: TokenType, occurrence = 0): Token {
    return this.consume(occurrence, type) as Token;
  }

  /** Reads a token of a type where it stands next. Chevrotain's own way is a function more for what is hardly there. */
  protected takeIf(type: TokenType, occurrence = 0): Token | undefined {
    if (this.RECORDING_PHASE) return this.recordOption(type, occurrence);
    return this.is(1, type) ? this.take(type, occurrence) : undefined;
  }

  /** Gives the recorded token: `option` gives an empty object, whose place is no number. */
  private recordOption(type: TokenType, occurrence: number): Token | undefined {
    let taken: Token | undefined;
    this.option(occurrence, () => {
      taken = this.take(type, occurrence);
    });
    return taken;
  }

  protected is(ahead: number, type: TokenType): boolean {
    return isToken(this.LA(ahead) as Token, type);
  }

  readonly text: Rule<TextTree> = this.RULE("text", () => {
    const token = this.take(TextLiteral);
    return this.ACTION(() => textTree(this.building, token));
  });

  readonly number: Rule<Token> = this.RULE("number", () => this.take(NumberLiteral));

  readonly name: Rule<NameTree> = this.RULE("name", () => this.nameFrom(this.take(Identifier)));

  /** The name that begins with a token. No rule: names are half of all that is read, and most have but one part. */
  protected nameFrom(first: Token): NameTree {
    if (!this.RECORDING_PHASE && this.LA(1).tokenType !== mark["."]) return plainName(this.building, first);
    const others: Token[] = [];
    this.MANY(() => {
      this.CONSUME(mark["."]);
      others.push(this.take(Identifier, 9));
    });
    return this.ACTION(() => qualifiedName(this.building, first, others));
  }

  readonly names: Rule<readonly NameTree[]> = this.RULE("names", () => {
    const names: NameTree[] = [];
    this.AT_LEAST_ONE_SEP({
      SEP: mark[","],
      DEF: () => names.push(this.nameFrom(this.take(Identifier))),
      ...expecting("expected-name"),
    });
    return names;
  });

  readonly duration: Rule<DurationTree> = this.RULE("duration", () => {
    const number = this.take(NumberLiteral);
    const business = this.takeIf(word.business);
    const unit = this.take(Unit);
    return this.ACTION(() => durationTree(this.building, number, business, unit));
  });

  readonly dates: Rule<{ readonly from: DateTree; readonly to: DateTree }> = this.RULE("dates", () => {
    const from = this.take(DateLiteral);
    this.CONSUME(mark[".."]);
    const to = this.take(DateLiteral, 1);
    return this.ACTION(() => ({ from: dateTree(this.building, from), to: dateTree(this.building, to) }));
  });
}
