import type { ExpressionTree } from "../../grammar/tree.ts";
import { type Context, report } from "./context.ts";
import { checkExpression } from "./expression.ts";
import type { Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { describeType, integerType, weekdayType } from "./types.ts";

type Tree<Kind extends ExpressionTree["kind"]> = Extract<ExpressionTree, { readonly kind: Kind }>;

/** `days since X`, `months until X`: whole local units. */
export function checkDistance(
  tree: Tree<"distance">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const operand = checkDate(tree.operand, `${tree.unit}s ${tree.direction}`, scope, context);
  if (operand === undefined) return undefined;
  const { unit, direction, span } = tree;
  return { kind: "distance", unit, direction, operand, type: integerType, span };
}

/** `hour of X`, `weekday of X`, `month of X`. */
export function checkDatePart(
  tree: Tree<"date-part">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const operand = checkDate(tree.operand, `${tree.part} of`, scope, context);
  if (operand === undefined) return undefined;
  const { part, span } = tree;
  if (part === "hour" && operand.type.kind === "date") {
    report(context, "hour-of-date", span, {});
    return undefined;
  }
  return { kind: "date-part", part, operand, type: part === "weekday" ? weekdayType : integerType, span };
}

function checkDate(
  tree: ExpressionTree,
  what: string,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const operand = checkExpression(tree, scope, context);
  if (operand === undefined || operand.type.kind === "date" || operand.type.kind === "instant")
    return operand;
  report(context, "date-expected", tree.span, { what, found: describeType(operand.type) });
  return undefined;
}
