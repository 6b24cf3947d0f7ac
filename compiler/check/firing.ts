import type { FiringTree } from "../../grammar/tree.ts";
import type { CheckedFiring } from "./checked.ts";
import type { Context } from "./context.ts";
import { eventOf } from "./definition.ts";
import { checkPredicate } from "./expression.ts";
import { warnNeverHolds } from "./never.ts";
import { customerScope, type Rows, type Scope } from "./scope.ts";
import { conjuncts } from "./typed-expression.ts";
import { warnUnknowns } from "./unknown.ts";

/** What fires a campaign; undefined where it is wrong. The conditions of derived events come first in `where`. */
export function checkFiring(tree: FiringTree | undefined, context: Context): CheckedFiring | undefined {
  if (tree === undefined) return { kind: "always" };
  if (tree.kind === "when") {
    const predicate = checkPredicate(tree.predicate, customerScope, context);
    if (predicate === undefined) return undefined;
    warnUnknowns(predicate, context);
    warnNeverHolds(predicate, context);
    return { kind: "when", predicate };
  }
  const event = eventOf(tree.event, context);
  if (event === undefined) return undefined;
  if (tree.where === undefined) return { kind: "event", event, where: event.where };
  const rows = firingRows(tree, context);
  if (rows === undefined) return undefined;
  const scope: Scope = { row: rows, event: { rows, of: "row" }, aggregate: undefined };
  const where = checkPredicate(tree.where, scope, context);
  if (where === undefined) return undefined;
  warnUnknowns(where, context);
  warnNeverHolds(where, context);
  return { kind: "event", event, where: [...event.where, ...conjuncts(where)] };
}

/** The scope of the clauses that speak of the firing's event: offer, channel and value. */
export function eventScope(tree: FiringTree | undefined, context: Context): Scope | undefined {
  if (tree?.kind !== "on-event") return customerScope;
  const rows = firingRows(tree, context);
  return rows === undefined
    ? undefined
    : { row: undefined, event: { rows, of: "event" }, aggregate: undefined };
}

function firingRows(
  tree: Extract<FiringTree, { readonly kind: "on-event" }>,
  context: Context,
): Rows | undefined {
  const event = context.names.data.has(tree.event.text) ? eventOf(tree.event, context) : undefined;
  if (event === undefined) return undefined;
  return { name: tree.event.text, alias: tree.alias?.text, kind: "event", source: event.base.source };
}
