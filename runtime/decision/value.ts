import { compareDecimals, type Decimal, parseDecimal } from "../decimal.ts";

export type { Decimal };

/** Money whose currency differs from row to row. */
export interface Money {
  readonly amount: Decimal;
  readonly currency: Known<string>;
}

/**
 * A value of the language: booleans; exact decimals for all numbers and for money of one currency; text, members of enums,
 * products and dates (`2026-03-02`) as text; sets as lists; instants as microseconds since 1970 UTC.
 */
export type Value = boolean | Decimal | Money | string | readonly string[] | number;

/** A value that may be unknown. */
export type Known<Of extends Value> = Of | undefined;

/** The number of a decimal text. @throws Error where it is none. */
export function decimal(text: string): Decimal {
  return parseDecimal(text);
}

/** The first that is known. */
export function firstKnown<Of extends Value>(...values: readonly Known<Of>[]): Known<Of> {
  return values.find((value) => value !== undefined);
}

/** Below zero, zero or above; undefined where values of such kinds, or what is no member of an order, don't compare. */
export function compare(a: Value, b: Value, order?: readonly string[]): number | undefined {
  if (typeof a === "string" && typeof b === "string") {
    return order === undefined ? compareTexts(a, b) : comparePlaces(order.indexOf(a), order.indexOf(b));
  }
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  return isDecimal(a) && isDecimal(b) ? compareDecimals(a, b) : undefined;
}

function isDecimal(value: Value): value is Decimal {
  return typeof value === "object" && "units" in value;
}

function comparePlaces(a: number, b: number): number | undefined {
  return a < 0 || b < 0 ? undefined : a - b;
}

/** By code point: UTF-16 would put what lies beyond the first plane before some that doesn't. */
function compareTexts(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
