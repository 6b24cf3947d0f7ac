import type { ValueType } from "../plan/index.ts";
import { type Instant, instantText, type LocalDate } from "./calendar.ts";
import { compareDecimals, type Decimal, decimalText } from "./decimal.ts";

/** A value of the language; unknown is `undefined`. */
export type Value = KnownValue | undefined;

export type KnownValue =
  | { readonly kind: "boolean"; readonly value: boolean }
  /** Integers, decimals, percentages and money; `currency` of money that is in one. */
  | { readonly kind: "number"; readonly number: Decimal; readonly currency?: string | undefined }
  /** Text, members of enums and product codes. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "set"; readonly members: readonly string[] }
  | { readonly kind: "date"; readonly date: LocalDate }
  | { readonly kind: "instant"; readonly instant: Instant };

export const TRUE: KnownValue = { kind: "boolean", value: true };
export const FALSE: KnownValue = { kind: "boolean", value: false };

export function numberValue(number: Decimal, currency?: string): KnownValue {
  return currency === undefined ? { kind: "number", number } : { kind: "number", number, currency };
}

export function integerValue(count: number | bigint): KnownValue {
  return { kind: "number", number: { units: BigInt(count), scale: 0 } };
}

/** A predicate's answer: unknown is no. */
export function isTrue(value: Value): boolean {
  return value?.kind === "boolean" && value.value;
}

/** A value that must be a number; undefined where it is unknown. */
export function numberOf(value: Value): Decimal | undefined {
  if (value === undefined) return undefined;
  if (value.kind !== "number") throw new Error(`a ${value.kind} where a number was expected`);
  return value.number;
}

/** Whether two known values are equal. */
export function areEqual(a: KnownValue, b: KnownValue): boolean {
  return compareValues(a, b, undefined) === 0;
}

/**
 * Below zero, zero or above as a comes before b, is equal, or comes after; by the order of `members` where they are
 * given: undefined for what is none of them.
 */
export function compareValues(
  a: KnownValue,
  b: KnownValue,
  members: readonly string[] | undefined,
): number | undefined {
  if (a.kind === "number" && b.kind === "number") return compareDecimals(a.number, b.number);
  if (a.kind === "instant" && b.kind === "instant") return order(a.instant, b.instant);
  if (a.kind === "date" && b.kind === "date") return order(a.date, b.date);
  if (a.kind === "boolean" && b.kind === "boolean") return order(Number(a.value), Number(b.value));
  if (a.kind === "text" && b.kind === "text") {
    if (members === undefined) return compareText(a.text, b.text);
    const [left, right] = [members.indexOf(a.text), members.indexOf(b.text)];
    return left < 0 || right < 0 ? undefined : left - right;
  }
  throw new Error(`a ${a.kind} compared with a ${b.kind}`);
}

/** Orders texts by code point. */
export function compareText(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** The members in whose order values of a type are compared; undefined for types that have an order of their own. */
export function orderOf(type: ValueType): readonly string[] | undefined {
  return type.kind === "enum" ? type.members : undefined;
}

/** The one text of a value, as placeholders and reports have it; instants are ISO in UTC. */
export function canonicalText(value: KnownValue): string {
  switch (value.kind) {
    case "boolean":
      return String(value.value);
    case "number":
      return decimalText(value.number);
    case "text":
      return value.text;
    case "set":
      return value.members.join(", ");
    case "date":
      return value.date;
    case "instant":
      return instantText(value.instant);
  }
}

function order<T>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
