import { addDecimals, compareDecimals, type Decimal, multiplyDecimals, negateDecimal } from "../decimal.ts";
import { bounded } from "./digits.ts";
import { compare, type Known, type Value } from "./value.ts";

/** `=`, `!=`, `<`, `<=`, `>` or `>=`: false where an operand is unknown. `order` holds an ordered enum's members. */
export function is(
  left: Known<Value>,
  operator: "=" | "!=" | "<" | "<=" | ">" | ">=",
  right: Known<Value>,
  order?: readonly string[],
): boolean {
  if (left === undefined || right === undefined) return false;
  if (operator === "=" || operator === "!=") return equals(left, right) === (operator === "=");
  const difference = compare(left, right, order);
  if (difference === undefined) return false;
  switch (operator) {
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}

/** A set equals what it holds: what contacts with several offers are asked. */
function equals(left: Value, right: Value): boolean {
  if (isList(left)) return typeof right === "string" && left.includes(right);
  if (isList(right)) return typeof left === "string" && right.includes(left);
  return compare(left, right) === 0;
}

function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

/** `between A and B`, both ends in. */
export function isBetween(
  operand: Known<Value>,
  low: Known<Value>,
  high: Known<Value>,
  order?: readonly string[],
): boolean {
  return is(operand, ">=", low, order) && is(operand, "<=", high, order);
}

/** `in {…}`. */
export function isOneOf(operand: Known<Value>, members: readonly Known<Value>[]): boolean {
  return members.some((member) => is(operand, "=", member));
}

/** `not in {…}`: false where the operand or a member is unknown. */
export function isNoneOf(operand: Known<Value>, members: readonly Known<Value>[]): boolean {
  return operand !== undefined && members.every((member) => is(operand, "!=", member));
}

/** `contains any {…}`, of a set. */
export function holdsAny(set: Known<readonly string[]>, members: readonly Known<string>[]): boolean {
  return set !== undefined && members.some((member) => member !== undefined && set.includes(member));
}

/** `contains "…"`, of text. */
export function containsText(text: Known<string>, part: Known<string>): boolean {
  return text !== undefined && part !== undefined && text.includes(part);
}

/** `starts with "…"`. */
export function startsWith(text: Known<string>, prefix: Known<string>): boolean {
  return text !== undefined && prefix !== undefined && text.startsWith(prefix);
}

/** `A exceeds B by …`: A > B × (1 + by); false where B is below zero. `places`: those of the side that has most. */
export function exceeds(
  left: Known<Decimal>,
  right: Known<Decimal>,
  by: Known<Decimal>,
  places: number,
): boolean {
  return holdsBeside(left, by && boundOf(right, by), places, (difference) => difference > 0);
}

/** `A falls short of B by …`: A < B × (1 − by); false where B is below zero. `places`: as of `exceeds`. */
export function fallsShort(
  left: Known<Decimal>,
  right: Known<Decimal>,
  by: Known<Decimal>,
  places: number,
): boolean {
  return holdsBeside(left, by && boundOf(right, negateDecimal(by)), places, (difference) => difference < 0);
}

/** The product is a result, and meets the other side: both must have at most 38 digits at these places. */
function holdsBeside(
  left: Known<Decimal>,
  bound: Known<Decimal>,
  places: number,
  test: (difference: number) => boolean,
): boolean {
  const [one, other] = [bounded(left, places), bounded(bound, places)];
  return one !== undefined && other !== undefined && test(compareDecimals(one, other));
}

function boundOf(right: Known<Decimal>, by: Decimal): Known<Decimal> {
  if (right === undefined || right.units < 0n) return undefined;
  return multiplyDecimals(right, addDecimals({ units: 1n, scale: 0 }, by));
}

/** Whether at least so many hold. */
export function atLeast(count: number, holding: readonly boolean[]): boolean {
  return holding.filter((one) => one).length >= count;
}
