import type { IOrAlt, IParserErrorMessageProvider, TokenType } from "chevrotain";
import type { SyntaxCode } from "../problem.ts";
import {
  DateLiteral,
  Identifier,
  NumberLiteral,
  Percentage,
  Period,
  TextLiteral,
  TimeLiteral,
  Unit,
} from "../scan/token.ts";

/** The codes that say what is missing at a place. */
export type Expectation = Extract<SyntaxCode, `expected-${string}`>;

/** What is passed to Chevrotain as a rule's description of its alternatives: nothing but one of our codes. */
export function expecting(code: Expectation): { readonly ERR_MSG: string } {
  return { ERR_MSG: code };
}

/** The alternatives of a choice, all of which give the same, and what is missing where none of them begins. */
export function oneOf<Tree>(
  code: Expectation,
  alternatives: IOrAlt<Tree>[],
): { readonly DEF: IOrAlt<Tree>[]; readonly ERR_MSG: string } {
  return { DEF: alternatives, ...expecting(code) };
}

const byType: ReadonlyMap<TokenType, Expectation> = new Map<TokenType, Expectation>([
  [Identifier, "expected-name"],
  [TextLiteral, "expected-text"],
  [NumberLiteral, "expected-number"],
  [Percentage, "expected-number"],
  [DateLiteral, "expected-date"],
  [TimeLiteral, "expected-time"],
  [Unit, "expected-unit"],
  [Period, "expected-period"],
]);

/**
 * Has Chevrotain's exceptions carry, as their message, the code of what was expected and, where that is a
 * certain word or mark, the word behind a space. The prose is made of it elsewhere.
 */
export const expectations: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => byType.get(expected) ?? `expected-word ${expected.name}`,
  buildNotAllInputParsedMessage: () => "unexpected-word",
  buildNoViableAltMessage: ({ customUserDescription, ruleName }) =>
    described(customUserDescription, ruleName),
  buildEarlyExitMessage: ({ customUserDescription, ruleName }) => described(customUserDescription, ruleName),
};

function described(description: string | undefined, rule: string): string {
  if (description === undefined) throw new Error(`the rule \`${rule}\` does not say what it expects`);
  return description;
}
