import type { Span } from "../../grammar/span.ts";
import type { NumberTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { type Context, replacement, report } from "./context.ts";
import { currencies } from "./currencies.ts";
import { digitCount, digitsAfterPoint, percentToDecimal, plainDecimal } from "./decimal.ts";
import type { LiteralExpression } from "./typed-expression.ts";
import { booleanType, integerType } from "./types.ts";

/** A number, percentage or amount of money as written. */
export function checkNumber(tree: NumberTree, context: Context): LiteralExpression | undefined {
  const value = tree.percent ? percentToDecimal(tree.value) : plainDecimal(tree.value);
  if (value.length > 38 && digitCount(value) > 38) {
    report(context, "number-too-long", tree.span, {});
    return undefined;
  }
  const scale = digitsAfterPoint(value);
  let type: ValueType;
  if (tree.currency !== undefined) {
    if (!isCurrency(tree.currency.code, tree.currency.span, context)) return undefined;
    type = { kind: "money", currency: tree.currency.code, scale };
  } else if (tree.percent) type = { kind: "percent", scale };
  else type = tree.value.includes(".") ? { kind: "decimal", scale } : integerType;
  return { kind: "literal", type, value, span: tree.span };
}

export function booleanLiteral(value: boolean, span: Span): LiteralExpression {
  return { kind: "literal", type: booleanType, value, span };
}

/** Tells whether a code is a currency's, and reports it if not. */
export function isCurrency(code: string, span: Span, context: Context): boolean {
  if (currencies.has(code)) return true;
  const nearest = nearestName(code, currencies);
  report(context, "unknown-currency", span, { name: code, nearest }, { fix: replacement(span, nearest) });
  return false;
}
