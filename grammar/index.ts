import { readFile } from "./parse/read-file.ts";
import type { SyntaxProblem } from "./problem.ts";
import { scan } from "./scan/scan.ts";
import type { Comment } from "./scan/token.ts";
import type { FileTree } from "./tree.ts";

export { type HighlightedPart, highlight, type PartKind } from "./highlight.ts";
export { nearestName } from "./nearest.ts";
export { codePoints, lineAndColumn, type Position } from "./position.ts";
export { type FormatResult, format } from "./printer/format.ts";
export type { SyntaxCode, SyntaxParameters, SyntaxProblem } from "./problem.ts";
export type { Comment } from "./scan/token.ts";
export { type Span, spanBetween } from "./span.ts";
export type * from "./tree.ts";
export { clauseKeywords, declarationKeywords, propertyKeywords, reservedWords } from "./words.ts";

/** A file as read: what could be read of it, what could not, and its comments, each in order of place. */
export interface ParseResult {
  readonly tree: FileTree;
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Comment[];
}

/**
 * Reads a `.campaign` file. `file` is the path to put into spans. Never throws on account of the text: whatever
 * cannot be read is a problem, and the declarations and clauses around it are in the tree.
 */
export function parse(file: string, text: string): ParseResult {
  const scanning = scan(file, text);
  return { ...readFile(scanning), comments: scanning.comments };
}
