import type { ExpressionTree } from "../../grammar/tree.ts";
import { type Context, report } from "./context.ts";
import { compareDecimals } from "./decimal.ts";
import { checkExpression } from "./expression.ts";
import { customerScope } from "./scope.ts";

/** A share of customers that is held out, above nothing and below all, as decimal text. */
export function checkHoldoutShare(tree: ExpressionTree, context: Context): string | undefined {
  const share = checkExpression(tree, customerScope, context);
  if (share === undefined) return undefined;
  if (share.kind === "literal" && share.type.kind === "percent") {
    const value = String(share.value);
    if (compareDecimals(value, "0") > 0 && compareDecimals(value, "1") < 0) return value;
  }
  report(context, "holdout-range", tree.span, {});
  return undefined;
}
