import type { TokenType } from "chevrotain";
import { problem, shown } from "../problem.ts";
import type { Scanning } from "./scanning.ts";
import { DateLiteral, NumberLiteral, Percentage, TimeLiteral, Unit, wordTypes } from "./token.ts";

/** A whole number, well formed, before what ends it for certain: most numbers are read by this alone. */
const wholeNumber = /\d+(?:_\d+)*(?=[\s,)}]|$)/y;
const hyphenated = /\d[\d_]*(?:-\d[\d_]*)+/y;
const timed = /\d[\d_]*(?::\d[\d_]*)+/y;
const plain = /\d[\d_]*(?:\.\d[\d_]*)?/y;
const glued = /[\p{L}\p{Nd}_]+(?:\.\d+)?/uy;
/** A date in a form of other places, `31.1.2026`. */
const dotted = /(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}\.\d{1,2}\.\d{1,2})(?![\d.]*[\p{L}\d_])/uy;
const twelveHours = /^(\d{1,2})(?::(\d{2}))?([ap]m)?$/i;
const wellGrouped = /^\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?$/;
const shortZone = /^[A-Z]{3}$/;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Reads what begins with a digit at `at`: a number, percentage, date or time; gives where it ends. */
export function scanNumber(scanning: Scanning, at: number): number {
  const { text } = scanning;
  wholeNumber.lastIndex = at;
  if (!wholeNumber.test(text)) return scanOtherNumber(scanning, at);
  const end = wholeNumber.lastIndex;
  const image = text.slice(at, end);
  scanning.token(NumberLiteral, at, image, image.includes("_") ? image.replaceAll("_", "") : image);
  return end;
}

function scanOtherNumber(scanning: Scanning, at: number): number {
  const { text } = scanning;
  const date = match(hyphenated, text, at);
  if (date !== undefined) return scanDate(scanning, at, date);
  const time = match(timed, text, at);
  if (time !== undefined) return scanTime(scanning, at, time);
  const foreign = match(dotted, text, at);
  if (foreign !== undefined) return scanDate(scanning, at, foreign);
  const written = match(plain, text, at) ?? "";
  let end = at + written.length;
  if (text[end] === "-" && isDigit(text.charCodeAt(end + 1))) {
    const whole = `${written}${match(/-[\d.]+/y, text, end) ?? ""}`;
    scanning.report(
      problem("malformed-date", scanning.span(at, at + whole.length), { written: shown(whole) }),
    );
    return finish(scanning, NumberLiteral, at, at + whole.length, written);
  }
  if (text[end] === "." && text[end + 1] !== ".") {
    end += 1 + (match(glued, text, end + 1)?.length ?? 0);
    return malformed(scanning, at, end, written, written);
  }
  const letters = match(glued, text, end);
  if (letters !== undefined && /^[ap]m$/i.test(letters) && /^\d{1,2}$/.test(written)) {
    return scanTime(scanning, at, written);
  }
  if (letters !== undefined) {
    const separate = wordTypes.get(letters)?.CATEGORIES?.includes(Unit) === true || shortZone.test(letters);
    const whole = end + letters.length;
    const meant = separate ? `${written} ${letters}` : undefined;
    scanning.report(
      problem("malformed-number", scanning.span(at, whole), { written: shown(text.slice(at, whole)), meant }),
    );
    return finish(scanning, NumberLiteral, at, separate ? end : whole, written);
  }
  const percent = text[end] === "%";
  if (percent) end++;
  const type = percent ? Percentage : NumberLiteral;
  if (!wellGrouped.test(written)) {
    const meant = tidied(written) + (percent ? "%" : "");
    scanning.report(
      problem("malformed-number", scanning.span(at, end), {
        written: shown(text.slice(at, end)),
        meant: shown(meant),
      }),
    );
  }
  return finish(scanning, type, at, end, written);
}

/** Reads `.5`, which is no number but is read as `0.5`. */
export function scanPointNumber(scanning: Scanning, at: number): number {
  const digits = match(plain, scanning.text, at + 1) ?? "";
  return malformed(scanning, at, at + 1 + digits.length, `0.${digits}`, `0.${digits}`);
}

function malformed(scanning: Scanning, at: number, end: number, value: string, meant: string): number {
  const written = shown(scanning.text.slice(at, end));
  scanning.report(
    problem("malformed-number", scanning.span(at, end), { written, meant: shown(tidied(meant)) }),
  );
  return finish(scanning, NumberLiteral, at, end, value);
}

function tidied(written: string): string {
  return written.replace(/_+(?=_|\.|$)/g, "").replace(/\._+/g, ".");
}

function finish(scanning: Scanning, type: TokenType, at: number, end: number, written: string): number {
  scanning.token(type, at, scanning.text.slice(at, end), written.replaceAll("_", ""));
  return end;
}

function scanDate(scanning: Scanning, at: number, run: string): number {
  const tail = match(glued, scanning.text, at + run.length) ?? "";
  const written = run + tail;
  const span = scanning.span(at, at + written.length);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(written)) {
    scanning.report(problem("malformed-date", span, { written: shown(written) }));
  } else if (!isDate(written)) {
    scanning.report(problem("impossible-date", span, { written: shown(written) }));
  }
  scanning.token(DateLiteral, at, written);
  return at + written.length;
}

function scanTime(scanning: Scanning, at: number, run: string): number {
  const tail = match(glued, scanning.text, at + run.length) ?? "";
  const written = run + tail;
  const span = scanning.span(at, at + written.length);
  if (!/^\d{2}:\d{2}$/.test(written)) {
    scanning.report(problem("malformed-time", span, { written: shown(written), meant: timeMeant(written) }));
  } else if (!/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(written)) {
    scanning.report(problem("impossible-time", span, { written: shown(written) }));
  }
  scanning.token(TimeLiteral, at, written);
  return at + written.length;
}

/** `9:00`, `9am` or `5:30pm` as the language writes it. */
function timeMeant(written: string): string | undefined {
  const [, hours = "", minutes = "00", half] = twelveHours.exec(written) ?? [];
  if (hours === "" || Number(minutes) > 59) return undefined;
  const noon = half !== undefined && Number(hours) === 12 ? -12 : 0;
  const hour = Number(hours) + noon + (half?.toLowerCase() === "pm" ? 12 : 0);
  return hour > 23 || (half !== undefined && Number(hours) > 12)
    ? undefined
    : `${String(hour).padStart(2, "0")}:${minutes}`;
}

/** Whether a text of the form `2026-02-29` is a day of the calendar. */
export function isDate(text: string): boolean {
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1 && day >= 1 && day <= (lengths[month - 1] ?? 0);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
