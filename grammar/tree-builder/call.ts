import { nearestName } from "../nearest.ts";
import { shown } from "../problem.ts";
import { AggregateName, ExtremeName, isToken, type Token } from "../scan/token.ts";
import type { Span } from "../span.ts";
import type { AggregateFunction, ExpressionTree, WindowTree } from "../tree.ts";
import { type Building, forget, report, spanOf } from "./building.ts";

/** What stands in the parentheses behind a function's name. A window whose form was reported is undefined. */
export interface CallParts {
  readonly daily: Token | undefined;
  readonly operands: readonly ExpressionTree[];
  readonly where: ExpressionTree | undefined;
  readonly windows: readonly (WindowTree | undefined)[];
}

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
export function callTree(building: Building, name: Token, parts: CallParts, close: Token): ExpressionTree {
  const span = spanOf(building, name, close);
  if (isToken(name, ExtremeName)) return extreme(building, name.value as "least" | "greatest", parts, span);
  if (isToken(name, AggregateName)) return aggregate(building, name.value as AggregateFunction, parts, span);
  forget(building, span.start);
  const nearest = nearestName(name.value, functions);
  report(building, "unknown-function", spanOf(building, name), { name: shown(name.value), nearest });
  return { kind: "error", span };
}

function extreme(
  building: Building,
  direction: "least" | "greatest",
  { daily, operands, where, windows }: CallParts,
  span: Span,
): ExpressionTree {
  const foreign = daily !== undefined || where !== undefined || windows.length > 0;
  if (!foreign && operands.length > 1) return { kind: "extreme", direction, operands, span };
  report(building, "arguments-of-function", span, { name: direction, form: `${direction}(A, B …)` });
  return { kind: "error", span };
}

function aggregate(
  building: Building,
  name: AggregateFunction,
  { daily, operands, where, windows }: CallParts,
  span: Span,
): ExpressionTree {
  if (daily !== undefined) {
    forget(building, span.start);
    report(building, "later-form", span, { form: `\`${name}(daily …)\`` });
    return { kind: "error", span };
  }
  const [subject, ...others] = operands;
  if (subject === undefined || others.length > 0 || windows.length > 1) {
    forget(building, span.start);
    const form = `${name}(${name === "count" || name === "exists" ? "E" : "X"} where P, WINDOW)`;
    report(building, "arguments-of-function", span, { name, form });
    return { kind: "error", span };
  }
  const [window] = windows;
  // The window's form was reported: without it the aggregate must not seem to lack one.
  if (windows.length > 0 && window === undefined) return { kind: "error", span };
  return { kind: "aggregate", function: name, subject, where, window, span };
}
