import type { ExpressionTree, NameTree, SetTree } from "../../grammar/tree.ts";
import { agree } from "./agree.ts";
import { type Context, report } from "./context.ts";
import { allOf, checkExpression } from "./expression.ts";
import { anyOf, isLedgerSet } from "./ledger-set.ts";
import { asMember, typeOfName } from "./name.ts";
import { meaningOf, type Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { booleanType, describeType, isNumber, isOrdered } from "./types.ts";

type Tree<Kind extends ExpressionTree["kind"]> = Extract<ExpressionTree, { readonly kind: Kind }>;

export function checkComparison(
  tree: Tree<"comparison">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  if (tree.operator === "=" || tree.operator === "!=") {
    const of = isLedgerSet(tree.left, scope, context) ? tree.left : tree.right;
    if (isLedgerSet(of, scope, context)) {
      const item = of === tree.left ? tree.right : tree.left;
      const found = checkSetMembers(checkExpression(of, scope, context), item, scope, context);
      return found && anyOf(found.set, found.members, tree.operator === "!=", tree.span);
    }
  }
  const pair = checkOpposites(tree.left, tree.right, scope, context);
  if (pair === undefined) return undefined;
  const [left, right] = pair;
  const common = agree(left, right, tree.span, context);
  if (common === undefined) return undefined;
  const { operator } = tree;
  if (common.kind === "set") {
    report(context, "set-comparison", tree.span, {});
    return undefined;
  }
  if (operator !== "=" && operator !== "!=" && !isOrdered(common)) {
    report(context, "not-ordered", tree.span, { operator, found: describeType(common) });
    return undefined;
  }
  return { kind: "comparison", operator, left, right, type: booleanType, span: tree.span };
}

export function checkBetween(
  tree: Tree<"between">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const operand = checkExpression(tree.operand, scope, context);
  const low = checkOpposite(tree.low, operand, scope, context);
  const high = checkOpposite(tree.high, operand, scope, context);
  if (operand === undefined || low === undefined || high === undefined) return undefined;
  const common = agree(operand, low, tree.span, context);
  if (common === undefined || agree(operand, high, tree.span, context) === undefined) return undefined;
  if (!isOrdered(common)) {
    report(context, "not-ordered", tree.span, { operator: "between", found: describeType(common) });
    return undefined;
  }
  return { kind: "between", operand, low, high, type: booleanType, span: tree.span };
}

export function checkMembership(
  tree: Tree<"membership">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  if (isLedgerSet(tree.operand, scope, context)) {
    const set = checkExpression(tree.operand, scope, context);
    const found = checkSetMembers(set, tree.set, scope, context);
    return found && anyOf(found.set, found.members, tree.negated, tree.span);
  }
  const operand = checkExpression(tree.operand, scope, context);
  if (operand?.type.kind === "set") {
    report(context, "set-comparison", tree.span, {});
    return undefined;
  }
  const members = checkMembers(tree.set, operand, scope, context);
  if (operand === undefined || members === undefined) return undefined;
  const { negated, span } = tree;
  return { kind: "membership", negated, operand, members, type: booleanType, span };
}

export function checkContains(
  tree: Tree<"contains">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const operand = checkExpression(tree.operand, scope, context);
  if (operand === undefined) return undefined;
  const { span } = tree;
  if (operand.type.kind === "text") {
    if (tree.item.kind === "set") {
      report(context, "text-expected", tree.item.span, { found: "a list" });
      return undefined;
    }
    const part = checkText(tree.item, scope, context);
    return part === undefined ? undefined : { kind: "contains-text", operand, part, type: booleanType, span };
  }
  if (operand.type.kind !== "set") {
    report(context, "set-expected", tree.operand.span, { found: describeType(operand.type) });
    return undefined;
  }
  const found = checkSetMembers(operand, tree.item, scope, context);
  return found && { kind: "contains-any", ...found, type: booleanType, span };
}

/** A set and what is asked for in it, one member or several. */
function checkSetMembers(
  set: TypedExpression | undefined,
  item: ExpressionTree | SetTree,
  scope: Scope,
  context: Context,
): { readonly set: TypedExpression; readonly members: readonly TypedExpression[] } | undefined {
  if (set?.type.kind !== "set") return undefined;
  const one: TypedExpression = { ...set, type: { kind: "enum", members: set.type.members, ordered: false } };
  const items: SetTree = item.kind === "set" ? item : { kind: "set", members: [item], span: item.span };
  const members = checkMembers(items, one, scope, context);
  return members && { set, members };
}

export function checkStartsWith(
  tree: Tree<"starts-with">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const operand = checkText(tree.operand, scope, context);
  const prefix = checkText(tree.prefix, scope, context);
  if (operand === undefined || prefix === undefined) return undefined;
  return { kind: "starts-with", operand, prefix, type: booleanType, span: tree.span };
}

export function checkExceeds(
  tree: Tree<"exceeds">,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const left = checkExpression(tree.left, scope, context);
  const right = checkExpression(tree.right, scope, context);
  const by = checkExpression(tree.by, scope, context);
  const operator = tree.direction === "exceeds" ? "exceeds" : "falls short of";
  if (by !== undefined && !isNumber(by.type)) {
    report(context, "share-expected", tree.by.span, { operator, share: undefined });
    return undefined;
  }
  // `by 20` for `by 20%` would pass for twenty times as much and hold for nobody.
  if (by?.kind === "literal" && by.type.kind === "integer" && by.value !== "0") {
    const share = String(by.value);
    const { file, end } = by.span;
    const fix = { title: `write \`${share}%\``, edits: [{ span: { file, start: end, end }, text: "%" }] };
    report(context, "share-expected", tree.by.span, { operator, share }, { fix });
    return undefined;
  }
  if (left === undefined || right === undefined || by === undefined) return undefined;
  const common = agree(left, right, tree.span, context);
  if (common === undefined) return undefined;
  if (!isNumber(common) && common.kind !== "money") {
    report(context, "number-expected", tree.left.span, { operator, found: describeType(common) });
    return undefined;
  }
  return { kind: "exceeds", direction: tree.direction, left, right, by, type: booleanType, span: tree.span };
}

/** Checks two expressions that stand opposite each other, so that the one tells what a bare name in the other means. */
function checkOpposites(
  left: ExpressionTree,
  right: ExpressionTree,
  scope: Scope,
  context: Context,
): readonly [TypedExpression, TypedExpression] | undefined {
  let first: TypedExpression | undefined;
  let second: TypedExpression | undefined;
  if (left.kind === "name" && !left.quoted && rightTellsLeft(left, right, scope, context)) {
    second = checkExpression(right, scope, context);
    first = checkOpposite(left, second, scope, context);
  } else {
    first = checkExpression(left, scope, context);
    second = checkOpposite(right, first, scope, context);
  }
  return first === undefined || second === undefined ? undefined : [first, second];
}

/**
 * Checks what stands opposite `other`. Where that is wrong, a bare name that is nothing else may well be a member
 * of what was meant: it is passed over, the mistake having been reported.
 */
function checkOpposite(
  tree: ExpressionTree,
  other: TypedExpression | undefined,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const bare = tree.kind === "name" && !tree.quoted;
  if (other === undefined && bare && meaningOf(tree, scope, context.names) === undefined) return undefined;
  return checkExpression(tree, scope, context, other?.type);
}

/** Whether the left name is read in the light of the right side, as in `sms = channel`, rather than the other way. */
function rightTellsLeft(left: NameTree, right: ExpressionTree, scope: Scope, context: Context): boolean {
  const leftType = typeOfName(left, scope, context);
  if (right.kind !== "name" || right.quoted) return leftType === undefined;
  const rightType = typeOfName(right, scope, context);
  if (leftType === undefined) return rightType?.kind === "enum" || rightType?.kind === "product";
  return asMember(left, context, rightType) !== undefined && asMember(right, context, leftType) === undefined;
}

function checkMembers(
  set: SetTree,
  operand: TypedExpression | undefined,
  scope: Scope,
  context: Context,
): readonly TypedExpression[] | undefined {
  const members = allOf(set.members.map((member) => checkOpposite(member, operand, scope, context)));
  if (members === undefined || operand === undefined) return undefined;
  const seen = new Set<string | boolean>();
  let sound = true;
  for (const member of members) {
    if (agree(operand, member, member.span, context) === undefined) sound = false;
    else if (member.kind === "literal" && seen.has(member.value)) {
      report(context, "duplicate-member", member.span, { name: String(member.value) });
      sound = false;
    } else if (member.kind === "literal") seen.add(member.value);
  }
  return sound ? members : undefined;
}

function checkText(tree: ExpressionTree, scope: Scope, context: Context): TypedExpression | undefined {
  const value = checkExpression(tree, scope, context);
  if (value === undefined || value.type.kind === "text") return value;
  report(context, "text-expected", tree.span, { found: describeType(value.type) });
  return undefined;
}
