import type { ExpressionTree } from "../../grammar/tree.ts";
import type { Context } from "./context.ts";
import { meaningOf, type Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { booleanType } from "./types.ts";

/**
 * Whether an expression names an attribute of which a contact can have several, its offers and their groups:
 * `offer = x` means there that one of them is.
 */
export function isLedgerSet(tree: ExpressionTree, scope: Scope, context: Context): boolean {
  if (tree.kind !== "name" || scope.row?.rows.kind !== "ledger") return false;
  const meaning = meaningOf(tree, scope, context.names);
  return meaning?.kind === "attribute" && meaning.rows.kind === "ledger" && meaning.type.kind === "set";
}

/** That one of a contact's several is among the members, or that none is. */
export function anyOf(
  set: TypedExpression,
  members: readonly TypedExpression[],
  denied: boolean,
  span: TypedExpression["span"],
): TypedExpression {
  const any: TypedExpression = { kind: "contains-any", set, members, type: booleanType, span };
  return denied ? { kind: "not", operand: any, type: booleanType, span } : any;
}
