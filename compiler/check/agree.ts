import { DateTime } from "luxon";
import type { Span } from "../../grammar/span.ts";
import type { ValueType } from "../../plan/index.ts";
import type { Fix } from "../diagnostics/diagnostic.ts";
import { type Context, report, written } from "./context.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { commonType, describeType, isNumber, listMembers } from "./types.ts";

/**
 * The one type in which two values meet; undefined, and reported at `span`, where they cannot: money of two
 * currencies, a date and a point in time, and the like.
 */
export function agree(
  expected: ValueType | TypedExpression,
  value: TypedExpression,
  span: Span,
  context: Context,
): ValueType | undefined {
  const other = "span" in expected ? expected : undefined;
  const left = "span" in expected ? expected.type : expected;
  const right = value.type;
  const common = commonType(left, right);
  if (common !== undefined) return common;
  if (left.kind === "money" && right.kind === "money") {
    reportCurrencies(left, right, other, value, span, context);
  } else if (left.kind === "money" && isNumber(right)) {
    moneyWithNumber(left, value, span, context);
  } else if (right.kind === "money" && isNumber(left)) {
    moneyWithNumber(right, other, span, context);
  } else if (isPair(left, right, "date", "instant")) {
    report(context, "date-with-instant", span, {});
  } else if (left.kind === "enum" && value.kind === "literal" && right.kind === "text") {
    textForMember(left.members, value, context);
  } else if (right.kind === "enum" && other?.kind === "literal" && left.kind === "text") {
    textForMember(right.members, other, context);
  } else if (left.kind === "set" || right.kind === "set") {
    report(context, "set-comparison", span, {});
  } else {
    const cure = cureFor(left, right);
    const fix = unquoted(left, value, context) ?? (other && unquoted(right, other, context));
    const parameters = { left: describeType(left), right: describeType(right), cure };
    report(context, "types-differ", span, parameters, { fix });
  }
  return undefined;
}

/** How to bring together two types that do not meet, by what users most likely had in mind. */
function cureFor(left: ValueType, right: ValueType): string | undefined {
  const kinds = [left.kind, right.kind];
  const has = (kind: ValueType["kind"]): boolean => kinds.includes(kind);
  if (has("boolean")) return "a yes or no is asked by its name alone: `has_card`, `not has_card`";
  if (has("date")) return "dates are written `2026-01-31`, and `days since …` makes a number of a date";
  if (has("instant")) return "points in time are written `2026-01-31 09:00`";
  if (has("text") && has("product")) return "products are written by their code, without quotation marks";
  if (has("text") && has("money")) return "amounts of money are written `10_000 CNY`";
  if (has("text") && (isNumber(left) || isNumber(right))) return "numbers stand without quotation marks";
  if (left.kind === "enum" && right.kind === "enum") return "both must be chosen from one list";
  return undefined;
}

/** The fix that takes a text's quotation marks away where what is in them is a value of the type. */
function unquoted(type: ValueType, value: TypedExpression, context: Context): Fix | undefined {
  if (value.kind !== "literal" || value.type.kind !== "text") return undefined;
  const text = String(value.value);
  const meant =
    (type.kind === "date" && isDate(text)) ||
    (isNumber(type) && /^\d{1,18}(\.\d{1,18})?$/.test(text)) ||
    (type.kind === "product" && context.catalog.products.has(text) && written(text) === text);
  return meant ? { title: `write \`${text}\``, edits: [{ span: value.span, text }] } : undefined;
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text, { zone: "utc" }).isValid;
}

type Money = Extract<ValueType, { readonly kind: "money" }>;

function reportCurrencies(
  left: Money,
  right: Money,
  leftValue: TypedExpression | undefined,
  rightValue: TypedExpression,
  span: Span,
  context: Context,
): void {
  if (left.currency === undefined || right.currency === undefined) {
    const currency = left.currency ?? right.currency ?? context.catalog.currency;
    const varying = left.currency === undefined ? leftValue : rightValue;
    report(
      context,
      "currency-varies",
      varying?.span ?? span,
      { currency },
      { fix: conversion(varying, currency) },
    );
    return;
  }
  // A literal is the figure that was meant; what is compared with it is converted.
  const [converted, currency] =
    leftValue?.kind === "literal" ? [rightValue, left.currency] : [leftValue, right.currency];
  report(
    context,
    "currency-mixed",
    span,
    { left: describeType(left), right: describeType(right), currency },
    { fix: conversion(converted, currency) },
  );
}

/** The fix that converts a value that `in CCY` can stand right behind. */
export function conversion(value: TypedExpression | undefined, currency: string): Fix | undefined {
  if (value === undefined || !["attribute", "tag", "definition", "aggregate"].includes(value.kind)) {
    return undefined;
  }
  const { file, end } = value.span;
  return {
    title: `convert to ${currency}`,
    edits: [{ span: { file, start: end, end }, text: ` in ${currency}` }],
  };
}

function moneyWithNumber(
  money: Money,
  number: TypedExpression | undefined,
  span: Span,
  context: Context,
): void {
  const { currency } = money;
  const fix: Fix | undefined =
    number?.kind === "literal" && currency !== undefined
      ? {
          title: `add ${currency}`,
          edits: [
            {
              span: { file: number.span.file, start: number.span.end, end: number.span.end },
              text: ` ${currency}`,
            },
          ],
        }
      : undefined;
  report(context, "money-with-number", span, { currency }, { fix });
}

function textForMember(
  members: readonly string[],
  literal: Extract<TypedExpression, { readonly kind: "literal" }>,
  context: Context,
): void {
  const text = String(literal.value);
  const fix: Fix | undefined = members.includes(text)
    ? { title: `write \`${text}\``, edits: [{ span: literal.span, text }] }
    : undefined;
  report(context, "text-for-member", literal.span, { text, members: listMembers(members) }, { fix });
}

function isPair(left: ValueType, right: ValueType, one: string, other: string): boolean {
  return (left.kind === one && right.kind === other) || (left.kind === other && right.kind === one);
}
