import type { SyntaxCode, SyntaxParameters, SyntaxProblem } from "../problem.ts";
import { problem } from "../problem.ts";
import { type Comment, punctuation as mark, type Token } from "../scan/token.ts";
import type { Span } from "../span.ts";

/** A file while it is read. */
export interface Reading {
  readonly file: string;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  /** What the scanner found. */
  readonly lexical: readonly SyntaxProblem[];
  readonly problems: SyntaxProblem[];
  /** Where a section broke off unfinished, so that what follows may be its rest and not a mistake of its own. */
  brokenOffAt: number | undefined;
}

/** The span from one token to another. */
export function spanOfTokens(reading: Reading, first: Token, last: Token = first): Span {
  return { file: reading.file, start: first.startOffset, end: last.endOffset + 1 };
}

export function say<Code extends SyntaxCode>(
  reading: Reading,
  code: Code,
  span: Span,
  parameters: SyntaxParameters[Code],
): void {
  reading.problems.push(problem(code, span, parameters));
}

/**
 * Whether the scanner has found something between two offsets: what cannot be read there is then most likely
 * the same mistake, which has its message.
 */
export function hasLexicalProblem(reading: Reading, start: number, end: number): boolean {
  if (reading.lexical.length === 0) return false;
  return reading.lexical.some(
    ({ code, span }) => code !== "bidirectional-control" && span.start >= start && span.start <= end,
  );
}

/** Reports a `{` that nothing closes before the token at `end`; `of` is what it opens: `the test`. */
export function reportUnclosed(reading: Reading, open: number, end: number, of: string): void {
  const brace = reading.tokens[open];
  if (brace?.tokenType !== mark["{"]) return;
  if (hasLexicalProblem(reading, brace.startOffset, reading.tokens[end - 1]?.endOffset ?? 0)) return;
  say(reading, "unclosed-brace", spanOfTokens(reading, brace), { of });
}

/** Whether between two offsets stands a literal or character whose meaning cannot be told: no tree may hold it. */
export function hasUnclearLiteral(reading: Reading, start: number, end: number): boolean {
  if (reading.lexical.length === 0) return false;
  return reading.lexical.some(
    (found) => !isClear(found) && found.span.start >= start && found.span.start <= end,
  );
}

/** Whether it is clear, for all its mistake, what was meant. */
function isClear(found: SyntaxProblem): boolean {
  switch (found.code) {
    case "bidirectional-control":
    case "unknown-operator":
    case "single-quotes":
    case "unclosed-comment":
      return true;
    case "unexpected-character":
    case "malformed-number":
      return found.parameters.meant !== undefined;
    default:
      return false;
  }
}
