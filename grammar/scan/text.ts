import { problem, shown } from "../problem.ts";
import type { Scanning } from "./scanning.ts";
import { QuotedName, TextLiteral } from "./token.ts";

/** What stands for itself in every kind of quotes. */
const plainText = /[^"“”„‟＂\\\n\r]*/y;

/** Reads text up to one of the closing marks, which must stand on the same line; gives where it ends. */
export function scanText(scanning: Scanning, start: number, closing: string): number {
  const { text } = scanning;
  plainText.lastIndex = start + 1;
  plainText.test(text);
  const plainEnd = plainText.lastIndex;
  if (text[plainEnd] === '"') {
    const image = text.slice(start, plainEnd + 1);
    scanning.token(TextLiteral, start, image, image.slice(1, -1));
    return plainEnd + 1;
  }
  return scanUnusualText(scanning, start, closing, plainEnd);
}

/** Text with escapes, with other quotes, or unclosed; up to `plainEnd` it is what it says. */
function scanUnusualText(scanning: Scanning, start: number, closing: string, plainEnd: number): number {
  const { text } = scanning;
  let value = "";
  let plainFrom = start + 1;
  let at = plainEnd;
  for (;;) {
    const character = text[at];
    if (character === undefined || character === "\n" || character === "\r") {
      scanning.report(problem("unclosed-text", scanning.span(start, at), {}));
      scanning.token(TextLiteral, start, text.slice(start, at), value + text.slice(plainFrom, at));
      return at;
    }
    if (closing.includes(character)) {
      scanning.token(TextLiteral, start, text.slice(start, at + 1), value + text.slice(plainFrom, at));
      return at + 1;
    }
    if (character === "\\") {
      value += text.slice(plainFrom, at);
      const sequence = readEscape(scanning, at);
      value += sequence.value;
      at = sequence.end;
      plainFrom = at;
    } else {
      at++;
    }
  }
}

const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["n", "\n"],
]);

function readEscape(scanning: Scanning, at: number): { readonly value: string; readonly end: number } {
  const { text } = scanning;
  const next = text[at + 1];
  const simple = next === undefined ? undefined : simpleEscapes.get(next);
  if (simple !== undefined) return { value: simple, end: at + 2 };
  const pattern = /\\u\{([0-9A-Fa-f]+)\}/y;
  pattern.lastIndex = at;
  const unicode = pattern.exec(text);
  if (unicode !== null) {
    const [written, digits = ""] = unicode;
    const code = Number.parseInt(digits, 16);
    const end = at + written.length;
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      scanning.report(problem("impossible-character", scanning.span(at, end), { written: shown(written) }));
      return { value: "", end };
    }
    return { value: String.fromCodePoint(code), end };
  }
  if (next === undefined || next === "\n" || next === "\r") return { value: "\\", end: at + 1 };
  const character = String.fromCodePoint(text.codePointAt(at + 1) ?? 0);
  const end = at + 1 + character.length;
  scanning.report(problem("unknown-escape", scanning.span(at, end), { written: `\\${character}` }));
  return { value: character, end };
}

/** Reads text in single quotes, which is reported and taken; gives undefined where no quote closes it on its line. */
export function scanSingleQuotes(scanning: Scanning, start: number): number | undefined {
  const pattern = /'[^'\n\r]*'/y;
  pattern.lastIndex = start;
  const written = pattern.exec(scanning.text)?.[0];
  if (written === undefined) return undefined;
  const end = start + written.length;
  scanning.report(problem("single-quotes", scanning.span(start, end), { written: shown(written) }));
  scanning.token(TextLiteral, start, written, written.slice(1, -1));
  return end;
}

/** Reads a name in backticks; gives where it ends. */
export function scanQuotedName(scanning: Scanning, start: number): number {
  const { text } = scanning;
  const pattern = /[^`\n\r]*/y;
  pattern.lastIndex = start + 1;
  const value = pattern.exec(text)?.[0] ?? "";
  const end = start + 1 + value.length;
  if (text[end] !== "`") {
    scanning.report(problem("unclosed-name", scanning.span(start, end), {}));
    scanning.token(QuotedName, start, text.slice(start, end), value);
    return end;
  }
  if (value.trim() === "") {
    scanning.report(problem("empty-name", scanning.span(start, end + 1), {}));
  }
  scanning.token(QuotedName, start, text.slice(start, end + 1), value);
  return end + 1;
}
