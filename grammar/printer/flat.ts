import { codePoints } from "../position.ts";
import { AggregateName, ExtremeName, isToken, punctuation as mark, NumberLiteral } from "../scan/token.ts";
import type { PlacedComment, Range, Source } from "./source.ts";

/** A stretch of tokens on one line, with the comments within it and behind it, but not those above it. */
export function flat(source: Source, { from, to }: Range): string {
  let text = joinedBefore(source, from);
  for (let at = from; at < to; at++) {
    if (at > from) text += (source.tokens[at - 1]?.trailing.length ?? 0) > 0 ? " " : gap(source, at);
    text += source.tokens[at]?.image ?? "";
    for (const comment of source.tokens[at]?.trailing ?? []) text += ` ${comment.text}`;
  }
  return text;
}

/** How wide a stretch is without the comments behind it. */
export function flatWidth(source: Source, range: Range): number {
  const last = source.tokens[range.to - 1];
  const behind = (last?.trailing ?? []).reduce((sum, { text }) => sum + codePoints(text) + 1, 0);
  return codePoints(flat(source, range)) - behind;
}

/** How wide a stretch would be without any comments. */
export function bareWidth(source: Source, { from, to }: Range): number {
  let width = 0;
  for (let at = from; at < to; at++) {
    width += codePoints((at > from ? gap(source, at) : "") + (source.tokens[at]?.image ?? ""));
  }
  return width;
}

/** The comments above a token that don't stand before it on its line. */
export function ownLines(comments: readonly PlacedComment[]): readonly PlacedComment[] {
  return comments.slice(0, firstJoined(comments));
}

/** A line of comments; `spaced` as of its first. */
export interface CommentLine {
  readonly text: string;
  readonly spaced: boolean;
}

/** Comments in lines: those that stood in one line stay in one, where a `///` may not become documentation. */
export function commentLines(comments: readonly PlacedComment[]): readonly CommentLine[] {
  const lines: CommentLine[] = [];
  for (const [index, { text, spaced }] of comments.entries()) {
    const before = comments[index - 1]?.joined === true ? lines.pop() : undefined;
    lines.push(before === undefined ? { text, spaced } : { ...before, text: `${before.text} ${text}` });
  }
  return lines;
}

function joinedBefore(source: Source, at: number): string {
  const comments = source.tokens[at]?.leading ?? [];
  if (comments.at(-1)?.joined !== true) return "";
  return comments
    .slice(firstJoined(comments))
    .map(({ text }) => `${text} `)
    .join("");
}

/** The first of the comments that stand before the token on its line. */
function firstJoined(comments: readonly PlacedComment[]): number {
  let first = comments.length;
  while (first > 0 && comments[first - 1]?.joined === true) first--;
  return first;
}

/** What stands between a token and the one before it. */
function gap({ tokens, subtractions, fieldBraces }: Source, at: number): "" | " " {
  const before = tokens[at - 1];
  const token = tokens[at];
  if (before === undefined || token === undefined) return " ";
  const first = before.tokenType;
  const second = token.tokenType;
  if (fieldBraces.has(at - 1) || fieldBraces.has(at))
    return first === mark["{"] && second === mark["}"] ? "" : " ";
  if (
    second === mark[","] ||
    second === mark[":"] ||
    second === mark[")"] ||
    second === mark["}"] ||
    second === mark["."]
  )
    return "";
  if (first === mark["("] || first === mark["{"] || first === mark["."]) return "";
  if (second === mark["("]) return isToken(before, AggregateName) || isToken(before, ExtremeName) ? "" : " ";
  if (first === mark["-"]) return subtractions.has(at - 1) ? " " : "";
  const inRange = second === mark[".."] ? first : first === mark[".."] ? second : undefined;
  return inRange === NumberLiteral ? "" : " ";
}
