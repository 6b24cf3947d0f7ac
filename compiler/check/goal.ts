import type { ClauseTree } from "../../grammar/tree.ts";
import { convertTo } from "./arithmetic.ts";
import type { CheckedGoal } from "./checked.ts";
import { type Context, report } from "./context.ts";
import { checkExpression } from "./expression.ts";
import { checkGoalOccurrence } from "./occurrence.ts";
import type { Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { describeType } from "./types.ts";
import { checkDuration } from "./window.ts";

type GoalTree = Extract<ClauseTree, { readonly kind: "goal" }>;

/** What a campaign wants of those it contacts; undefined where it is wrong. `scope` is that of the campaign's clauses. */
export function checkGoal(tree: GoalTree, scope: Scope, context: Context): CheckedGoal | undefined {
  const { occurrence, worthScope } = checkGoalOccurrence(tree.event, scope, context);
  const within = checkDuration(tree.within, context);
  const worth = tree.worth === undefined ? undefined : checkWorth(tree.worth, worthScope, context);
  if (occurrence === undefined || within === undefined || (tree.worth !== undefined && worth === undefined)) {
    return undefined;
  }
  return { occurrence, within, worth };
}

/** What a response is worth, in the project's currency at the day of the response. */
function checkWorth(
  tree: NonNullable<GoalTree["worth"]>,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const worth = checkExpression(tree, scope, context);
  if (worth === undefined) return undefined;
  if (worth.type.kind === "money") return convertTo(worth, context.catalog.currency, context, "row");
  report(context, "value-not-money", tree.span, { found: describeType(worth.type) });
  return undefined;
}
