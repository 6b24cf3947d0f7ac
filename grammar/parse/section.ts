import type { IRecognitionException } from "chevrotain";
import { nearestName } from "../nearest.ts";
import { type SyntaxParameters, shown } from "../problem.ts";
import {
  Identifier,
  isToken,
  punctuation as mark,
  NumberLiteral,
  PlainName,
  type Token,
  Unit,
  wordTypes,
} from "../scan/token.ts";
import type { Span } from "../span.ts";
import type { Building } from "../tree-builder/building.ts";
import { deepestNesting } from "../tree-builder/depth.ts";
import type { Rule } from "./base-parser.ts";
import { CampaignParser } from "./campaign-parser.ts";
import type { Expectation } from "./expectation.ts";
import { hasLexicalProblem, hasUnclearLiteral, type Reading, say, spanOfTokens } from "./reading.ts";

const parser = new CampaignParser({ skipValidations: true });

/** The rules that read a section. */
type RuleName = {
  [Name in keyof CampaignParser]: CampaignParser[Name] extends Rule<infer _> ? Name : never;
}[keyof CampaignParser];

/** What a rule gives. */
export type RuleTree<Name extends RuleName> = ReturnType<CampaignParser[Name]>;

/** A stretch of tokens that one rule is to read: from `from` to before `to`; `of` says what it is, in messages. */
export interface Section {
  readonly from: number;
  readonly to: number;
  readonly of: string;
}

/** What reading a section gave: its tree if it could be read, and where the rule came to its end. */
export interface SectionResult<Tree> {
  readonly tree: Tree | undefined;
  readonly end: number;
}

/** Whether a section is a declaration's head, which is of use even where a literal in it is unclear. */
const heads: ReadonlySet<RuleName> = new Set(["head", "tagHead"]);

/**
 * Reads a section by a rule. Where it cannot be read one problem is reported and the tree is undefined. Tokens may
 * be left behind what the rule could read: that is the caller's to judge. `complete` makes the tree of what the
 * rule gives; the token is the last that was read.
 */
export function readSection<Name extends RuleName, Tree>(
  reading: Reading,
  section: Section,
  rule: Name,
  complete: (read: RuleTree<Name>, building: Building, last: Token) => Tree,
): SectionResult<Tree> {
  const tokens = tokensOf(reading, section);
  const long = tokens.length > deepestNesting;
  const deep = long ? tooDeepAt(tokens) : undefined;
  if (deep !== undefined) {
    say(reading, "nesting-too-deep", spanOfTokens(reading, deep), { limit: deepestNesting });
    return { tree: undefined, end: section.to };
  }
  const building: Building = { file: reading.file, tokens, problems: [], depth: 0, long };
  parser.begin(building);
  const read = parser[rule]() as RuleTree<Name>;
  const exception = parser.errors[0];
  if (exception !== undefined && exception.name !== "NotAllInputParsedException") {
    explain(reading, section, tokens, exception);
    return { tree: undefined, end: section.to };
  }
  const end = exception === undefined ? section.to : section.from + tokens.indexOf(exception.token as Token);
  const last = reading.tokens[end - 1];
  const unclear = hasUnclearLiteral(reading, tokens[0]?.startOffset ?? 0, last?.endOffset ?? 0);
  if (unclear && !heads.has(rule)) return { tree: undefined, end };
  if (last === undefined) throw new Error(`the rule \`${rule}\` read nothing`);
  const tree = complete(read, building, last);
  reading.problems.push(...building.problems);
  return { tree, end };
}

/**
 * A section's tokens, with room behind them: Chevrotain pads what it reads with three, for which a plain slice would
 * be copied to a new array, for every clause.
 */
function tokensOf({ tokens }: Reading, { from, to }: Section): readonly Token[] {
  const own = tokens.slice(from, to + 3);
  own.length = Math.min(own.length, to - from);
  return own;
}

/** The first bracket or `case` that is open in too many others: such a row is not given to the parser at all. */
function tooDeepAt(tokens: readonly Token[]): Token | undefined {
  let depth = 0;
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === mark["("] || type === mark["{"] || token.image === "case") depth++;
    else if (type === mark[")"] || type === mark["}"] || token.image === "end") depth--;
    if (depth > deepestNesting) return token;
  }
  return undefined;
}

function imageOf(token: Token | undefined): string | undefined {
  return token && shown(token.image);
}

/** Reports why a section could not be read. */
function explain(
  reading: Reading,
  section: Section,
  tokens: readonly Token[],
  exception: IRecognitionException,
): void {
  const actual = exception.token as Token;
  const index = tokens.indexOf(actual);
  const found = index < 0 ? undefined : actual;
  const before = reading.tokens[index < 0 ? section.to - 1 : section.from + index - 1];
  const first = tokens[0] ?? reading.tokens[section.from - 1];
  const last = tokens.at(-1) ?? first;
  if (first === undefined || last === undefined) return;
  const start = reading.tokens[section.from - 1]?.startOffset ?? 0;
  if (hasLexicalProblem(reading, start, reading.tokens[section.to]?.startOffset ?? reading.text.length))
    return;
  const wasBrokenOff = reading.brokenOffAt === section.from - 1;
  if (found === undefined) reading.brokenOffAt = section.to;
  if (wasBrokenOff && index <= 0) return;
  if (explainThousands(reading, section.from + index) || explainBracket(reading, tokens)) return;
  const [code, missing] = exception.message.split(" ") as [Expectation, string | undefined];
  const place = found ?? before ?? first;
  const span = spanOfTokens(reading, place);
  const met = { found: imageOf(found), after: imageOf(before) };
  const schedule = section.of === "`trigger`" ? imageOf(tokens[0]) : undefined;
  if (code === "expected-word") say(reading, code, span, { ...met, word: missing ?? "", schedule });
  else if (code === "expected-expression") {
    const next = reading.tokens[section.to];
    const keyword =
      found === undefined && next?.opensLine === true && wordTypes.get(next.image) !== mark["}"]
        ? next.image
        : undefined;
    say(reading, code, span, { ...met, keyword });
  } else if (code === "expected-unit") explainUnit(reading, span, found, before);
  else say(reading, code, span, met as SyntaxParameters[typeof code]);
}

/** Reports the first bracket without its partner, which is what an unreadable section most often has. */
function explainBracket(reading: Reading, tokens: readonly Token[]): boolean {
  const open: Token[] = [];
  for (const token of tokens) {
    const type = token.tokenType;
    if (type === mark["("] || type === mark["{"]) open.push(token);
    else if (type === mark[")"] || type === mark["}"]) {
      const partner = type === mark[")"] ? mark["("] : mark["{"];
      if (open.at(-1)?.tokenType === partner) open.pop();
      else if (type === mark[")"] && open.length === 0) {
        say(reading, "stray-parenthesis", spanOfTokens(reading, token), {});
        return true;
      } else break;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed === undefined) return false;
  const span = spanOfTokens(reading, unclosed);
  if (unclosed.tokenType === mark["("]) say(reading, "unclosed-parenthesis", span, {});
  else say(reading, "unclosed-brace", span, { of: "the set" });
  return true;
}

const unitWords = [...wordTypes].filter(([, type]) => type.CATEGORIES?.includes(Unit)).map(([text]) => text);

function explainUnit(
  reading: Reading,
  span: Span,
  found: Token | undefined,
  before: Token | undefined,
): void {
  if (found !== undefined && before !== undefined && found.opensLine && unitWords.includes(found.image)) {
    say(reading, "unit-on-next-line", span, { unit: found.image, number: shown(before.image) });
    return;
  }
  const nearest =
    found === undefined
      ? undefined
      : nearestName(
          found.image,
          unitWords.filter((text) => text.endsWith("s")),
        );
  say(reading, "expected-unit", span, { found: imageOf(found), after: imageOf(before), nearest });
}

/** Whether a word stands behind numbers: a unit of time or a currency. */
export function isUnitOrCurrency(text: string): boolean {
  return unitWords.includes(text) || /^[A-Z]{3}$/.test(text);
}

/** Reports what stands behind the end of a section and belongs to nothing. */
export function explainLeftover(reading: Reading, section: Section, at: number): void {
  const token = reading.tokens[at];
  const before = reading.tokens[at - 1];
  if (token === undefined || before === undefined) return;
  if (
    hasLexicalProblem(
      reading,
      reading.tokens[section.from - 1]?.startOffset ?? 0,
      reading.tokens[section.to]?.startOffset ?? reading.text.length,
    )
  )
    return;
  if (reading.brokenOffAt === section.from - 1 && at === section.from) return;
  const span = spanOfTokens(reading, token);
  const { image } = token;
  const isUnit = unitWords.includes(image);
  if (before.tokenType === NumberLiteral) {
    if (token.opensLine && isUnitOrCurrency(image)) {
      say(reading, "unit-on-next-line", span, { unit: image, number: shown(before.image) });
      return;
    }
    if (isUnit) {
      const whole = spanOfTokens(reading, before, token);
      say(reading, "duration-as-value", whole, {
        written: shown(`${before.image} ${image}`),
        number: shown(before.image),
      });
      return;
    }
    if (!token.opensLine && token.tokenType === PlainName && /^[A-Za-z]{3}$/.test(image)) {
      say(reading, "currency-in-capitals", span, { written: image, meant: image.toUpperCase() });
      return;
    }
  }
  if (explainThousands(reading, at)) return;
  if (isToken(token, mark[")"])) say(reading, "stray-parenthesis", span, {});
  else {
    const listed = listedNames(reading, section, at);
    say(reading, "unexpected-word", span, { found: shown(image), of: section.of, listed });
  }
}

/** Reports a number with commas between its thousands, `1,000`, where the comma cannot stand. */
function explainThousands(reading: Reading, comma: number): boolean {
  const first = reading.tokens[comma - 1];
  let last = first;
  for (let at = comma; last !== undefined; at += 2) {
    const mid = reading.tokens[at];
    const next = reading.tokens[at + 1];
    if (mid === undefined || next === undefined || !isToken(mid, mark[","])) break;
    const touches = mid.startOffset === last.endOffset + 1 && next.startOffset === mid.endOffset + 1;
    if (!touches || last.tokenType !== NumberLiteral || !/^\d{3}(?:\.\d+)?$/.test(next.image)) break;
    last = next;
  }
  if (first === undefined || last === undefined || last === first || !/^\d{1,3}$/.test(first.image))
    return false;
  const written = reading.text.slice(first.startOffset, last.endOffset + 1);
  const meant = written.replaceAll(",", "_");
  say(reading, "malformed-number", spanOfTokens(reading, first, last), {
    written: shown(written),
    meant: shown(meant),
  });
  return true;
}

/** The names with commas between them around a comma, where a line begins with them; as written. */
function listedNames({ tokens }: Reading, section: Section, comma: number): string | undefined {
  const isName = (at: number): boolean => isToken(tokens[at], Identifier);
  const isComma = (at: number): boolean => isToken(tokens[at], mark[","]);
  if (!isComma(comma) || !isName(comma - 1)) return undefined;
  let from = comma - 1;
  while (isComma(from - 1) && isName(from - 2)) from -= 2;
  if (from !== section.from && tokens[from]?.opensLine !== true) return undefined;
  let to = comma - 1;
  while (isComma(to + 1) && isName(to + 2) && to + 2 < section.to) to += 2;
  const names = tokens.slice(from, to + 1).filter((_, index) => index % 2 === 0);
  return names.length < 2 ? undefined : names.map((name) => name.image).join(", ");
}
