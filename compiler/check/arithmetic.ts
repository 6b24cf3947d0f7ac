import type { ExpressionTree } from "../../grammar/tree.ts";
import type { RowScope, ValueType } from "../../plan/index.ts";
import { agree } from "./agree.ts";
import { type Context, report } from "./context.ts";
import { checkExpression } from "./expression.ts";
import { isCurrency } from "./literal.ts";
import type { Scope } from "./scope.ts";
import { partsOf, type TypedExpression } from "./typed-expression.ts";
import { describeType, integerType, isNumber, ROUNDED_SCALE, scaleOf } from "./types.ts";

type Tree<Kind extends ExpressionTree["kind"]> = Extract<ExpressionTree, { readonly kind: Kind }>;

export function checkNegate(
  tree: Tree<"negate">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const operand = checkExpression(tree.operand, scope, context);
  if (operand === undefined) return undefined;
  const { span } = tree;
  if (!isQuantity(operand.type)) {
    report(context, "number-expected", span, { operator: "-", found: describeType(operand.type) });
    return undefined;
  }
  if (operand.kind === "literal") {
    const value = String(operand.value);
    const negated = value === "0" ? value : value.startsWith("-") ? value.slice(1) : `-${value}`;
    return { ...operand, value: negated, span };
  }
  return { kind: "negate", operand, type: operand.type, span };
}

export function checkArithmetic(
  tree: Tree<"arithmetic">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const left = checkExpression(tree.left, scope, context);
  const right = checkExpression(tree.right, scope, context);
  if (left === undefined || right === undefined) return undefined;
  const { operator, span } = tree;
  let sound = true;
  for (const operand of [left, right]) {
    if (isQuantity(operand.type)) continue;
    report(context, "number-expected", operand.span, { operator, found: describeType(operand.type) });
    sound = false;
  }
  if (!sound) return undefined;
  const type =
    operator === "+" || operator === "-"
      ? agree(left, right, span, context)
      : operator === "*"
        ? productType(left, right)
        : quotientType(left, right, context);
  if (type === undefined) {
    if (operator === "*" || (operator === "/" && !isMoney(left, right))) {
      report(context, "arithmetic-mismatch", span, {
        operator,
        left: describeType(left.type),
        right: describeType(right.type),
      });
    }
    return undefined;
  }
  return { kind: "arithmetic", operator, left, right, type, span };
}

export function checkConvert(
  tree: Tree<"convert">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const operand = checkExpression(tree.operand, scope, context);
  const currency = tree.currency.text;
  const known = isCurrency(currency, tree.currency.span, context);
  if (operand === undefined || !known) return undefined;
  if (operand.type.kind !== "money") {
    report(context, "convert-not-money", tree.span, { found: describeType(operand.type), currency });
    return undefined;
  }
  return convertTo(operand, currency, context, conversionDate(operand, scope), tree.span);
}

/** Money in another currency; as it is where it is in that already. */
export function convertTo(
  operand: TypedExpression,
  currency: string,
  context: Context,
  at: "tick" | RowScope,
  span = operand.span,
): TypedExpression | undefined {
  if (operand.type.kind !== "money" || operand.type.currency === currency) return operand;
  if (context.catalog.rates === undefined) {
    report(context, "rates-missing", span, { from: describeType(operand.type), to: currency });
    return undefined;
  }
  // What is in the currency already keeps its places.
  const places = operand.type.currency === undefined ? scaleOf(operand.type) : 0;
  const type: ValueType = { kind: "money", currency, scale: Math.max(ROUNDED_SCALE, places) };
  return { kind: "convert", operand, currency, at, type, span };
}

/**
 * Whose date's rate a conversion takes: the row's or event's where the money is its own; for tags, finished
 * aggregates and rows of collections, which have no date of their own, the tick's.
 */
function conversionDate(operand: TypedExpression, scope: Scope): "tick" | RowScope {
  const of = rowOf(operand);
  if (of === undefined) return "tick";
  const spoken = [scope.row, scope.event, ...scope.steps].find((each) => each?.of === of);
  return spoken !== undefined && (spoken.rows.kind === "collection" || spoken.rows.kind === "date")
    ? "tick"
    : of;
}

function rowOf(expression: TypedExpression): RowScope | undefined {
  if (expression.kind === "attribute" || expression.kind === "time") return expression.of;
  if (expression.kind === "aggregate" || expression.kind === "top") return undefined;
  for (const part of partsOf(expression)) {
    const of = rowOf(part);
    if (of !== undefined) return of;
  }
  return undefined;
}

function isQuantity(type: ValueType): boolean {
  return isNumber(type) || type.kind === "money";
}

function isMoney(left: TypedExpression, right: TypedExpression): boolean {
  return left.type.kind === "money" && right.type.kind === "money";
}

function productType(
  { type: left }: TypedExpression,
  { type: right }: TypedExpression,
): ValueType | undefined {
  const scale = scaleOf(left) + scaleOf(right);
  if (left.kind === "money") return isNumber(right) ? { ...left, scale } : undefined;
  if (right.kind === "money") return isNumber(left) ? { ...right, scale } : undefined;
  if (left.kind === "integer" && right.kind === "integer") return integerType;
  return { kind: "decimal", scale };
}

function quotientType(
  left: TypedExpression,
  right: TypedExpression,
  context: Context,
): ValueType | undefined {
  if (right.type.kind === "money") {
    if (left.type.kind !== "money") return undefined;
    if (agree(left, right, right.span, context) === undefined) return undefined;
    return { kind: "decimal", scale: ROUNDED_SCALE };
  }
  if (left.type.kind === "money") return { ...left.type, scale: ROUNDED_SCALE };
  return { kind: "decimal", scale: ROUNDED_SCALE };
}
