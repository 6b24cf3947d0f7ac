import { punctuation as mark } from "../scan/token.ts";
import {
  isClauseKeyword,
  isDeclarationKeyword,
  isPolicyKeyword,
  isPropertyKeyword,
  isTestKeyword,
} from "../words.ts";
import type { Break } from "./breaks.ts";
import { commentLines, flat, flatWidth, ownLines } from "./flat.ts";
import type { Range, Source } from "./source.ts";

/** No line is longer than this if it can be broken; in code points. */
export const lineWidth = 100;

/** A line of output without its line break. */
export interface Line {
  readonly column: number;
  readonly text: string;
}

/**
 * Lays out a stretch of tokens that begins at a column, broken where it is too long or a comment demands it.
 * Comments above its first token are the caller's. `base` is the column from which breaks are indented.
 */
export function wrap(
  source: Source,
  range: Range,
  column: number,
  base: number,
  breaks: readonly Break[],
): readonly Line[] {
  const forced = forcedBreaks(source, range);
  if (forced.length === 0 && column + flatWidth(source, range) <= lineWidth) {
    return [{ column, text: flat(source, range) }];
  }
  const within = breaks.filter(({ at }) => at > range.from && at < range.to);
  if (within.length === 0 && forced.length === 0) return fill(source, range, column, column + 2);
  const level = Math.min(...within.map((candidate) => candidate.level));
  const splits = new Map<number, number>();
  for (const at of forced) splits.set(at, column + 2);
  for (const candidate of within)
    if (candidate.level === level) splits.set(candidate.at, base + candidate.indent);
  const places = needed(source, range, column, splits, (at) =>
    within.some((candidate) => candidate.at === at && candidate.packed === true && !forced.includes(at)),
  );
  const lines: Line[] = [];
  let from = range.from;
  let at = column;
  for (const [to, nextColumn] of [...places, [range.to, 0] as const]) {
    if (from > range.from) lines.push(...commentsAbove(source, from, at));
    lines.push(...wrap(source, { from, to }, at, base, breaks));
    from = to;
    at = nextColumn;
  }
  return lines;
}

/** The splits in order, without those of `packed` parts that still fit on the line before them. */
function needed(
  source: Source,
  { from, to }: Range,
  column: number,
  splits: ReadonlyMap<number, number>,
  isPacked: (at: number) => boolean,
): readonly (readonly [at: number, column: number])[] {
  const all = [...splits].sort(([a], [b]) => a - b);
  const kept: (readonly [number, number])[] = [];
  let start = { at: from, column };
  for (const [index, [at, next]] of all.entries()) {
    const end = all[index + 1]?.[0] ?? to;
    const fits = start.column + flatWidth(source, { from: start.at, to: end }) <= lineWidth;
    if (isPacked(at) && fits) continue;
    kept.push([at, next]);
    start = { at, column: next };
  }
  return kept;
}

/** The comments above a token, each on lines of its own at a column. */
export function commentsAbove(source: Source, at: number, column: number): readonly Line[] {
  return commentLines(ownLines(source.tokens[at]?.leading ?? [])).map(({ text }) => ({ column, text }));
}

/** The tokens that comments force to begin a line. */
function forcedBreaks({ tokens }: Source, { from, to }: Range): readonly number[] {
  const forced: number[] = [];
  for (let at = from + 1; at < to; at++) {
    const behindLine = tokens[at - 1]?.trailing.some(({ endsLine }) => endsLine) === true;
    if (behindLine || (tokens[at]?.leading.length ?? 0) > 0) forced.push(at);
  }
  return forced;
}

/** Breaks a stretch that has no better place behind commas, as late as the width allows. */
function fill(source: Source, range: Range, column: number, indented: number): readonly Line[] {
  const lines: Line[] = [];
  let from = range.from;
  let start = column;
  let last: number | undefined;
  for (let at = range.from + 1; at <= range.to; at++) {
    const ends = at === range.to;
    if (!ends && !mayOpenLine(source, at)) continue;
    if (last !== undefined && start + flatWidth(source, { from, to: at }) > lineWidth) {
      lines.push({ column: start, text: flat(source, { from, to: last }) });
      from = last;
      start = indented;
    }
    last = at;
  }
  lines.push({ column: start, text: flat(source, { from, to: range.to }) });
  return lines;
}

/** Whether a line may begin with a token behind a comma: a name that is a keyword would become that keyword. */
function mayOpenLine({ tokens }: Source, at: number): boolean {
  const text = tokens[at]?.image ?? "";
  if (tokens[at - 1]?.tokenType !== mark[","] || isPolicyKeyword(text) || isTestKeyword(text)) return false;
  return !wouldBeKeyword({ tokens }, at);
}

/** Whether a token would be a keyword if it opened a line. */
export function wouldBeKeyword({ tokens }: Pick<Source, "tokens">, at: number): boolean {
  const text = tokens[at]?.image ?? "";
  if (tokens[at + 1]?.tokenType === mark["."]) return false;
  return isClauseKeyword(text) || isDeclarationKeyword(text) || isPropertyKeyword(text);
}
