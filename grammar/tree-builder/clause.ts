import type { CstNode } from "chevrotain";
import type { Span } from "../span.ts";
import type { CapTree, ClauseTree, EventFiringTree, RouteConditionTree, RouteTree } from "../tree.ts";
import type { ClauseKeyword } from "../words.ts";
import {
  type Building,
  nodesOf,
  oneNode,
  oneToken,
  optionalNode,
  optionalToken,
  spanOf,
  tokensOf,
} from "./building.ts";
import { buildExpression } from "./expression.ts";
import {
  buildCount,
  buildDate,
  buildDuration,
  buildName,
  buildNumber,
  buildText,
  calendarPeriodOf,
  unitOf,
} from "./literals.ts";
import { firstTokenOf, lastTokenOf } from "./row.ts";
import { buildTimeRange } from "./schedule.ts";
import { buildTrigger } from "./trigger.ts";

/** The tree of a clause, given what stands behind its keyword; `span` reaches from the keyword to its end. */
export function buildClause(
  building: Building,
  keyword: ClauseKeyword,
  node: CstNode,
  span: Span,
): ClauseTree {
  switch (keyword) {
    case "owner":
      return { kind: keyword, owner: buildText(building, oneToken(node, "Text")), span };
    case "status":
      return { kind: keyword, status: buildName(building, node), span };
    case "purpose":
      return { kind: keyword, purpose: buildName(building, node), span };
    case "segment":
    case "exclude":
      return { kind: keyword, predicate: buildExpression(building, node), span };
    case "trigger":
      return buildTrigger(building, node, span);
    case "window":
      return buildCampaignWindow(building, node, span);
    case "offer":
    case "channel":
      return {
        kind: keyword,
        routes: nodesOf(node, "route").map((route) => buildRoute(building, route)),
        span,
      };
    case "priority":
      return { kind: keyword, priority: buildCount(building, oneToken(node, "Number"), 0), span };
    case "value":
      return { kind: keyword, value: buildExpression(building, node), span };
    case "caps":
      return { kind: keyword, caps: nodesOf(node, "cap").map((cap) => buildCap(building, cap)), span };
    case "holdout":
      return { kind: keyword, share: buildExpression(building, node), span };
  }
}

function wholeSpan(building: Building, node: CstNode): Span {
  return spanOf(building, firstTokenOf(node), lastTokenOf(node));
}

function buildCampaignWindow(building: Building, node: CstNode, span: Span): ClauseTree {
  const dates = oneNode(node, "dates");
  const times = tokensOf(node, "Time");
  return {
    kind: "window",
    from: buildDate(building, oneToken(dates, "Date")),
    to: buildDate(building, oneToken(dates, "Date", 1)),
    contact: buildTimeRange(building, times),
    businessDaysOnly: optionalToken(node, "business") !== undefined,
    span,
  };
}

function buildRoute(building: Building, node: CstNode): RouteTree {
  return {
    choice: optionalToken(node, "first") === undefined ? "one" : "first-of",
    names: nodesOf(node, "name").map((name) => buildName(building, name)),
    condition: buildCondition(building, node),
    span: wholeSpan(building, node),
  };
}

function buildCondition(building: Building, node: CstNode): RouteConditionTree {
  const otherwise = optionalToken(node, "otherwise");
  if (otherwise !== undefined) return { kind: "otherwise", span: spanOf(building, otherwise) };
  const expression = optionalNode(node, "expression");
  if (expression === undefined) return { kind: "always" };
  const predicate = buildExpression(building, expression);
  return { kind: "when", predicate, span: { ...predicate.span, start: oneToken(node, "when").startOffset } };
}

function buildCap(building: Building, node: CstNode): CapTree {
  const via = optionalNode(node, "name");
  return {
    limit: buildNumber(building, oneToken(node, "limit"), optionalToken(node, "Currency")),
    scope: buildCapScope(building, node),
    via: via && buildName(building, via),
    span: wholeSpan(building, node),
  };
}

function buildCapScope(building: Building, node: CstNode): CapTree["scope"] {
  if (optionalToken(node, "all") !== undefined) return { kind: "in-all" };
  const perPeriod = optionalToken(node, "Period");
  if (perPeriod !== undefined) {
    const period = calendarPeriodOf(perPeriod) ?? "day";
    return { kind: "per-period", period, span: spanOf(building, perPeriod) };
  }
  const within = optionalNode(node, "customerSpan");
  if (within === undefined) return { kind: "per-customer-ever" };
  const span = wholeSpan(building, within);
  const calendar = optionalToken(within, "calendarPeriod");
  if (calendar !== undefined) {
    return { kind: "per-customer-calendar", period: calendarPeriodOf(calendar) ?? "day", span };
  }
  const duration = optionalNode(within, "duration");
  if (duration !== undefined) {
    return { kind: "per-customer-sliding", within: buildDuration(building, duration), span };
  }
  // `per day` is `per 1 day`.
  const unit = unitOf(oneToken(within, "Unit"));
  return { kind: "per-customer-sliding", within: { kind: "duration", count: 1, unit, span }, span };
}

/** `E [as x] [where P]`. */
export function buildEventFiring(building: Building, node: CstNode): EventFiringTree {
  const alias = optionalNode(node, "alias");
  const where = optionalNode(node, "expression");
  return {
    kind: "on-event",
    event: buildName(building, oneNode(node, "name")),
    alias: alias && buildName(building, alias),
    where: where && buildExpression(building, where),
    span: wholeSpan(building, node),
  };
}
