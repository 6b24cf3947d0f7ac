import type { CstNode } from "chevrotain";
import { nearestName } from "../nearest.ts";
import { shown } from "../problem.ts";
import { AggregateName, ExtremeName, isToken } from "../scan/token.ts";
import type { AggregateFunction, ExpressionTree } from "../tree.ts";
import { type Building, nodesOf, oneToken, optionalNode, optionalToken, report, spanOf } from "./building.ts";
import { buildExpression } from "./expression.ts";
import { buildWindow } from "./window.ts";

const functions = [
  "count",
  "exists",
  "sum",
  "avg",
  "min",
  "max",
  "distinct",
  "median",
  "first",
  "latest",
  "least",
  "greatest",
] as const;

/** `count(…)`, `least(…)`: a function's name and what stands in its parentheses. */
export function buildCall(building: Building, node: CstNode): ExpressionTree {
  const name = oneToken(node, "function");
  const span = spanOf(building, name, oneToken(node, ")"));
  if (isToken(name, ExtremeName)) return buildExtreme(building, node, name.value as "least" | "greatest");
  if (isToken(name, AggregateName)) return buildAggregate(building, node, name.value as AggregateFunction);
  const nearest = nearestName(name.value, functions);
  report(building, "unknown-function", spanOf(building, name), { name: shown(name.value), nearest });
  return { kind: "error", span };
}

function buildExtreme(building: Building, node: CstNode, direction: "least" | "greatest"): ExpressionTree {
  const span = spanOf(building, oneToken(node, "function"), oneToken(node, ")"));
  const foreign =
    optionalNode(node, "filter") ?? optionalNode(node, "window") ?? optionalToken(node, "daily");
  const operands = nodesOf(node, "argument").map((operand) => buildExpression(building, operand));
  if (foreign === undefined && operands.length > 1) return { kind: "extreme", direction, operands, span };
  report(building, "arguments-of-function", span, { name: direction, form: `${direction}(A, B …)` });
  return { kind: "error", span };
}

function buildAggregate(building: Building, node: CstNode, name: AggregateFunction): ExpressionTree {
  const span = spanOf(building, oneToken(node, "function"), oneToken(node, ")"));
  const daily = optionalToken(node, "daily");
  if (daily !== undefined) {
    report(building, "later-form", span, { form: `\`${name}(daily …)\`` });
    return { kind: "error", span };
  }
  const [subject, ...others] = nodesOf(node, "argument");
  const windows = nodesOf(node, "window");
  if (subject === undefined || others.length > 0 || windows.length > 1) {
    const form = `${name}(${name === "count" || name === "exists" ? "E" : "X"} where P, WINDOW)`;
    report(building, "arguments-of-function", span, { name, form });
    return { kind: "error", span };
  }
  const where = optionalNode(node, "filter");
  const [windowNode] = windows;
  const window = windowNode && buildWindow(building, windowNode);
  const tree = {
    kind: "aggregate",
    function: name,
    subject: buildExpression(building, subject),
    where: where && buildExpression(building, where),
    window,
    span,
  } as const;
  // The window's form was reported: without it the aggregate must not seem to lack one.
  return windowNode !== undefined && window === undefined ? { kind: "error", span } : tree;
}
