import { nearestName } from "../nearest.ts";
import { problemsInOrder, type SyntaxProblem, shown } from "../problem.ts";
import type { Scanning } from "../scan/scanning.ts";
import { Identifier, isToken, punctuation as mark, type Token } from "../scan/token.ts";
import type { DeclarationTree, FileTree, NameTree } from "../tree.ts";
import {
  type DeclarationKeyword,
  declarationKeywords,
  futureDeclarationWords,
  isClauseKeyword,
} from "../words.ts";
import type { DeclarationResult } from "./head.ts";
import { beginsDeclaration, columnOf, sectionEnd, wordAt } from "./lines.ts";
import { readBraced } from "./read-braced.ts";
import { readDefinition } from "./read-definition.ts";
import { readPolicy } from "./read-policy.ts";
import { readTest } from "./read-test.ts";
import { hasLexicalProblem, type Reading, say, spanOfTokens } from "./reading.ts";

/** Reads a scanned file: its tree, and all problems in order of place. */
export function readFile(scanning: Scanning): {
  readonly tree: FileTree;
  readonly problems: readonly SyntaxProblem[];
} {
  const { file, text, tokens, comments, problems: lexical } = scanning;
  const reading: Reading = { file, text, tokens, comments, lexical, problems: [], brokenOffAt: undefined };
  const declarations: DeclarationTree[] = [];
  const unread: NameTree[] = [];
  let at = 0;
  while (at < tokens.length) {
    const keyword = declarationAt(reading, at);
    if (keyword === undefined) {
      at = passOver(reading, at);
      continue;
    }
    const first = tokens[at] as Token;
    const result = readDeclaration(reading, keyword, at, first);
    if (result.declaration !== undefined) declarations.push(result.declaration);
    if (result.unread !== undefined) unread.push(result.unread);
    at = Math.max(result.end, at + 1);
  }
  const span = { file, start: 0, end: text.length };
  const tree: FileTree = { kind: "file", file, span, declarations, unread };
  return { tree, problems: problemsInOrder([...lexical, ...reading.problems]) };
}

function readDeclaration(
  reading: Reading,
  keyword: DeclarationKeyword,
  at: number,
  first: Token,
): DeclarationResult {
  switch (keyword) {
    case "campaign":
    case "offer":
      return readBraced(reading, keyword, at, first);
    case "policy":
      return readPolicy(reading, at, first);
    case "test":
      return readTest(reading, at, first);
    case "tag":
    case "segment":
    case "event":
      return readDefinition(reading, keyword, at, first);
  }
}

/** The kind of declaration that begins at a place, its keyword perhaps misspelt, which is reported. */
function declarationAt(reading: Reading, at: number): DeclarationKeyword | undefined {
  const { tokens } = reading;
  const token = tokens[at];
  const word = wordAt(tokens, at);
  if (token === undefined || word === undefined || !opensDeclaration(tokens, at)) return undefined;
  const keyword = declarationKeywords.find((candidate) => candidate === word);
  if (keyword !== undefined) return keyword;
  if (isClauseKeyword(word) || !isToken(tokens[at + 1], Identifier)) return undefined;
  const nearest = word.length > 2 ? nearestName(word, declarationKeywords) : undefined;
  if (nearest === undefined) return undefined;
  say(reading, "unknown-declaration", spanOfTokens(reading, token), { word: shown(word), nearest });
  return declarationKeywords.find((candidate) => candidate === nearest);
}

/** Declarations open a line; behind a closing brace nothing else can stand, so that there they may do without. */
function opensDeclaration(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.opensLine === true || tokens[at - 1]?.tokenType === mark["}"];
}

/** Reports what is no declaration and gives where the next one begins. */
function passOver(reading: Reading, at: number): number {
  const { tokens } = reading;
  const token = tokens[at] as Token;
  const span = spanOfTokens(reading, token);
  const word = wordAt(tokens, at);
  if (token.tokenType === mark["}"]) {
    say(reading, "stray-brace", span, {});
    return at + 1;
  }
  const before = tokens[at - 1];
  const after = before && shown(before.image);
  if (word !== undefined && isLater(tokens, at, word)) {
    say(reading, "later-form", span, { form: `\`${word}\`` });
    return behindBlock(reading, at);
  }
  if (word !== undefined && isClauseKeyword(word) && token.opensLine) {
    say(reading, "clause-outside-campaign", span, { clause: word });
    return behindClauses(reading, at, token);
  }
  const end = behindBlock(reading, at);
  if (!hasLexicalProblem(reading, tokens[at - 1]?.endOffset ?? 0, tokens[end - 1]?.endOffset ?? 0)) {
    if (isToken(token, Identifier)) {
      say(reading, "unknown-declaration", span, { word: shown(token.image), nearest: undefined });
    } else say(reading, "expected-declaration", span, { found: shown(token.image), after });
  }
  return end;
}

function isLater(tokens: readonly Token[], at: number, word: string): boolean {
  const names: readonly string[] = futureDeclarationWords;
  return names.includes(word) && tokens[at]?.opensLine === true;
}

/** Behind a declaration that is not read: at the next one, or behind the braces that belong to it. */
function behindBlock(reading: Reading, at: number): number {
  const { tokens } = reading;
  const outer = tokens[at] as Token;
  let depth = 0;
  for (let next = at + 1; next < tokens.length; next++) {
    if (beginsDeclaration(reading, next, outer)) return next;
    const type = tokens[next]?.tokenType;
    const opens =
      depth === 0 &&
      opensDeclaration(tokens, next) &&
      declarationKeywords.some((word) => word === wordAt(tokens, next));
    if (opens) return next;
    if (type === mark["{"]) depth++;
    else if (type === mark["}"] && --depth <= 0) return next + 1;
  }
  return tokens.length;
}

/** Behind clauses that stand outside any campaign, and the brace that was meant to close them. */
function behindClauses(reading: Reading, at: number, first: Token): number {
  const { tokens } = reading;
  let next = at;
  while (next < tokens.length) {
    next = sectionEnd(tokens, next + 1, () => false);
    if (tokens[next]?.tokenType === mark["}"]) return next + 1;
    if (beginsDeclaration(reading, next, first) && !isInLine(reading, next, first)) return next;
  }
  return next;
}

/** Whether a `segment` or `offer` stands as far in as the clauses around it, and so is one of them. */
function isInLine(reading: Reading, at: number, first: Token): boolean {
  const token = reading.tokens[at];
  const word = wordAt(reading.tokens, at);
  if (token === undefined || word !== "segment") return false;
  return columnOf(reading, token) > 0 && columnOf(reading, token) >= columnOf(reading, first);
}
