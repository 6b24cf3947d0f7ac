import {
  Identifier,
  isToken,
  punctuation as mark,
  QuotedName,
  TextLiteral,
  type Token,
} from "../scan/token.ts";
import { isClauseKeyword, isDeclarationKeyword } from "../words.ts";
import type { Reading } from "./reading.ts";

/** The word at a place that a keyword may be: not in backticks, and no `.` behind it; undefined where there is none. */
export function wordAt(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at];
  if (token === undefined || !isToken(token, Identifier) || token.tokenType === QuotedName) return undefined;
  return tokens[at + 1]?.tokenType === mark["."] ? undefined : token.image;
}

/** The line rule: whether a keyword of clauses or declarations, or one of a given kind, opens a line here. */
export function opensWithKeyword(
  tokens: readonly Token[],
  at: number,
  isKeyword: (word: string) => boolean,
): boolean {
  if (tokens[at]?.opensLine !== true) return false;
  const word = wordAt(tokens, at);
  return word !== undefined && (isKeyword(word) || isClauseKeyword(word) || isDeclarationKeyword(word));
}

/**
 * Where what begins at `from` ends: before the next keyword that opens a line, at the `}` that closes what
 * stands around it (a set's `}` closes the set), or at the end of the file.
 */
export function sectionEnd(
  tokens: readonly Token[],
  from: number,
  isKeyword: (word: string) => boolean,
  stopsAt?: (at: number) => boolean,
): number {
  let depth = 0;
  let at = from;
  for (; at < tokens.length; at++) {
    const { tokenType: type, opensLine } = tokens[at] as Token;
    if (opensLine && opensWithKeyword(tokens, at, isKeyword)) return at;
    if (stopsAt?.(at) === true) return at;
    if (type === mark["{"]) depth++;
    else if (type === mark["}"] && --depth < 0) return at;
  }
  return at;
}

/**
 * Whether a declaration begins here, in a place where clauses stand: that is, whether a brace was left open.
 * `segment` and `offer` begin clauses too; as declarations they have a label, or a brace, or stand no further in
 * than the declaration around them.
 */
export function beginsDeclaration(reading: Reading, at: number, outer: Token): boolean {
  const { tokens } = reading;
  const token = tokens[at];
  const word = token?.opensLine === true ? wordAt(tokens, at) : undefined;
  if (token === undefined || word === undefined) return false;
  if (word === "policy") return tokens[at + 1]?.tokenType === mark["{"];
  if (word === "test") return tokens[at + 1]?.tokenType === TextLiteral;
  if (!isDeclarationKeyword(word) || !isToken(tokens[at + 1], Identifier)) return false;
  if (word !== "segment" && word !== "offer") return true;
  let next = at + 2;
  while (tokens[next]?.tokenType === mark["."] && isToken(tokens[next + 1], Identifier)) next += 2;
  const labelled = tokens[next]?.tokenType === TextLiteral;
  if (labelled) next++;
  const type = tokens[next]?.tokenType;
  if (word === "offer") return type === mark["{"];
  return type === mark["="] && (labelled || columnOf(reading, token) <= columnOf(reading, outer));
}

/** How many characters stand before a token on its line. */
export function columnOf({ text }: Reading, { startOffset }: Token): number {
  let at = startOffset;
  while (at > 0 && text[at - 1] !== "\n" && text[at - 1] !== "\r") at--;
  return startOffset - at;
}
