import type { TokenType } from "chevrotain";
import { readFile } from "./parse/read-file.ts";
import { scan } from "./scan/scan.ts";
import {
  Currency,
  DateLiteral,
  NumberLiteral,
  Percentage,
  punctuation,
  TextLiteral,
  TimeLiteral,
  type Token,
  word,
} from "./scan/token.ts";
import type { Span } from "./span.ts";

/** What a part of a text is to a reader: names are those of the tree, whatever words they are made of. */
export type PartKind = "keyword" | "name" | "value" | "text" | "comment" | "mark";

/** A part of a text that is more than space; offsets as in spans. */
export interface HighlightedPart {
  readonly kind: PartKind;
  readonly start: number;
  readonly end: number;
}

const values: ReadonlySet<TokenType> = new Set([
  NumberLiteral,
  Percentage,
  Currency,
  DateLiteral,
  TimeLiteral,
  word.true,
  word.false,
]);
const marks: ReadonlySet<TokenType> = new Set(Object.values(punctuation));

/** Cuts a text into parts by its own tokens, in order of place, so that it can be shown in colours. Never throws. */
export function highlight(file: string, text: string): readonly HighlightedPart[] {
  const scanning = scan(file, text);
  const { tree } = readFile(scanning);
  const names = namesIn(tree).sort((a, b) => a.start - b.start || b.end - a.end);
  const parts: HighlightedPart[] = [];
  let next = 0;
  for (const token of scanning.tokens) {
    const { startOffset: start } = token;
    while ((names[next]?.end ?? Number.POSITIVE_INFINITY) <= start) next++;
    const name = names[next];
    // A name in a text, a placeholder's, is a part of the text.
    if (name === undefined || start < name.start) {
      parts.push({ kind: kindOf(token), start, end: token.endOffset + 1 });
    } else if (parts.at(-1)?.end !== name.end) {
      parts.push({ kind: "name", start: name.start, end: name.end });
    }
  }
  for (const { start, end } of scanning.comments) parts.push({ kind: "comment", start, end });
  return parts.sort((a, b) => a.start - b.start);
}

function kindOf({ tokenType }: Token): PartKind {
  if (tokenType === TextLiteral) return "text";
  if (values.has(tokenType)) return "value";
  return marks.has(tokenType) ? "mark" : "keyword";
}

/** The places of all names in a tree, whatever they belong to. */
function namesIn(node: unknown): Span[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(namesIn);
  if ("kind" in node && node.kind === "name" && "span" in node) return [node.span as Span];
  return Object.values(node).flatMap(namesIn);
}
