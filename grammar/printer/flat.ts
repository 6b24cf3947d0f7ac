import { codePoints } from "../position.ts";
import { AggregateName, ExtremeName, isToken, punctuation as mark, NumberLiteral } from "../scan/token.ts";
import type { PlacedComment, Range, Source } from "./source.ts";

/** A stretch of tokens on one line, with the comments within it and behind it, but not those above it. */
export function flat(source: Source, { from, to }: Range): string {
  let text = joinedBefore(source, from);
  for (let at = from; at < to; at++) {
    if (at > from) text += gap(source, at);
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

/** The comments above a token that have lines of their own; the last may stand before it on its line instead. */
export function ownLines(comments: readonly PlacedComment[]): readonly PlacedComment[] {
  return comments.at(-1)?.joined === true ? comments.slice(0, firstJoined(comments)) : comments;
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
function gap({ tokens, subtractions }: Source, at: number): "" | " " {
  const before = tokens[at - 1];
  const token = tokens[at];
  if (before === undefined || token === undefined || before.trailing.length > 0) return " ";
  const first = before.tokenType;
  const second = token.tokenType;
  if (second === mark[","] || second === mark[")"] || second === mark["}"] || second === mark["."]) return "";
  if (first === mark["("] || first === mark["{"] || first === mark["."]) return "";
  if (second === mark["("]) return isToken(before, AggregateName) || isToken(before, ExtremeName) ? "" : " ";
  if (first === mark["-"]) return subtractions.has(at - 1) ? " " : "";
  const inRange = second === mark[".."] ? first : first === mark[".."] ? second : undefined;
  return inRange === NumberLiteral ? "" : " ";
}
