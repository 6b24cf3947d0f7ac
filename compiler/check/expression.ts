import type { ExpressionTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { checkAggregate, checkSinceEvent } from "./aggregate.ts";
import { checkArithmetic, checkConvert, checkNegate } from "./arithmetic.ts";
import { checkCase, checkExtreme, checkOrElse } from "./choice.ts";
import {
  checkBetween,
  checkComparison,
  checkContains,
  checkExceeds,
  checkMembership,
  checkStartsWith,
} from "./comparison.ts";
import { type Context, report } from "./context.ts";
import { checkDatePart, checkDistance } from "./dates.ts";
import { instantOf } from "./instant.ts";
import { booleanLiteral, checkNumber } from "./literal.ts";
import { checkName } from "./name.ts";
import { checkPeriods } from "./periods.ts";
import type { Scope } from "./scope.ts";
import { checkAsOf, checkDaily } from "./tag-history.ts";
import { checkTop } from "./top.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { booleanType, dateType, describeType, instantType, textType } from "./types.ts";

/**
 * Binds and types an expression. `expected` is the type of what stands opposite, if it is known: it only helps
 * to tell members and products from other names. Gives undefined where a problem was reported.
 */
export function checkExpression(
  tree: ExpressionTree,
  scope: Scope,
  context: Context,
  expected?: ValueType | undefined,
): TypedExpression | undefined {
  const { span } = tree;
  switch (tree.kind) {
    case "number":
      return checkNumber(tree, context);
    case "text":
      return { kind: "literal", type: textType, value: tree.value, span };
    case "boolean":
      return booleanLiteral(tree.value, span);
    case "date":
      return { kind: "literal", type: dateType, value: tree.value, span };
    case "instant":
      return {
        kind: "literal",
        type: instantType,
        value: instantOf(tree.date, tree.time, context.catalog.timezone),
        span,
      };
    case "name":
      return checkName(tree, scope, context, expected);
    case "negate":
      return checkNegate(tree, scope, context);
    case "arithmetic":
      return checkArithmetic(tree, scope, context);
    case "convert":
      return checkConvert(tree, scope, context);
    case "or-else":
      return checkOrElse(tree, scope, context, expected);
    case "comparison":
      return checkComparison(tree, scope, context);
    case "between":
      return checkBetween(tree, scope, context);
    case "membership":
      return checkMembership(tree, scope, context);
    case "contains":
      return checkContains(tree, scope, context);
    case "starts-with":
      return checkStartsWith(tree, scope, context);
    case "known": {
      const operand = checkExpression(tree.operand, scope, context);
      if (operand === undefined) return undefined;
      return { kind: "known", negated: tree.negated, operand, type: booleanType, span };
    }
    case "exceeds":
      return checkExceeds(tree, scope, context);
    case "not": {
      const operand = checkPredicate(tree.operand, scope, context);
      return operand === undefined ? undefined : { kind: "not", operand, type: booleanType, span };
    }
    case "and":
    case "or": {
      const operands = allOf(tree.operands.map((operand) => checkPredicate(operand, scope, context)));
      return operands === undefined ? undefined : { kind: tree.kind, operands, type: booleanType, span };
    }
    case "case":
      return checkCase(tree, scope, context, expected);
    case "top":
      return checkTop(tree, scope, context);
    case "distance":
      return checkDistance(tree, scope, context);
    case "date-part":
      return checkDatePart(tree, scope, context);
    case "extreme":
      return checkExtreme(tree, scope, context);
    case "as-of":
      return checkAsOf(tree, scope, context);
    case "daily":
      return checkDaily(tree, scope, context);
    case "in-periods":
      return checkPeriods(tree, scope, context);
    case "aggregate":
      return checkAggregate(tree, scope, context);
    case "since-event":
      return checkSinceEvent(tree, scope, context);
    case "error":
      return undefined;
  }
}

/** Binds and types an expression that must be a condition. */
export function checkPredicate(
  tree: ExpressionTree,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const predicate = checkExpression(tree, scope, context);
  if (predicate === undefined || predicate.type.kind === "boolean") return predicate;
  report(context, "predicate-expected", tree.span, { found: describeType(predicate.type) });
  return undefined;
}

/** All of a list, or undefined where one is. */
export function allOf<Item>(items: readonly (Item | undefined)[]): readonly Item[] | undefined {
  return items.includes(undefined) ? undefined : (items as readonly Item[]);
}
