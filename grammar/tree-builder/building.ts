import { problem, type SyntaxCode, type SyntaxParameters, type SyntaxProblem } from "../problem.ts";
import type { Token } from "../scan/token.ts";
import type { Span } from "../span.ts";

/** What is known of a section while the parser's rules turn it into trees. */
export interface Building {
  readonly file: string;
  /** The section's own. */
  readonly tokens: readonly Token[];
  /** What was found in the section so far. */
  readonly problems: SyntaxProblem[];
  /** How many expressions and prefixes stand around what is being built. */
  depth: number;
  /** Whether the section is long enough that its tree may be nested too deep. */
  readonly long: boolean;
}

export function report<Code extends SyntaxCode>(
  building: Building,
  code: Code,
  span: Span,
  parameters: SyntaxParameters[Code],
): void {
  building.problems.push(problem(code, span, parameters));
}

/**
 * Takes back what was reported of a stretch whose trees were built and are not wanted after all: it is part of a
 * mistake that has one message of its own.
 */
export function forget({ problems }: Building, from: number, to = Number.POSITIVE_INFINITY): void {
  const kept = problems.filter(({ span }) => span.start < from || span.end > to);
  problems.splice(0, problems.length, ...kept);
}

export function spanOf(building: Building, first: Token, last: Token = first): Span {
  return { file: building.file, start: first.startOffset, end: last.endOffset + 1 };
}

/** The section's token that ends where something ends. */
export function tokenEndingAt({ tokens }: Building, end: number): Token | undefined {
  return tokens.find((token) => token.endOffset === end - 1);
}
