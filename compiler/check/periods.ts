import type { ExpressionTree } from "../../grammar/tree.ts";
import { type Context, report } from "./context.ts";
import { checkPredicate } from "./expression.ts";
import type { Scope } from "./scope.ts";
import { type PeriodsExpression, partsOf, type TypedExpression } from "./typed-expression.ts";
import { booleanType } from "./types.ts";

/** A condition is asked once for each period: so many and no more. */
const MOST_PERIODS = 36;

/** `in each of previous 3 months (P)`, `in at least 2 of previous 6 months (P)`. */
export function checkPeriods(
  tree: Extract<ExpressionTree, { readonly kind: "in-periods" }>,
  scope: Scope,
  context: Context,
): PeriodsExpression | undefined {
  if (scope.thatPeriod === true) {
    report(context, "periods-nested", tree.span, {});
    return undefined;
  }
  const predicate = checkPredicate(tree.predicate, { ...scope, thatPeriod: true }, context);
  const { window } = tree;
  if (window.kind !== "previous") {
    report(context, "periods-window", window.span, {});
    return undefined;
  }
  const { count: periods, period } = window;
  if (periods > MOST_PERIODS) {
    report(context, "periods-too-many", window.span, { most: MOST_PERIODS, periods });
    return undefined;
  }
  const count = tree.atLeast?.value ?? periods;
  if (tree.atLeast !== undefined && (count < 1 || count > periods)) {
    report(context, "periods-count", tree.atLeast.span, { count, periods });
    return undefined;
  }
  if (predicate === undefined) return undefined;
  if (!asksThatPeriod(predicate)) report(context, "periods-alike", tree.predicate.span, {});
  return { kind: "in-periods", count, periods, period, predicate, type: booleanType, span: tree.span };
}

function asksThatPeriod(expression: TypedExpression): boolean {
  if (expression.kind === "aggregate" && expression.window?.kind === "that-period") return true;
  if (expression.kind === "tag-history" && expression.over.kind === "daily") {
    return expression.over.window.kind === "that-period";
  }
  return partsOf(expression).some(asksThatPeriod);
}
