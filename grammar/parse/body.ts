import { nearestName } from "../nearest.ts";
import { shown } from "../problem.ts";
import { Identifier, isToken, punctuation as mark, NumberLiteral, type Token } from "../scan/token.ts";
import type { UnreadLine } from "../tree.ts";
import { isClauseKeyword, isDeclarationKeyword } from "../words.ts";
import { beginsDeclaration, opensWithKeyword, sectionEnd, wordAt } from "./lines.ts";
import { hasLexicalProblem, type Reading, reportUnclosed, say, spanOfTokens } from "./reading.ts";
import { explainLeftover, isUnitOrCurrency, type Section, type SectionResult } from "./section.ts";

/** What stands between the braces of a campaign or an offer. */
export interface BodyKind<Line> {
  /** "the campaign `x`", for messages. */
  readonly of: string;
  readonly keywords: readonly string[];
  readonly unknown: "unknown-clause" | "unknown-property" | "unknown-policy-line";
  readonly expected: "expected-clause" | "expected-property" | "expected-policy-line";
  /** Whether a word that opens a line here is a keyword, besides those of clauses and declarations. */
  readonly isKeyword: (word: string) => boolean;
  /** Reads the line that the keyword at `at` begins and that ends before `to`. */
  readonly read: (keyword: string, at: number, to: number) => LineResult<Line>;
}

export interface LineResult<Line> extends SectionResult<Line> {
  readonly section: Section;
}

export interface BodyResult<Line> {
  readonly lines: readonly Line[];
  readonly unread: readonly UnreadLine[];
  /** The token behind the body. */
  readonly end: number;
}

interface Body<Line> {
  readonly reading: Reading;
  readonly tokens: readonly Token[];
  readonly kind: BodyKind<Line>;
  readonly open: number;
  /** The keyword of the declaration that the body belongs to. */
  readonly outer: Token;
  readonly lines: Line[];
  readonly unread: UnreadLine[];
}

/**
 * Reads the body whose `{` is at `open`. Each line is read by itself; where one cannot be read, reading goes on
 * at the next keyword that opens a line.
 */
export function readBody<Line>(
  reading: Reading,
  open: number,
  outer: Token,
  kind: BodyKind<Line>,
): BodyResult<Line> {
  const { tokens } = reading;
  const body: Body<Line> = { reading, tokens, kind, open, outer, lines: [], unread: [] };
  let at = open + 1;
  for (;;) {
    const token = tokens[at];
    if (token === undefined || beginsDeclaration(reading, at, outer)) {
      reportUnclosed(reading, body.open, at, body.kind.of);
      break;
    }
    if (token.tokenType !== mark["}"]) {
      at = readLine(body, at, token);
      continue;
    }
    at++;
    if (!goesOnBehind(body, at - 1)) break;
    say(reading, "stray-brace", spanOfTokens(reading, token), {});
  }
  return { lines: body.lines, unread: body.unread, end: at };
}

/** Whether clauses go on behind a `}` that stands at the end of a line: then it closes nothing. */
function goesOnBehind<Line>({ reading, tokens, kind, outer }: Body<Line>, brace: number): boolean {
  const next = brace + 1;
  if (tokens[brace]?.opensLine === true || !opensWithKeyword(tokens, next, kind.isKeyword)) return false;
  const word = wordAt(tokens, next) ?? "";
  if (!isDeclarationKeyword(word)) return isClauseKeyword(word) || kind.isKeyword(word);
  return (
    kind.keywords.includes(word) && !beginsDeclaration(reading, next, outer) && !isOutermost(reading, next)
  );
}

/** Whether a token stands at the very left of its line, as declarations do and clauses don't. */
function isOutermost({ text, tokens }: Reading, at: number): boolean {
  const start = tokens[at]?.startOffset ?? 0;
  return start === 0 || /[\n\r]/.test(text[start - 1] ?? "");
}

/** Reads what begins at a place and gives where reading goes on. */
function readLine<Line>(body: Body<Line>, start: number, token: Token): number {
  const { tokens, kind } = body;
  const word = wordAt(tokens, start);
  if (word === undefined || !(token.opensLine || start === body.open + 1)) {
    return readUnknown(body, start, token, undefined);
  }
  if (kind.keywords.includes(word)) return readKnown(body, word, start, token);
  return readUnknown(body, start, token, nearKeyword(body, start));
}

function readKnown<Line>(body: Body<Line>, keyword: string, start: number, first: Token): number {
  const { reading, tokens, kind, lines, unread } = body;
  const to = sectionEnd(tokens, start + 1, kind.isKeyword);
  const { section, tree, end } = kind.read(keyword, start, to);
  const left = end < to ? tokens[end] : undefined;
  const nextLine = left !== undefined && opensOtherLine(body, end);
  const mayBranch = nextLine && (keyword === "offer" || keyword === "channel");
  const branch = mayBranch ? loneName(body, end, to) : undefined;
  if (tree !== undefined && (left === undefined || nextLine)) lines.push(tree);
  else {
    const span = spanOfTokens(reading, first, tokens[to - 1]);
    // Lines that were written on this one are not missing.
    for (const each of [keyword, ...keywordsIn(body, start + 1, to)]) unread.push({ keyword: each, span });
  }
  if (left === undefined) return to;
  if (branch !== undefined) {
    const span = spanOfTokens(reading, left, tokens[to - 1]);
    say(reading, "branch-without-condition", span, { name: branch, clause: keyword });
    return to;
  }
  if (mayBranch && beginsList(body, end)) {
    explainLeftover(reading, section, end + 1);
    return to;
  }
  if (nextLine) return end;
  explainLeftover(reading, section, end);
  return to;
}

function keywordsIn<Line>({ tokens, kind }: Body<Line>, from: number, to: number): readonly string[] {
  const words: string[] = [];
  for (let at = from; at < to; at++) {
    const word = wordAt(tokens, at);
    if (word !== undefined && kind.keywords.includes(word)) words.push(word);
  }
  return words;
}

/** Whether a word that is left begins a line of its own, and not with its number's unit. */
function opensOtherLine<Line>({ tokens }: Body<Line>, at: number): boolean {
  const token = tokens[at];
  if (token?.opensLine !== true || !isToken(token, Identifier)) return false;
  return tokens[at - 1]?.tokenType !== NumberLiteral || !isUnitOrCurrency(token.image);
}

/** The name that is all there is up to a place, and no misspelt keyword. */
function loneName<Line>(body: Body<Line>, from: number, to: number): string | undefined {
  const rest = body.tokens.slice(from, to);
  const isName = rest.every((token, index) =>
    index % 2 === 0 ? isToken(token, Identifier) : token.image === ".",
  );
  if (!isName || rest.length % 2 === 0 || nearKeyword(body, from) !== undefined) return undefined;
  return shown(rest.map((token) => token.image).join(""));
}

/** Whether a line begins with names that have a comma between them, as a branch without `first of` or `all of` would. */
function beginsList<Line>(body: Body<Line>, at: number): boolean {
  const [first, comma, second] = body.tokens.slice(at, at + 3);
  const areNames = [first, second].every((token) => token !== undefined && isToken(token, Identifier));
  return areNames && comma?.tokenType === mark[","] && nearKeyword(body, at) === undefined;
}

/** The keyword that a word which opens a line seems to be a misspelling of. */
function nearKeyword<Line>({ tokens, kind }: Body<Line>, at: number): string | undefined {
  const word = tokens[at]?.opensLine === true ? wordAt(tokens, at) : undefined;
  return word === undefined || word.length < 3 ? undefined : nearestName(word, kind.keywords);
}

/** A line that begins with no keyword: read as the nearest one's if there is one, else passed over. */
function readUnknown<Line>(
  body: Body<Line>,
  start: number,
  token: Token,
  nearest: string | undefined,
): number {
  const { reading, tokens, kind } = body;
  const to = sectionEnd(tokens, start + 1, kind.isKeyword, (at) => nearKeyword(body, at) !== undefined);
  const span = spanOfTokens(reading, token);
  const from = tokens[start - 1]?.endOffset ?? 0;
  const quiet =
    reading.brokenOffAt === start || hasLexicalProblem(reading, from, tokens[to - 1]?.endOffset ?? 0);
  if (isToken(token, Identifier)) {
    if (!quiet) say(reading, kind.unknown, span, { word: shown(token.image), nearest });
    if (nearest !== undefined) return readKnown(body, nearest, start, token);
  } else if (!quiet) {
    say(reading, kind.expected, span, {
      found: shown(token.image),
      after: shown(tokens[start - 1]?.image ?? ""),
    });
  }
  body.unread.push({ keyword: undefined, span: spanOfTokens(reading, token, tokens[to - 1]) });
  return Math.max(to, start + 1);
}
