import type { CstNode } from "chevrotain";
import { shown } from "../problem.ts";
import type { Token } from "../scan/token.ts";
import type { Span } from "../span.ts";
import type { WindowTree } from "../tree.ts";
import {
  type Building,
  nodesOf,
  oneNode,
  oneToken,
  optionalNode,
  optionalToken,
  report,
  spanOf,
} from "./building.ts";
import { buildCount, buildDate, buildDuration, calendarPeriodOf, unitOf } from "./literals.ts";

/** The window of an aggregate, or undefined where its form was reported. */
export function buildWindow(building: Building, node: CstNode): WindowTree | undefined {
  const later = laterWindow(building, node);
  if (later !== undefined) {
    report(building, "later-form", later.span, { form: later.form });
    return undefined;
  }
  const last = optionalToken(node, "last");
  if (last !== undefined) {
    const duration = buildDuration(building, oneNode(node, "duration"));
    return { kind: "last", duration, span: { ...duration.span, start: last.startOffset } };
  }
  for (const kind of ["today", "yesterday", "ever"] as const) {
    const token = optionalToken(node, kind);
    if (token !== undefined) return { kind, span: spanOf(building, token) };
  }
  const since = optionalToken(node, "since");
  if (since !== undefined) {
    const date = oneToken(node, "Date");
    return { kind: "since", date: buildDate(building, date), span: spanOf(building, since, date) };
  }
  const current = optionalToken(node, "this");
  if (current !== undefined) return currentPeriod(building, current, oneToken(node, "Period"));
  const previous = optionalToken(node, "previous");
  return previous === undefined ? daysAgo(building, node) : previousPeriods(building, node, previous);
}

function laterWindow(
  building: Building,
  node: CstNode,
): { readonly form: string; readonly span: Span } | undefined {
  const event = optionalToken(node, "event");
  if (event !== undefined) {
    const duration = optionalNode(node, "duration");
    const start = optionalToken(node, "ever") ?? (duration && oneToken(duration, "Number")) ?? event;
    return { form: "a window `before event`", span: spanOf(building, start, event) };
  }
  const period = optionalToken(node, "period");
  if (period === undefined) return undefined;
  const that = oneToken(node, "Identifier");
  return { form: "`that period`", span: spanOf(building, that, period) };
}

function currentPeriod(building: Building, first: Token, unit: Token): WindowTree | undefined {
  const period = calendarPeriodOf(unit);
  if (period === undefined || period === "day") {
    report(building, "expected-period", spanOf(building, unit), { found: unit.image, after: "this" });
    return undefined;
  }
  return { kind: "this", period, span: spanOf(building, first, unit) };
}

function previousPeriods(building: Building, node: CstNode, first: Token): WindowTree | undefined {
  const unit = oneToken(node, "Unit");
  const period = calendarPeriodOf(unit);
  if (period === undefined || period === "day") {
    report(building, "expected-period", spanOf(building, unit), { found: unit.image, after: "previous" });
    return undefined;
  }
  const count = optionalToken(node, "count");
  return {
    kind: "previous",
    count: count === undefined ? 1 : buildCount(building, count, 1).value,
    period,
    span: spanOf(building, first, unit),
  };
}

function daysAgo(building: Building, node: CstNode): WindowTree | undefined {
  if (nodesOf(node, "duration").length > 0) throw new Error("a `window` was read without its form");
  const first = oneToken(node, "from");
  const last = oneToken(node, "ago");
  const span = spanOf(building, first, last);
  const from = buildCount(building, first, 0).value;
  const to = buildCount(building, oneToken(node, "to"), 0).value;
  const unit = unitOf(oneToken(node, "Unit"));
  if (unit !== "day" && unit !== "week" && unit !== "month") {
    const token = oneToken(node, "Unit");
    report(building, "expected-unit", spanOf(building, token), {
      found: shown(token.image),
      after: oneToken(node, "to").image,
      nearest: undefined,
    });
    return undefined;
  }
  if (from > to) {
    report(building, "backwards-range", span, { from, to });
    return undefined;
  }
  return { kind: "ago", from, to, unit, span };
}
