import type { ValueType } from "../../plan/index.ts";

export const booleanType: ValueType = { kind: "boolean" };
export const integerType: ValueType = { kind: "integer" };
export const textType: ValueType = { kind: "text" };
export const productType: ValueType = { kind: "product" };
export const dateType: ValueType = { kind: "date" };
export const instantType: ValueType = { kind: "instant" };
export const weekdayType: ValueType = {
  kind: "enum",
  members: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
  ordered: true,
};

/** The digits after the point that division, averages and conversions are rounded to. */
export const ROUNDED_SCALE = 6;

/** Says a type in a marketer's words, with its article: `a whole number`, `money in USD`. */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case "boolean":
      return "a yes or no";
    case "integer":
      return "a whole number";
    case "decimal":
      return "a number";
    case "percent":
      return "a percentage";
    case "money":
      return type.currency === undefined ? "money of varying currency" : `money in ${type.currency}`;
    case "text":
      return "a text";
    case "enum":
      return `a choice among ${listMembers(type.members)}`;
    case "set":
      return `a set of ${listMembers(type.members)}`;
    case "product":
      return "a product";
    case "date":
      return "a date";
    case "instant":
      return "a point in time";
  }
}

/** Lists an enum's members for a message, the first eight of them. */
export function listMembers(members: readonly string[]): string {
  const shown = members.slice(0, 8).map((member) => `\`${member}\``);
  return members.length > shown.length ? `${shown.join(", ")} …` : shown.join(", ");
}

export type NumberType = Extract<ValueType, { readonly kind: "integer" | "decimal" | "percent" }>;

export function isNumber(type: ValueType): type is NumberType {
  return type.kind === "integer" || type.kind === "decimal" || type.kind === "percent";
}

/** The most digits after the point of a number or an amount of money. */
export function scaleOf(type: ValueType): number {
  return type.kind === "decimal" || type.kind === "percent" || type.kind === "money" ? type.scale : 0;
}

/**
 * The one type that values of both types have, undefined where there is none: numbers meet in the wider one,
 * money of one currency in the longer scale; enums meet where their members are the same.
 */
export function commonType(left: ValueType, right: ValueType): ValueType | undefined {
  if (isNumber(left) && isNumber(right)) {
    const scale = Math.max(scaleOf(left), scaleOf(right));
    if (left.kind === right.kind) return left.kind === "integer" ? integerType : { kind: left.kind, scale };
    return { kind: "decimal", scale };
  }
  if (left.kind === "money" && right.kind === "money") {
    if (left.currency === undefined || left.currency !== right.currency) return undefined;
    return { kind: "money", currency: left.currency, scale: Math.max(left.scale, right.scale) };
  }
  if (left.kind === "enum" && right.kind === "enum") {
    return sameMembers(left.members, right.members)
      ? { kind: "enum", members: left.members, ordered: left.ordered && right.ordered }
      : undefined;
  }
  if (left.kind === "set" && right.kind === "set") {
    return sameMembers(left.members, right.members) ? left : undefined;
  }
  return left.kind === right.kind ? left : undefined;
}

function sameMembers(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((member, index) => member === right[index]);
}

/** Tells whether values of the type stand in an order, so that `<` and `between` can be asked. */
export function isOrdered(type: ValueType): boolean {
  switch (type.kind) {
    case "integer":
    case "decimal":
    case "percent":
    case "money":
    case "text":
    case "date":
    case "instant":
      return true;
    case "enum":
      return type.ordered;
    case "boolean":
    case "set":
    case "product":
      return false;
  }
}
