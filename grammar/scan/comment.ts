import { problem } from "../problem.ts";
import type { Scanning } from "./scanning.ts";
import type { Comment } from "./token.ts";

const restOfLine = /[^\n\r]*/y;

/** Reads a comment; gives where it ends. A line comment ends before its line break. */
export function scanComment(scanning: Scanning, start: number): number {
  const { text, line } = scanning;
  const opensLine = line.fresh;
  if (text[start + 1] === "*") {
    const close = text.indexOf("*/", start + 2);
    const end = close < 0 ? text.length : close + 2;
    if (close < 0) scanning.report(problem("unclosed-comment", scanning.span(start, start + 2), {}));
    add(scanning, "block", start, end, opensLine);
    // A comment that runs over lines breaks the line for the token behind it.
    if (/[\n\r]/.test(text.slice(start, end))) line.freshForToken = true;
    return end;
  }
  restOfLine.lastIndex = start;
  restOfLine.test(text);
  const end = restOfLine.lastIndex;
  const documents = opensLine && text[start + 2] === "/" && text[start + 3] !== "/";
  add(scanning, documents ? "documentation" : "line", start, end, opensLine);
  return end;
}

function add(
  scanning: Scanning,
  kind: Comment["kind"],
  start: number,
  end: number,
  opensLine: boolean,
): void {
  const text = scanning.text.slice(start, end);
  scanning.comments.push({ kind, text, start, end, opensLine });
  scanning.line.fresh = false;
}
