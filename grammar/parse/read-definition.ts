import {
  Identifier,
  InfixOperator,
  isToken,
  punctuation as mark,
  NumberLiteral,
  type Token,
  word,
} from "../scan/token.ts";
import type { DeclarationTree, EventFiringTree, ExpressionTree } from "../tree.ts";
import { isClauseKeyword, isDeclarationKeyword } from "../words.ts";
import { documentationAbove } from "./documentation.ts";
import { type DeclarationResult, readHead, reportMissingMark } from "./head.ts";
import { laterFiring } from "./later-firing.ts";
import { sectionEnd, wordAt } from "./lines.ts";
import { type Reading, say, spanOfTokens } from "./reading.ts";
import {
  explainLeftover,
  isUnitOrCurrency,
  readSection,
  type Section,
  type SectionResult,
} from "./section.ts";

/** Reads `tag NAME = E`, `segment NAME = P` or `event NAME = FIRING`. */
export function readDefinition(
  reading: Reading,
  keyword: "tag" | "segment" | "event",
  at: number,
  first: Token,
): DeclarationResult {
  const { tokens } = reading;
  const to = definitionEnd(reading, at);
  const equals = equalsAt(tokens, at + 1, to);
  const head = readHead(reading, keyword, at + 1, equals);
  if (head === undefined) return { declaration: undefined, unread: undefined, end: to };
  const { name, label, members } = head;
  if (equals === to) {
    reportMissingMark(reading, "=", first, head.end);
    return { declaration: undefined, unread: name, end: to };
  }
  if (head.end < equals) explainLeftover(reading, head.section, head.end);
  const common = { name, label, documentation: documentationAbove(reading, at) };
  const section: Section = { from: equals + 1, to, of: `the ${keyword} \`${name.text}\`` };
  if (keyword === "event") {
    const { tree: firing, end } = readFiring(reading, section);
    if (firing === undefined) return { declaration: undefined, unread: name, end };
    const span = { ...firing.span, start: first.startOffset };
    return { declaration: { kind: keyword, ...common, firing, span }, unread: undefined, end };
  }
  const { tree, end } = settle(
    reading,
    section,
    readSection(reading, section, "expression", (value) => value),
  );
  const span = spanOfTokens(reading, first, tokens[end - 1] ?? first);
  const value: ExpressionTree = tree ?? { kind: "error", span };
  const declaration: DeclarationTree =
    keyword === "tag"
      ? { kind: keyword, ...common, members, value, span }
      : { kind: keyword, ...common, predicate: value, span };
  return { declaration, unread: undefined, end };
}

function readFiring(reading: Reading, section: Section): SectionResult<EventFiringTree> {
  const later = laterFiring(reading.tokens, section.from, section.to);
  const place = later && reading.tokens[later.at];
  if (later !== undefined && place !== undefined) {
    say(reading, "later-form", spanOfTokens(reading, place), { form: later.form });
    return { tree: undefined, end: section.to };
  }
  return settle(
    reading,
    section,
    readSection(reading, section, "firing", (firing) => firing),
  );
}

/**
 * Judges what a definition left unread: a word that opens a line may begin a misspelt declaration, so that
 * reading goes on there; anything else is reported, and the definition is not to be taken for what was meant.
 */
function settle<Tree>(reading: Reading, section: Section, result: SectionResult<Tree>): SectionResult<Tree> {
  const left = result.end < section.to ? reading.tokens[result.end] : undefined;
  if (left === undefined) return result;
  const behindNumber = reading.tokens[result.end - 1]?.tokenType === NumberLiteral;
  const ownLine = left.opensLine && isToken(left, Identifier);
  if (ownLine && !(behindNumber && isUnitOrCurrency(left.image))) return result;
  explainLeftover(reading, section, result.end);
  return { tree: undefined, end: section.to };
}

/**
 * Where a definition ends. A clause keyword that opens a line has no business outside a campaign: behind a word
 * that asks for more it was meant as a name, which is reported, and the definition goes on.
 */
function definitionEnd(reading: Reading, at: number): number {
  const { tokens } = reading;
  let end = sectionEnd(tokens, at + 1, () => false);
  for (;;) {
    const keyword = wordAt(tokens, end);
    const token = tokens[end];
    const before = end - 1 > at ? tokens[end - 1] : undefined;
    if (token === undefined || keyword === undefined || before === undefined) return end;
    const clauseAlone = isClauseKeyword(keyword) && !isDeclarationKeyword(keyword);
    if (!clauseAlone || !(asksForMore(before) || opensSet(tokens, end - 1))) return end;
    say(reading, "keyword-opens-line", spanOfTokens(reading, token), { keyword });
    end = sectionEnd(tokens, end + 1, () => false);
  }
}

const openEnded: ReadonlySet<unknown> = new Set([
  mark["("],
  mark[","],
  word.not,
  word.or,
  word.of,
  word.in,
  word.case,
  word.when,
  word.otherwise,
  word.where,
]);

function asksForMore(token: Token): boolean {
  return isToken(token, InfixOperator) || openEnded.has(token.tokenType);
}

function opensSet(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.tokenType;
  return tokens[at]?.tokenType === mark["{"] && (before === word.in || before === word.any);
}

/** The place of a definition's `=`, or its end where it has none; one between braces is not its own. */
function equalsAt(tokens: readonly Token[], from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at++) {
    const type = tokens[at]?.tokenType;
    if (type === mark["{"]) depth++;
    else if (type === mark["}"]) depth--;
    else if (type === mark["="] && depth === 0) return at;
  }
  return to;
}
