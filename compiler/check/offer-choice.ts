import type { NameTree, RouteTree } from "../../grammar/tree.ts";
import type { Money, ValueType } from "../../plan/index.ts";
import type { CheckedOffer, CheckedRoute } from "./checked.ts";
import { type Context, report } from "./context.ts";
import { digitsAfterPoint } from "./decimal.ts";
import { checkExpression } from "./expression.ts";
import type { Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { describeType, isNumber } from "./types.ts";
import { warnUnknowns } from "./unknown.ts";

/** How a branch chooses among its offers; its names must exist. */
export function checkChoice(
  tree: RouteTree,
  offers: ReadonlyMap<string, CheckedOffer>,
  scope: Scope,
  context: Context,
): CheckedRoute["choice"] | "wrong" {
  switch (tree.choice) {
    case "one":
    case "first-of":
      return undefined;
    case "all-of":
      return { kind: "all" };
    case "best-of":
      return checkBest(tree, offers, scope, context);
  }
}

function checkBest(
  { names, by }: RouteTree,
  offers: ReadonlyMap<string, CheckedOffer>,
  scope: Scope,
  context: Context,
): CheckedRoute["choice"] | "wrong" {
  // Without a measure the parser has reported it.
  if (by === undefined) return "wrong";
  const scores: TypedExpression[] = [];
  let first: { readonly name: NameTree; readonly score: TypedExpression } | undefined;
  for (const name of names) {
    const offer = offers.get(name.text);
    const amounts = { value: amountType(offer?.value, context), cost: amountType(offer?.cost, context) };
    const score = checkExpression(by, { ...scope, offerAmounts: amounts }, context);
    if (score === undefined) return "wrong";
    const { type } = score;
    if (type.kind === "money" && type.currency === undefined) {
      report(context, "currency-varies", by.span, { currency: context.catalog.currency });
      return "wrong";
    }
    if (!isNumber(type) && type.kind !== "money") {
      report(context, "best-of-measure", by.span, { found: describeType(type) });
      return "wrong";
    }
    if (first !== undefined && currencyOf(first.score) !== currencyOf(score)) {
      const parameters = {
        first: first.name.text,
        firstType: describeType(first.score.type),
        second: name.text,
        secondType: describeType(type),
        currency: context.catalog.currency,
      };
      report(context, "best-of-currencies", by.span, parameters);
      return "wrong";
    }
    first ??= { name, score };
    scores.push(score);
  }
  if (first !== undefined) warnUnknowns(first.score, context);
  return { kind: "best", scores };
}

/** The type of an offer's value or cost; of one that has none, as if it had one in the project's currency. */
function amountType(money: Money | undefined, context: Context): ValueType {
  const currency = money?.currency ?? context.catalog.currency;
  return { kind: "money", currency, scale: money === undefined ? 0 : digitsAfterPoint(money.amount) };
}

function currencyOf({ type }: TypedExpression): string | undefined {
  return type.kind === "money" ? type.currency : undefined;
}
