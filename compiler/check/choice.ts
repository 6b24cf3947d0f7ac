import type { ExpressionTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { agree } from "./agree.ts";
import { type Context, report } from "./context.ts";
import { allOf, checkExpression, checkPredicate } from "./expression.ts";
import { typeOfName } from "./name.ts";
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
  const [left, right] = checkAlike([tree.left, tree.right], scope, context, expected);
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
  const whens = tree.branches.map((branch) => checkPredicate(branch.when, scope, context));
  const trees = tree.branches.map((branch) => branch.then);
  if (tree.otherwise !== undefined) trees.push(tree.otherwise);
  const values = checkAlike(trees, scope, context, expected);
  const branches = whens.map((when, index) => {
    const then = values[index];
    return when === undefined || then === undefined ? undefined : { when, then };
  });
  const otherwise = tree.otherwise === undefined ? undefined : values[values.length - 1];
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
  const operands = allOf(checkAlike(tree.operands, scope, context, undefined));
  if (operands === undefined) return undefined;
  const type = commonOf(operands, context);
  if (type === undefined) return undefined;
  if (!isOrdered(type)) {
    report(context, "not-ordered", tree.span, { operator: tree.direction, found: describeType(type) });
    return undefined;
  }
  return { kind: "extreme", direction: tree.direction, operands, type, span: tree.span };
}

/**
 * Checks expressions that have one type, so that each tells what bare names among the others mean: those that are
 * no bare names first, then names of what is chosen from a list, then the rest. Undefined for one that is wrong.
 */
function checkAlike(
  trees: readonly ExpressionTree[],
  scope: Scope,
  context: Context,
  expected: ValueType | undefined,
): readonly (TypedExpression | undefined)[] {
  const rank = (tree: ExpressionTree): number => {
    if (tree.kind !== "name" || tree.quoted) return 0;
    const kind = typeOfName(tree, scope, context)?.kind;
    return kind === "enum" || kind === "product" ? 1 : 2;
  };
  const values: (TypedExpression | undefined)[] = trees.map(() => undefined);
  let hint = expected;
  for (const wanted of [0, 1, 2]) {
    for (const [index, tree] of trees.entries()) {
      if (rank(tree) !== wanted) continue;
      values[index] = checkExpression(tree, scope, context, hint);
      hint ??= values[index]?.type;
    }
  }
  return values;
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
