import type { TokenType } from "chevrotain";
import { problem } from "../problem.ts";
import { scanComment } from "./comment.ts";
import { isDigit, scanNumber, scanPointNumber } from "./number.ts";
import { beginScanning, type Scanning } from "./scanning.ts";
import { scanQuotedName, scanSingleQuotes, scanText } from "./text.ts";
import { Currency, NumberLiteral, Percentage, PlainName, punctuation, Unit, wordTypes } from "./token.ts";
import { scanUnexpected } from "./unexpected.ts";

/**
 * Cuts a file into tokens and comments. Written by hand rather than with Chevrotain's lexer: whether a token
 * opens a line belongs to the language here, names take any script's letters, and a broken literal has a message
 * of its own and still counts as the literal that was meant, so that one mistake gives one message. Never throws.
 */
export function scan(file: string, text: string): Scanning {
  const scanning = beginScanning(file, text);
  reportBidirectionalControls(scanning);
  let at = behindSpace(scanning, 0);
  while (at < text.length) at = behindSpace(scanning, scanOne(scanning, at));
  return scanning;
}

// What is looked for at every token is looked for by patterns: most of a run is over before loops over characters
// have been compiled.
const space = /[ \t\n\r]*/y;
const asciiName = /[A-Za-z0-9_]*/y;
const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const otherSpaces = /[\u00a0\u3000\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const nameStart = /[\p{L}_]/uy;
const nameRest = /[\p{L}\p{Nd}_]*/uy;

function reportBidirectionalControls(scanning: Scanning): void {
  if (scanning.text.search(bidirectional) < 0) return;
  for (const found of scanning.text.matchAll(bidirectional)) {
    const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    const span = scanning.span(found.index, found.index + 1);
    scanning.report(problem("bidirectional-control", span, { codePoint: `U+${code}` }));
  }
}

/** Goes over spaces and line breaks, which it notes. */
function behindSpace({ text, line }: Scanning, start: number): number {
  const afterOne = text.charCodeAt(start) === 32 ? start + 1 : start;
  if (text.charCodeAt(afterOne) > 32) return afterOne;
  space.lastIndex = start;
  space.test(text);
  const end = space.lastIndex;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code !== 10 && code !== 13) continue;
    line.fresh = true;
    line.freshForToken = true;
    break;
  }
  return end;
}

/** Marks that are tokens by themselves, whatever follows them. */
const singleMarks: ReadonlySet<string> = new Set(["(", ")", "{", "}", ",", ":", "+", "-", "*"]);

function scanOne(scanning: Scanning, at: number): number {
  const { text } = scanning;
  const code = text.charCodeAt(at);
  if (isAsciiNameStart(code)) return scanName(scanning, at);
  if (isDigit(code)) return scanNumber(scanning, at);
  const character = text[at] ?? "";
  if (singleMarks.has(character)) return symbol(scanning, at, character as keyof typeof punctuation);
  return scanOther(scanning, at, code, character);
}

function scanOther(scanning: Scanning, at: number, code: number, character: string): number {
  const { text } = scanning;
  switch (character) {
    case '"':
      return scanText(scanning, at, '"');
    case "`":
      return scanQuotedName(scanning, at);
    case "'":
      return scanSingleQuotes(scanning, at) ?? scanUnexpected(scanning, at);
    case "/":
      return text[at + 1] === "/" || text[at + 1] === "*"
        ? scanComment(scanning, at)
        : symbol(scanning, at, "/");
    case ".":
      return scanPoint(scanning, at);
    case "%":
      return scanLoosePercent(scanning, at);
    case "=":
    case "!":
    case "<":
    case ">":
    case "&":
    case "|":
      return scanOperator(scanning, at);
    default:
      if (code < 128) return scanUnexpected(scanning, at);
      if (otherSpaces.test(character)) return at + 1;
      nameStart.lastIndex = at;
      return nameStart.test(text) ? scanName(scanning, at) : scanUnexpected(scanning, at);
  }
}

function symbol(scanning: Scanning, at: number, written: keyof typeof punctuation): number {
  scanning.token(punctuation[written], at, written);
  return at + written.length;
}

function isAsciiNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function scanName(scanning: Scanning, at: number): number {
  const { text, tokens } = scanning;
  asciiName.lastIndex = at;
  asciiName.test(text);
  let end = asciiName.lastIndex;
  if (text.charCodeAt(end) >= 128) {
    nameRest.lastIndex = at;
    end = at + (nameRest.exec(text)?.[0].length ?? 0);
  }
  const written = text.slice(at, end);
  const type = wordTypes.get(written) ?? PlainName;
  const behindNumber = tokens[tokens.length - 1]?.tokenType === NumberLiteral;
  scanning.token(behindNumber ? typeBehindNumber(scanning, type, written) : type, at, written);
  return end;
}

const currencyCode = /^[A-Z]{3}$/;

/** A unit or currency stands on its number's line; behind a line break the word is only a name. */
function typeBehindNumber({ line }: Scanning, type: TokenType, written: string): TokenType {
  if (line.freshForToken) return type.CATEGORIES?.includes(Unit) === true ? PlainName : type;
  return currencyCode.test(written) ? Currency : type;
}

function scanPoint(scanning: Scanning, at: number): number {
  const { text, tokens } = scanning;
  if (text[at + 1] === ".") return symbol(scanning, at, "..");
  const previous = tokens.at(-1);
  const touchesName = previous !== undefined && previous.endOffset === at - 1;
  if (isDigit(text.charCodeAt(at + 1)) && !touchesName) return scanPointNumber(scanning, at);
  return symbol(scanning, at, ".");
}

/** A `%` that doesn't touch its number: reported, and taken for the percentage that was meant. */
function scanLoosePercent(scanning: Scanning, at: number): number {
  const { text, tokens, line } = scanning;
  const previous = tokens.at(-1);
  if (previous?.tokenType !== NumberLiteral || line.freshForToken) return scanUnexpected(scanning, at);
  const written = text.slice(previous.startOffset, at + 1);
  const span = scanning.span(previous.startOffset, at + 1);
  scanning.report(problem("malformed-number", span, { written, meant: `${previous.image}%` }));
  previous.tokenType = Percentage;
  previous.tokenTypeIdx = Percentage.tokenTypeIdx ?? 0;
  return at + 1;
}

const meantOperators: ReadonlyMap<string, string> = new Map([
  ["==", "="],
  ["===", "="],
  ["=>", ">="],
  ["=<", "<="],
  ["<>", "!="],
  ["!==", "!="],
  ["!", "not"],
  ["&", "and"],
  ["&&", "and"],
  ["|", "or"],
  ["||", "or"],
]);

function scanOperator(scanning: Scanning, at: number): number {
  const { text } = scanning;
  const plain = text[at] as "=" | "<" | ">";
  if ((plain === "=" || plain === "<" || plain === ">") && !"=<>".includes(text[at + 1] ?? " ")) {
    return symbol(scanning, at, plain);
  }
  for (const length of [3, 2, 1]) {
    const written = text.slice(at, at + length);
    if (written.length < length) continue;
    if (written in punctuation) return symbol(scanning, at, written as keyof typeof punctuation);
    const meant = meantOperators.get(written);
    if (meant === undefined) continue;
    scanning.report(problem("unknown-operator", scanning.span(at, at + length), { written, meant }));
    const type = wordTypes.get(meant) ?? punctuation[meant as keyof typeof punctuation];
    scanning.token(type, at, written, meant);
    return at + length;
  }
  return scanUnexpected(scanning, at);
}
