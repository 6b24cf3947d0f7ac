import type { Span } from "./span.ts";

type Nothing = Record<never, never>;

/** What was met where something else was expected: the word, or undefined at the end of a clause or file. */
export interface Found {
  readonly found: string | undefined;
  /** The word before it, undefined at the start. */
  readonly after: string | undefined;
}

/** The parameters of each problem that reading a file can find, by its permanent code. */
export interface SyntaxParameters {
  // Characters and literals.
  readonly "unexpected-character": {
    readonly character: string;
    readonly codePoint: string;
    readonly meant: string | undefined;
  };
  readonly "bidirectional-control": { readonly codePoint: string };
  readonly "unclosed-text": Nothing;
  readonly "single-quotes": { readonly written: string };
  readonly "unknown-escape": { readonly written: string };
  readonly "impossible-character": { readonly written: string };
  readonly "unclosed-name": Nothing;
  readonly "empty-name": Nothing;
  readonly "unclosed-comment": Nothing;
  readonly "malformed-number": { readonly written: string; readonly meant: string | undefined };
  readonly "malformed-date": { readonly written: string };
  readonly "impossible-date": { readonly written: string };
  readonly "malformed-time": { readonly written: string; readonly meant: string | undefined };
  readonly "impossible-time": { readonly written: string };
  readonly "unknown-operator": { readonly written: string; readonly meant: string };

  // Declarations, clauses and braces.
  readonly "expected-declaration": Found;
  readonly "unknown-declaration": { readonly word: string; readonly nearest: string | undefined };
  readonly "clause-outside-campaign": { readonly clause: string };
  readonly "keyword-opens-line": { readonly keyword: string };
  readonly "expected-clause": Found;
  readonly "unknown-clause": { readonly word: string; readonly nearest: string | undefined };
  readonly "expected-property": Found;
  readonly "unknown-property": { readonly word: string; readonly nearest: string | undefined };
  readonly "unclosed-brace": { readonly of: string };
  readonly "stray-brace": Nothing;
  readonly "unclosed-parenthesis": Nothing;
  readonly "stray-parenthesis": Nothing;
  readonly "nesting-too-deep": { readonly limit: number };
  readonly "later-form": { readonly form: string };
  readonly "unexpected-word": {
    readonly found: string;
    readonly of: string;
    /** The names with commas between them that the found one is part of. */
    readonly listed?: string | undefined;
  };
  readonly "branch-without-condition": { readonly name: string; readonly clause: string };

  // What is missing at a place.
  readonly "expected-word": Found & {
    readonly word: string;
    /** The first word of the trigger that this is in. */
    readonly schedule?: string | undefined;
  };
  readonly "expected-expression": Found & { readonly keyword: string | undefined };
  readonly "expected-name": Found;
  readonly "expected-text": Found;
  readonly "expected-number": Found;
  readonly "expected-date": Found;
  readonly "expected-time": Found;
  readonly "expected-unit": Found & { readonly nearest: string | undefined };
  readonly "expected-period": Found;
  readonly "expected-window": Found;
  readonly "expected-schedule": Found;
  readonly "expected-set": Found;
  readonly "expected-known": Found;
  readonly "expected-cap": Found;
  readonly "expected-cap-scope": Found;
  readonly "expected-validity": Found;
  readonly "expected-contact-rule": Found;
  readonly "expected-firing": Found;
  readonly "expected-policy-line": Found;
  readonly "unknown-policy-line": { readonly word: string; readonly nearest: string | undefined };
  readonly "expected-before-or-after": Found;
  readonly "expected-after-or-with": Found;
  readonly "expected-to-or-after": Found;
  readonly "expected-goal-or-responded": Found;
  readonly "expected-test-line": Found;

  // Expressions, counts and units.
  readonly "unit-on-next-line": { readonly unit: string; readonly number: string };
  readonly "currency-in-capitals": { readonly written: string; readonly meant: string };
  readonly "duration-as-value": { readonly written: string; readonly number: string };
  readonly "chained-comparison": { readonly operator: string };
  readonly "not-inside-comparison": { readonly after: string };
  readonly "unknown-function": { readonly name: string; readonly nearest: string | undefined };
  readonly "arguments-of-function": { readonly name: string; readonly form: string };
  readonly "whole-number": { readonly written: string; readonly least: number };
  readonly "count-too-large": { readonly written: string; readonly limit: number };
  readonly "backwards-range": { readonly from: number; readonly to: number };
}

export type SyntaxCode = keyof SyntaxParameters;

/** Something in a file that could not be read, as data: the prose is the compiler's. */
export type SyntaxProblem = {
  readonly [Code in SyntaxCode]: {
    readonly code: Code;
    readonly parameters: SyntaxParameters[Code];
    readonly span: Span;
  };
}[SyntaxCode];

/** Makes a problem; parameters that the code does not take do not compile. */
export function problem<Code extends SyntaxCode>(
  code: Code,
  span: Span,
  parameters: SyntaxParameters[Code],
): SyntaxProblem {
  return { code, parameters, span } as unknown as SyntaxProblem;
}

/** A piece of a text as messages quote it: on one line, and cut where it is long. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const characters = [...line.slice(0, 82)];
  return characters.length <= 40 ? line : `${characters.slice(0, 39).join("")}…`;
}

/** Problems in order of place; of those at one place the first found stays first. */
export function problemsInOrder(problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] {
  return [...problems].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
