import type { ExpressionTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { agree } from "./agree.ts";
import { type Context, report } from "./context.ts";
import { allOf, checkExpression, checkPredicate } from "./expression.ts";
import type { Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { describeType, isOrdered } from "./types.ts";

type Tree<Kind extends ExpressionTree["kind"]> = Extract<ExpressionTree, { readonly kind: Kind }>;

/** `X or else Y`: the first known. */
export function checkOrElse(
  tree: Tree<"or-else">,
  scope: Scope,
  context: Context,
  expected: ValueType | undefined,
): TypedExpression | undefined {
  const left = checkExpression(tree.left, scope, context, expected);
  const right = checkExpression(tree.right, scope, context, left?.type ?? expected);
  if (left === undefined || right === undefined) return undefined;
  const type = agree(left, right, tree.span, context);
  if (type === undefined) return undefined;
  const operands = [left, right].flatMap((operand) =>
    operand.kind === "or-else" ? operand.operands : [operand],
  );
  return { kind: "or-else", operands, type, span: tree.span };
}

/** `case when P then E … end`: branches of one type. */
export function checkCase(
  tree: Tree<"case">,
  scope: Scope,
  context: Context,
  expected: ValueType | undefined,
): TypedExpression | undefined {
  let hint = expected;
  const branches = tree.branches.map((branch) => {
    const when = checkPredicate(branch.when, scope, context);
    const then = checkExpression(branch.then, scope, context, hint);
    hint ??= then?.type;
    return when === undefined || then === undefined ? undefined : { when, then };
  });
  const otherwise =
    tree.otherwise === undefined ? undefined : checkExpression(tree.otherwise, scope, context, hint);
  const sound = allOf(branches);
  if (sound === undefined || (tree.otherwise !== undefined && otherwise === undefined)) return undefined;
  const results = [...sound.map((branch) => branch.then), ...(otherwise === undefined ? [] : [otherwise])];
  const type = commonOf(results, context);
  return type === undefined ? undefined : { kind: "case", branches: sound, otherwise, type, span: tree.span };
}

/** `least(A, B …)`, `greatest(A, B …)`. */
export function checkExtreme(
  tree: Tree<"extreme">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const operands = allOf(tree.operands.map((operand) => checkExpression(operand, scope, context)));
  if (operands === undefined) return undefined;
  const type = commonOf(operands, context);
  if (type === undefined) return undefined;
  if (!isOrdered(type)) {
    report(context, "not-ordered", tree.span, { operator: tree.direction, found: describeType(type) });
    return undefined;
  }
  return { kind: "extreme", direction: tree.direction, operands, type, span: tree.span };
}

/** The type in which all of some values meet, reporting the first that does not fit those before it. */
function commonOf(values: readonly TypedExpression[], context: Context): ValueType | undefined {
  const [first, ...others] = values;
  if (first === undefined) return undefined;
  let common: TypedExpression = first;
  for (const value of others) {
    const type = agree(common, value, value.span, context);
    if (type === undefined) return undefined;
    common = { ...first, type };
  }
  return common.type;
}
