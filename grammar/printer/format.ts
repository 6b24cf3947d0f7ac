import { readFile } from "../parse/read-file.ts";
import type { SyntaxProblem } from "../problem.ts";
import { scan } from "../scan/scan.ts";
import type { Comment } from "../scan/token.ts";
import { printFile } from "./print-file.ts";
import { sameMeaning } from "./same-meaning.ts";
import { commentText, sourceOf } from "./source.ts";

/**
 * What formatting gave: the canonical text; or the problems of a text that cannot be read, which is left alone; or
 * `changed-meaning`, where the text was not given because it would not read as before: a fault of the formatter.
 */
export type FormatResult =
  | { readonly kind: "formatted"; readonly text: string }
  | { readonly kind: "unreadable"; readonly problems: readonly SyntaxProblem[] }
  | { readonly kind: "changed-meaning" };

/** Formats a file: clauses in canonical order, everything in its column, comments kept. What it gives it has read again. */
export function format(file: string, text: string): FormatResult {
  const scanning = scan(file, text);
  const { tree, problems } = readFile(scanning);
  if (problems.length > 0) return { kind: "unreadable", problems };
  const formatted = printFile(sourceOf(scanning, tree), tree);
  const again = scan(file, formatted);
  const reread = readFile(again);
  const kept = sameMeaning(tree, reread.tree) && sameComments(scanning.comments, again.comments);
  return reread.problems.length === 0 && kept
    ? { kind: "formatted", text: formatted }
    : { kind: "changed-meaning" };
}

/** Whether the comments are alike, in whatever order: they move with their clauses. */
function sameComments(one: readonly Comment[], other: readonly Comment[]): boolean {
  const texts = (comments: readonly Comment[]): string => JSON.stringify(comments.map(commentText).sort());
  return texts(one) === texts(other);
}
