import { shown } from "../problem.ts";
import { Identifier, isToken, punctuation as mark, type Token } from "../scan/token.ts";
import type { TestLineTree, UnreadLine } from "../tree.ts";
import { isTestKeyword } from "../words.ts";
import { documentationAbove } from "./documentation.ts";
import { type DeclarationResult, reportMissingMark } from "./head.ts";
import { testLines } from "./line-forms.ts";
import { beginsDeclaration, wordAt } from "./lines.ts";
import { hasLexicalProblem, type Reading, reportUnclosed, say, spanOfTokens } from "./reading.ts";
import { explainLeftover, readSection } from "./section.ts";

/** Reads `test "name" for CAMPAIGN { … }`, whose keyword is at a place. */
export function readTest(reading: Reading, at: number, first: Token): DeclarationResult {
  const { tokens } = reading;
  let brace = at + 1;
  while (brace < tokens.length && tokens[brace]?.tokenType !== mark["{"] && !tokens[brace]?.opensLine)
    brace++;
  const section = { from: at + 1, to: brace, of: "the head of the test" };
  const head = readSection(reading, section, "testHead", (parts) => parts);
  const opened = tokens[brace]?.tokenType === mark["{"];
  if (head.tree !== undefined) {
    if (!opened) reportMissingMark(reading, "{", first, brace);
    else if (head.end < brace) explainLeftover(reading, section, head.end);
  }
  const { lines, unread, end } = readLines(reading, opened ? brace : brace - 1, first);
  if (head.tree === undefined) return { declaration: undefined, unread: undefined, end };
  const span = spanOfTokens(reading, first, tokens[end - 1] ?? first);
  const documentation = documentationAbove(reading, at);
  const declaration = { kind: "test" as const, ...head.tree, documentation, lines, unread, span };
  return { declaration, unread: undefined, end };
}

/**
 * Reads a test's lines. Rows begin with names of the project's own, so that no list of keywords says where a line
 * begins: one does at a word that opens a line outside braces.
 */
function readLines(
  reading: Reading,
  open: number,
  outer: Token,
): { readonly lines: readonly TestLineTree[]; readonly unread: readonly UnreadLine[]; readonly end: number } {
  const { tokens } = reading;
  const lines: TestLineTree[] = [];
  const unread: UnreadLine[] = [];
  let at = open + 1;
  for (;;) {
    const token = tokens[at];
    if (token?.tokenType === mark["}"]) return { lines, unread, end: at + 1 };
    if (token === undefined || beginsDeclaration(reading, at, outer)) {
      reportUnclosed(reading, open, at, "the test");
      return { lines, unread, end: at };
    }
    const to = lineEnd(reading, at, outer);
    const line = readLine(reading, at, to);
    if (line === undefined)
      unread.push({ keyword: undefined, span: spanOfTokens(reading, token, tokens[to - 1]) });
    else lines.push(line);
    at = to;
  }
}

/** Where the line that begins at a place ends: before the next word that opens a line outside braces, or at the test's `}`. */
function lineEnd(reading: Reading, from: number, outer: Token): number {
  const { tokens } = reading;
  let depth = 0;
  let at = from;
  for (; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (at > from && beginsDeclaration(reading, at, outer)) return at;
    if (at > from && depth === 0 && token.opensLine && beginsLine(tokens, at)) return at;
    if (token.tokenType === mark["{"]) depth++;
    else if (token.tokenType === mark["}"] && --depth < 0) return at;
  }
  return at;
}

/** The words with which an `expect` goes on. */
const continuations: ReadonlySet<string> = new Set(["no", "contact", "via", "offering", "because"]);

/**
 * Whether a test's line begins at a token that opens a line: any word does that no `expect` goes on with. A list of
 * offers goes on behind its comma.
 */
function beginsLine(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (!isToken(token, Identifier)) return false;
  const word = token?.image ?? "";
  if (tokens[at + 1]?.tokenType === mark["{"]) return true;
  if (tokens[at - 1]?.tokenType === mark[","]) return isTestKeyword(word);
  return !continuations.has(word);
}

function readLine(reading: Reading, at: number, to: number): TestLineTree | undefined {
  const { tokens } = reading;
  const token = tokens[at] as Token;
  const word = wordAt(tokens, at);
  const next = tokens[at + 1]?.tokenType;
  const isRow = next === mark["{"] || next === mark["."];
  const keyword = word !== undefined && isTestKeyword(word) && !isRow ? word : undefined;
  if (keyword === undefined && !(isRow && isToken(token, Identifier))) {
    if (!hasLexicalProblem(reading, token.startOffset, tokens[to - 1]?.endOffset ?? 0)) {
      const after = tokens[at - 1];
      say(reading, "expected-test-line", spanOfTokens(reading, token), {
        found: shown(token.image),
        after: after && shown(after.image),
      });
    }
    return undefined;
  }
  const section = { from: keyword === undefined ? at : at + 1, to, of: `\`${keyword ?? token.image}\`` };
  const { tree, end } = testLines[keyword ?? "row"](reading, section);
  if (tree !== undefined && end < to) {
    explainLeftover(reading, section, end);
    return undefined;
  }
  return tree;
}
