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
  TimeRangeTree,
  TimeTree,
} from "../tree.ts";
import { type Building, report, spanOf } from "./building.ts";

/** A name of one part. */
export function plainName(building: Building, token: Token): NameTree {
  const { value, tokenType } = token;
  return {
    kind: "name",
    text: value,
    parts: undefined,
    quoted: tokenType === QuotedName,
    span: spanOf(building, token),
  };
}

/** A name of one part or more, given without the points between them. */
export function qualifiedName(building: Building, first: Token, others: readonly Token[]): NameTree {
  if (others.length === 0) return plainName(building, first);
  const tokens = [first, ...others];
  const parts = tokens.map((token) => token.value);
  return {
    kind: "name",
    text: parts.join("."),
    parts,
    quoted: tokens.every((token) => token.tokenType === QuotedName),
    span: spanOf(building, first, tokens.at(-1)),
  };
}

export function textTree(building: Building, token: Token): TextTree {
  return { kind: "text", value: token.value, span: spanOf(building, token) };
}

export function dateTree(building: Building, token: Token): DateTree {
  return { kind: "date", value: token.value, span: spanOf(building, token) };
}

/** A time of day; `24:00` is one only as the end of a range. */
export function timeTree(building: Building, token: Token, endsRange = false): TimeTree {
  const span = spanOf(building, token);
  if (token.value !== "24:00" || endsRange) return { kind: "time", value: token.value, span };
  report(building, "impossible-time", span, { written: token.value });
  return { kind: "time", value: "00:00", span };
}

/** `09:00 .. 20:00`. */
export function timeRangeTree(building: Building, from: Token, to: Token): TimeRangeTree {
  return {
    from: timeTree(building, from),
    to: timeTree(building, to, true),
    span: spanOf(building, from, to),
  };
}

export function numberTree(building: Building, token: Token, currency?: Token): NumberTree {
  const percent = token.tokenType === Percentage;
  return {
    kind: "number",
    value: percent ? token.value.replace("%", "") : token.value,
    percent,
    currency: currency && { code: currency.value, span: spanOf(building, currency) },
    span: spanOf(building, token, currency),
  };
}

/** Beyond this a count is a slip of the hand, and dates that lie so far away cannot be computed. */
const largestCount = 1_000_000;

/** A whole number of at least `least`. What is none is reported and taken for `least`. */
export function countTree(building: Building, token: Token, least: number): CountTree {
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

/** `3 days`, `5 business days`; a unit other than days behind `business` is reported. */
export function durationTree(
  building: Building,
  number: Token,
  business: Token | undefined,
  unit: Token,
): DurationTree {
  const span = spanOf(building, number, unit);
  const { value: count } = countTree(building, number, 1);
  if (business === undefined) return { kind: "duration", count, unit: unitOf(unit), span };
  if (unitOf(unit) !== "day") {
    report(building, "expected-word", spanOf(building, unit), {
      word: "days",
      found: unit.image,
      after: business.image,
    });
  }
  return { kind: "duration", count, unit: "business-day", span };
}

/** The unit that a word such as `days` or `day` names. */
export function unitOf({ value }: Token): Exclude<DurationUnit, "business-day"> {
  return (value.endsWith("s") ? value.slice(0, -1) : value) as Exclude<DurationUnit, "business-day">;
}

/** The calendar period that a word names, or undefined where it is an hour or a minute. */
export function calendarPeriodOf(token: Token): CalendarPeriod | undefined {
  const unit = unitOf(token);
  return unit === "hour" || unit === "minute" ? undefined : unit;
}
