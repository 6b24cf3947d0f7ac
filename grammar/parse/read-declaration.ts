import { Identifier, InfixOperator, isToken, punctuation as mark, type Token, word } from "../scan/token.ts";
import type { DeclarationTree, ExpressionTree, NameTree, SetTree, TextTree } from "../tree.ts";
import { oneNode, optionalNode, optionalToken } from "../tree-builder/building.ts";
import { buildEventFiring } from "../tree-builder/clause.ts";
import { buildExpression } from "../tree-builder/expression.ts";
import { buildName, buildText } from "../tree-builder/literals.ts";
import { buildSet } from "../tree-builder/set.ts";
import {
  type DeclarationKeyword,
  isClauseKeyword,
  isDeclarationKeyword,
  isPropertyKeyword,
} from "../words.ts";
import { documentationAbove } from "./documentation.ts";
import { laterFiring } from "./later-firing.ts";
import { opensWithKeyword, sectionEnd, wordAt } from "./lines.ts";
import { readClauses, readProperties } from "./read-campaign.ts";
import { hasLexicalProblem, type Reading, say, spanOfTokens } from "./reading.ts";
import { explainLeftover, readSection, type Section } from "./section.ts";

/** What reading a declaration gave. */
export interface DeclarationResult {
  readonly declaration: DeclarationTree | undefined;
  /** Its name, where the rest could not be read. */
  readonly unread: NameTree | undefined;
  /** The token behind it. */
  readonly end: number;
}

interface Head {
  readonly name: NameTree;
  readonly label: TextTree | undefined;
  readonly members: SetTree | undefined;
}

/** Reads the declaration that begins at a keyword. */
export function readDeclaration(
  reading: Reading,
  keyword: DeclarationKeyword,
  at: number,
): DeclarationResult {
  return keyword === "campaign" || keyword === "offer"
    ? readBraced(reading, keyword, at)
    : readDefinition(reading, keyword, at);
}

function readHead(reading: Reading, keyword: DeclarationKeyword, from: number, to: number): Head | undefined {
  const rule = keyword === "tag" ? "tagHead" : "head";
  const section: Section = { from, to, rule, of: `the head of the ${keyword}` };
  const { tree, end } = readSection(reading, section, (building, node): Head => {
    const label = optionalToken(node, "Text");
    const members = optionalNode(node, "set");
    return {
      name: buildName(building, oneNode(node, "name")),
      label: label && buildText(building, label),
      members: members && buildSet(building, members),
    };
  });
  if (tree !== undefined && end < to) explainLeftover(reading, section, end);
  return tree;
}

// `campaign NAME "label" { … }`, `offer NAME "label" { … }`

function readBraced(reading: Reading, keyword: "campaign" | "offer", at: number): DeclarationResult {
  const { tokens } = reading;
  const isKeyword = keyword === "offer" ? isPropertyKeyword : () => false;
  const first = tokens[at] as Token;
  let brace = at + 1;
  while (
    brace < tokens.length &&
    tokens[brace]?.tokenType !== mark["{"] &&
    tokens[brace]?.tokenType !== mark["}"]
  ) {
    if (opensWithKeyword(tokens, brace, isKeyword)) break;
    brace++;
  }
  const head = readHead(reading, keyword, at + 1, brace);
  const opened = tokens[brace]?.tokenType === mark["{"];
  const opening = tokens[brace];
  const word = wordAt(tokens, brace) ?? "";
  const bodyFollows = opened || isClauseKeyword(word) || isKeyword(word);
  if (
    !opened &&
    head !== undefined &&
    !hasLexicalProblem(reading, first.startOffset, opening?.startOffset ?? reading.text.length)
  ) {
    const before = tokens[brace - 1] as Token;
    const found = opening?.image;
    say(reading, "expected-word", spanOfTokens(reading, before), { word: "{", found, after: before.image });
  }
  if (!bodyFollows) return { declaration: undefined, unread: head?.name, end: brace };
  const of = head === undefined ? `the ${keyword}` : `the ${keyword} \`${head.name.text}\``;
  const open = opened ? brace : brace - 1;
  const documentation = documentationAbove(reading, at);
  if (keyword === "campaign") {
    const { clauses, unread, end } = readClauses(reading, open, first, of);
    if (head === undefined) return { declaration: undefined, unread: undefined, end };
    const { name, label } = head;
    const span = spanOfTokens(reading, first, tokens[end - 1] ?? first);
    const declaration = { kind: keyword, name, label, documentation, span, clauses, unread };
    return { declaration, unread: undefined, end };
  }
  const { properties, unread, end } = readProperties(reading, open, first, of);
  if (head === undefined) return { declaration: undefined, unread: undefined, end };
  const { name, label } = head;
  const span = spanOfTokens(reading, first, tokens[end - 1] ?? first);
  const declaration = { kind: keyword, name, label, documentation, span, properties, unread };
  return { declaration, unread: undefined, end };
}

// `tag NAME = E`, `segment NAME = P`, `event NAME = FIRING`

function readDefinition(
  reading: Reading,
  keyword: "tag" | "segment" | "event",
  at: number,
): DeclarationResult {
  const { tokens } = reading;
  const first = tokens[at] as Token;
  const to = definitionEnd(reading, at);
  const equals = equalsAt(tokens, at + 1, to);
  const head = readHead(reading, keyword, at + 1, equals ?? headEnd(tokens, at + 1, to));
  if (head === undefined) return { declaration: undefined, unread: undefined, end: to };
  const { name, label, members } = head;
  if (equals === undefined) {
    const place = headEnd(tokens, at + 1, to);
    const before = tokens[place - 1] as Token;
    if (!hasLexicalProblem(reading, first.startOffset, tokens[to]?.startOffset ?? reading.text.length)) {
      const found = place < to ? tokens[place]?.image : undefined;
      say(reading, "expected-word", spanOfTokens(reading, before), { word: "=", found, after: before.image });
    }
    return { declaration: undefined, unread: name, end: to };
  }
  const common = { name, label, documentation: documentationAbove(reading, at) };
  const section = { from: equals + 1, to, of: `the ${keyword} \`${name.text}\`` };
  if (keyword === "event") {
    const later = laterFiring(tokens, equals + 1, to);
    const place = later && tokens[later.at];
    if (later !== undefined && place !== undefined) {
      say(reading, "later-form", spanOfTokens(reading, place), { form: later.form });
      return { declaration: undefined, unread: name, end: to };
    }
    const firing = readSection(reading, { ...section, rule: "firing" }, buildEventFiring);
    const end = endOf(reading, { ...section, rule: "firing" }, firing.end);
    if (firing.tree === undefined) return { declaration: undefined, unread: name, end };
    const span = spanOfTokens(reading, first, tokens[firing.end - 1] ?? first);
    return { declaration: { kind: keyword, ...common, firing: firing.tree, span }, unread: undefined, end };
  }
  const { tree, end: readTo } = readSection(reading, { ...section, rule: "expression" }, buildExpression);
  const end = endOf(reading, { ...section, rule: "expression" }, readTo);
  const span = spanOfTokens(reading, first, tokens[readTo - 1] ?? first);
  const value: ExpressionTree = tree ?? { kind: "error", span };
  const declaration: DeclarationTree =
    keyword === "tag"
      ? { kind: keyword, ...common, members, value, span }
      : { kind: keyword, ...common, predicate: value, span };
  return { declaration, unread: undefined, end };
}

/** Where reading goes on behind a definition: a word that opens a line may begin a misspelt declaration. */
function endOf(reading: Reading, section: Section, readTo: number): number {
  const left = readTo < section.to ? reading.tokens[readTo] : undefined;
  if (left === undefined) return section.to;
  const before = reading.tokens[readTo - 1];
  if (left.opensLine && isToken(left, Identifier) && !/^\d/.test(before?.image ?? "")) return readTo;
  explainLeftover(reading, section, readTo);
  return section.to;
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
    const before = tokens[end - 1];
    const meantAsName =
      token !== undefined &&
      keyword !== undefined &&
      isClauseKeyword(keyword) &&
      !isDeclarationKeyword(keyword);
    if (!meantAsName || before === undefined || end - 1 <= at || !asksForMore(before)) return end;
    say(reading, "keyword-opens-line", spanOfTokens(reading, token), { keyword });
    end = sectionEnd(tokens, end + 1, () => false);
  }
}

const openEnded: ReadonlySet<unknown> = new Set([
  mark["("],
  mark["{"],
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

/** The `=` of a definition; one inside its braces belongs to something else. */
function equalsAt(tokens: readonly Token[], from: number, to: number): number | undefined {
  const end = headEnd(tokens, from, to);
  return end < to && tokens[end]?.tokenType === mark["="] ? end : undefined;
}

/** Where the head of a definition ends: behind its name, label and members. */
function headEnd(tokens: readonly Token[], from: number, to: number): number {
  let depth = 0;
  for (let at = from; at < to; at++) {
    const type = tokens[at]?.tokenType;
    if (type === mark["{"]) depth++;
    else if (type === mark["}"]) depth--;
    else if (type === mark["="] && depth === 0) return at;
  }
  return to;
}
