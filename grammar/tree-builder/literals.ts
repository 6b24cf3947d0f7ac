import type { CstNode } from "chevrotain";
import { Percentage, QuotedName, type Token } from "../scan/token.ts";
import type {
  CalendarPeriod,
  CountTree,
  DateTree,
  DurationTree,
  DurationUnit,
  NameTree,
  NumberTree,
  TextTree,
  TimeTree,
} from "../tree.ts";
import { type Building, oneToken, optionalToken, report, spanOf, tokensOf } from "./building.ts";

export function buildName(building: Building, node: CstNode): NameTree {
  const tokens = tokensOf(node, "part").filter((token) => token.image !== ".");
  const first = tokens[0];
  const last = tokens.at(-1);
  if (first === undefined || last === undefined) throw new Error("a `name` was read without its parts");
  if (tokens.length === 1) {
    const { value, tokenType } = first;
    return {
      kind: "name",
      text: value,
      parts: [value],
      quoted: tokenType === QuotedName,
      span: spanOf(building, first),
    };
  }
  const parts = tokens.map((token) => token.value);
  return {
    kind: "name",
    text: parts.join("."),
    parts,
    quoted: tokens.every((token) => token.tokenType === QuotedName),
    span: spanOf(building, first, last),
  };
}

export function buildText(building: Building, token: Token): TextTree {
  return { kind: "text", value: token.value, span: spanOf(building, token) };
}

export function buildDate(building: Building, token: Token): DateTree {
  return { kind: "date", value: token.value, span: spanOf(building, token) };
}

/** A time of day; `24:00` is one only as the end of a range. */
export function buildTime(building: Building, token: Token, endsRange = false): TimeTree {
  const span = spanOf(building, token);
  if (token.value !== "24:00" || endsRange) return { kind: "time", value: token.value, span };
  report(building, "impossible-time", span, { written: token.value });
  return { kind: "time", value: "00:00", span };
}

export function buildNumber(building: Building, token: Token, currency: Token | undefined): NumberTree {
  return {
    kind: "number",
    value: token.tokenType === Percentage ? token.value.replace("%", "") : token.value,
    percent: token.tokenType === Percentage,
    currency: currency && { code: currency.value, span: spanOf(building, currency) },
    span: spanOf(building, token, currency ?? token),
  };
}

/** Beyond this a count is a slip of the hand, and dates that lie so far away cannot be computed. */
const largestCount = 1_000_000;

/** A whole number of at least `least`. What is none is reported and taken for `least`. */
export function buildCount(building: Building, token: Token, least: number): CountTree {
  const span = spanOf(building, token);
  const value = Number(token.value);
  if (!Number.isInteger(value) || token.value.includes(".") || value < least) {
    report(building, "whole-number", span, { written: token.image, least });
    return { value: least, span };
  }
  if (value > largestCount) {
    report(building, "count-too-large", span, { written: token.image, limit: largestCount });
    return { value: least, span };
  }
  return { value, span };
}

/** `3 days`. Business days are a later version's: reported, and taken for days. */
export function buildDuration(building: Building, node: CstNode): DurationTree {
  const number = oneToken(node, "Number");
  const unit = oneToken(node, "Unit");
  const business = optionalToken(node, "business");
  if (business !== undefined) {
    const span = spanOf(building, number, unit);
    report(building, "later-form", span, { form: "a length of time in business days" });
  }
  return {
    kind: "duration",
    count: buildCount(building, number, 1).value,
    unit: unitOf(unit),
    span: spanOf(building, number, unit),
  };
}

/** The unit that a word such as `days` or `day` names. */
export function unitOf(token: Token): Exclude<DurationUnit, "business-day"> {
  return token.value.replace(/s$/, "") as Exclude<DurationUnit, "business-day">;
}

/** The calendar period that a word names, or undefined where it is an hour or a minute. */
export function calendarPeriodOf(token: Token): CalendarPeriod | undefined {
  const unit = unitOf(token);
  return unit === "hour" || unit === "minute" ? undefined : unit;
}
