import type { Scanning } from "../scan/scanning.ts";
import { type Comment, punctuation as mark, type Token } from "../scan/token.ts";
import type { Span } from "../span.ts";
import type { ExpressionTree, FileTree } from "../tree.ts";

/** A comment as the printer sees it. */
export interface PlacedComment {
  readonly text: string;
  /** Whether it runs to the end of its line. */
  readonly endsLine: boolean;
  /** Whether what it stands before goes on in its line. */
  readonly joined: boolean;
  /** Whether an empty line stands between it and what is above. */
  readonly spaced: boolean;
}

/** A token with the comments that belong to it. */
export interface SourceToken extends Token {
  /** On lines of their own above it, or before it on its line where nothing else precedes. */
  readonly leading: readonly PlacedComment[];
  /** Behind it on its line. */
  readonly trailing: readonly PlacedComment[];
  /** Whether an empty line stands above it. */
  readonly spaced: boolean;
}

/** A stretch of tokens: from `from` to before `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** What the printer prints: the tokens as written, and places in them for the spans of the tree. */
export interface Source {
  readonly tokens: readonly SourceToken[];
  /** Comments behind the last token's line. */
  readonly atEnd: readonly PlacedComment[];
  /** The tokens that are the `-` of a subtraction. */
  readonly subtractions: ReadonlySet<number>;
  /** The braces around a test's fields, which stand apart from what is in them. */
  readonly fieldBraces: ReadonlySet<number>;
  range(span: Span): Range;
}

export function sourceOf(scanning: Scanning, tree: FileTree): Source {
  const { text, comments } = scanning;
  const starts = new Map<number, number>();
  const ends = new Map<number, number>();
  const tokens: SourceToken[] = [];
  let next = 0;
  let leading: PlacedComment[] = [];
  for (const [index, token] of scanning.tokens.entries()) {
    starts.set(token.startOffset, index);
    ends.set(token.endOffset + 1, index);
    const bound = scanning.tokens[index + 1]?.startOffset ?? text.length;
    while ((comments[next]?.start ?? bound) < token.startOffset) leading.push(place(text, comments, next++));
    const trailing: PlacedComment[] = [];
    while ((comments[next]?.start ?? bound) < bound && comments[next]?.opensLine === false) {
      trailing.push(place(text, comments, next++));
    }
    const spaced = token.opensLine && isSpaced(text, token.startOffset);
    tokens.push({ ...token, leading, trailing, spaced });
    leading = [];
  }
  while (next < comments.length) leading.push(place(text, comments, next++));
  const at = (found: number | undefined): number => {
    if (found === undefined) throw new Error("a span of the tree does not begin and end with tokens");
    return found;
  };
  return {
    tokens,
    atEnd: leading,
    subtractions: subtractionsOf(tree, starts),
    fieldBraces: fieldBracesOf(tree, scanning.tokens, starts, ends),
    range: ({ start, end }) => ({ from: at(starts.get(start)), to: at(ends.get(end)) + 1 }),
  };
}

function place(text: string, comments: readonly Comment[], index: number): PlacedComment {
  const comment = comments[index];
  if (comment === undefined) throw new Error("a comment was lost");
  return {
    text: commentText(comment),
    endsLine: comment.kind !== "block",
    joined: comment.kind === "block" && goesOn(text, comment.end),
    spaced: isSpaced(text, comment.start),
  };
}

/** A comment as it is printed: without spaces at its end, its line breaks alike. */
export function commentText({ text }: Comment): string {
  return text.replace(/\r\n?/g, "\n").trimEnd();
}

/** Whether an empty line stands right above an offset. */
function isSpaced(text: string, offset: number): boolean {
  let breaks = 0;
  for (let at = offset - 1; at >= 0 && breaks < 2; at--) {
    const character = text[at] ?? "";
    if (character.trim() !== "") return false;
    if (character === "\n" || (character === "\r" && text[at + 1] !== "\n")) breaks++;
  }
  return breaks === 2;
}

/** Whether something stands behind an offset on its line. */
function goesOn(text: string, offset: number): boolean {
  for (let at = offset; at < text.length; at++) {
    const character = text[at] ?? "";
    if (character === "\n" || character === "\r") return false;
    if (character.trim() !== "") return true;
  }
  return false;
}

/** The braces of a test's customers and rows: a line's last token, and the first `{` in it. */
function fieldBracesOf(
  tree: FileTree,
  tokens: readonly Token[],
  starts: ReadonlyMap<number, number>,
  ends: ReadonlyMap<number, number>,
): ReadonlySet<number> {
  const found = new Set<number>();
  for (const declaration of tree.declarations) {
    if (declaration.kind !== "test") continue;
    for (const { kind, span } of declaration.lines) {
      if (kind !== "customer" && kind !== "row") continue;
      let open = starts.get(span.start) ?? 0;
      const close = ends.get(span.end) ?? open;
      while (open < close && tokens[open]?.tokenType !== mark["{"]) open++;
      found.add(open).add(close);
    }
  }
  return found;
}

/** Where the `-` of a subtraction stands: before the right side of one. Any other is a negation's. */
function subtractionsOf(tree: object, starts: ReadonlyMap<number, number>): ReadonlySet<number> {
  const found = new Set<number>();
  const open: object[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const right = rightOfSubtraction(node);
    if (right !== undefined) found.add((starts.get(right) ?? 0) - 1);
    for (const child of Object.values(node))
      if (typeof child === "object" && child !== null) open.push(child);
  }
  return found;
}

function rightOfSubtraction(node: object): number | undefined {
  const { kind, operator, right } = node as Partial<Extract<ExpressionTree, { kind: "arithmetic" }>>;
  return kind === "arithmetic" && operator === "-" ? right?.span.start : undefined;
}
