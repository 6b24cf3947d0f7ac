import type { ExpressionTree, NumberTree } from "../../grammar/tree.ts";
import { type Context, report } from "./context.ts";
import { compareDecimals, percentToDecimal, plainDecimal } from "./decimal.ts";
import { checkExpression, checkPredicate } from "./expression.ts";
import { customerScope, type Scope } from "./scope.ts";
import type { RankingExpression } from "./typed-expression.ts";
import { booleanType, describeType, isNumber } from "./types.ts";

/** `top 10% of P by E`: customers among all customers, so nothing around it is in scope but the period at hand. */
export function checkTop(
  tree: Extract<ExpressionTree, { readonly kind: "top" }>,
  { thatPeriod = false }: Scope,
  context: Context,
): RankingExpression | undefined {
  const limit = checkLimit(tree.share, context);
  const scope = { ...customerScope, ranking: true, thatPeriod };
  const of = checkPredicate(tree.of, scope, context);
  const by = checkExpression(tree.by, scope, context);
  if (by !== undefined && !isNumber(by.type) && by.type.kind !== "money") {
    report(context, "top-by", tree.by.span, { found: describeType(by.type) });
    return undefined;
  }
  if (limit === undefined || of === undefined || by === undefined) return undefined;
  return { kind: "top", limit, of, by, type: booleanType, span: tree.span };
}

function checkLimit(share: NumberTree, context: Context): RankingExpression["limit"] | undefined {
  if (share.percent) {
    const value = percentToDecimal(share.value);
    if (compareDecimals(value, "0") > 0 && compareDecimals(value, "1") <= 0) {
      return { kind: "share", share: value };
    }
  } else if (share.currency === undefined) {
    const count = Number(plainDecimal(share.value));
    if (Number.isSafeInteger(count) && count > 0) return { kind: "count", count };
  }
  report(context, "top-limit", share.span, {});
  return undefined;
}
