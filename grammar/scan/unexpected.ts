import { problem } from "../problem.ts";
import type { Scanning } from "./scanning.ts";
import { scanText } from "./text.ts";
import { punctuation } from "./token.ts";

/** Marks of other keyboards, and the mark of the language that was meant. */
const meantMarks: ReadonlyMap<string, keyof typeof punctuation> = new Map([
  ["，", ","],
  ["、", ","],
  ["（", "("],
  ["）", ")"],
  ["｛", "{"],
  ["｝", "}"],
  ["＝", "="],
  ["＜", "<"],
  ["＞", ">"],
  ["≤", "<="],
  ["≥", ">="],
  ["≠", "!="],
  ["＋", "+"],
  ["－", "-"],
  ["−", "-"],
  ["–", "-"],
  ["×", "*"],
  ["÷", "/"],
  ["．", "."],
  ["…", ".."],
]);

const doubleQuotes = "“”„‟＂";

/** Reports a character that the language has no use for, and takes it for what was meant if that is clear. */
export function scanUnexpected(scanning: Scanning, at: number): number {
  const code = scanning.text.codePointAt(at) ?? 0;
  const character = String.fromCodePoint(code);
  const end = at + character.length;
  const codePoint = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const quotes = doubleQuotes.includes(character);
  const meant = quotes ? '"' : meantMarks.get(character);
  scanning.report(problem("unexpected-character", scanning.span(at, end), { character, codePoint, meant }));
  if (quotes) return scanText(scanning, at, `"${doubleQuotes}`);
  const mark = meantMarks.get(character);
  if (mark !== undefined) scanning.token(punctuation[mark], at, character, mark);
  return mark === undefined ? skipAlike(scanning.text, end, character) : end;
}

/** A run of one character is one mistake. */
function skipAlike(text: string, from: number, character: string): number {
  let at = from;
  while (text.startsWith(character, at)) at += character.length;
  return at;
}
