import type { CstNode } from "chevrotain";
import { type Span, spanBetween } from "../span.ts";
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
  const first = optionalToken(node, "first");
  const names = nodesOf(node, "name").map((name) => buildName(building, name));
  const condition = buildCondition(building, node);
  const last = condition.kind === "always" ? names.at(-1) : condition;
  const start = first?.startOffset ?? names[0]?.span.start;
  if (last === undefined || start === undefined) throw new Error("a `route` was read without a name");
  const choice = first === undefined ? "one" : "first-of";
  return { choice, names, condition, span: { ...last.span, start } };
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
  const limit = buildNumber(building, oneToken(node, "limit"), optionalToken(node, "Currency"));
  const scope = buildCapScope(building, node);
  const scopeNode = optionalNode(node, "capScope");
  const viaNode = scopeNode && optionalNode(scopeNode, "name");
  const via = viaNode && buildName(building, viaNode);
  const last = optionalToken(node, "all") ?? (scopeNode && optionalToken(scopeNode, "customer"));
  const end = via?.span ?? ("span" in scope ? scope.span : last && spanOf(building, last));
  if (end === undefined) throw new Error("a `cap` was read without its scope");
  return { limit, scope, via, span: spanBetween(limit.span, end) };
}

function buildCapScope(building: Building, node: CstNode): CapTree["scope"] {
  const scope = optionalNode(node, "capScope");
  if (scope === undefined) return { kind: "in-all" };
  const perPeriod = optionalToken(scope, "Period");
  if (perPeriod !== undefined) {
    const period = calendarPeriodOf(perPeriod) ?? "day";
    return { kind: "per-period", period, span: spanOf(building, perPeriod) };
  }
  const within = optionalNode(scope, "customerSpan");
  if (within === undefined) return { kind: "per-customer-ever" };
  const calendar = optionalToken(within, "calendarPeriod");
  if (calendar !== undefined) {
    const span = spanOf(building, oneToken(within, "calendar"), calendar);
    return { kind: "per-customer-calendar", period: calendarPeriodOf(calendar) ?? "day", span };
  }
  const duration = optionalNode(within, "duration");
  if (duration !== undefined) {
    const sliding = buildDuration(building, duration);
    return { kind: "per-customer-sliding", within: sliding, span: sliding.span };
  }
  // `per day` is `per 1 day`.
  const token = oneToken(within, "Unit");
  const span = spanOf(building, token);
  const unit = unitOf(token);
  return { kind: "per-customer-sliding", within: { kind: "duration", count: 1, unit, span }, span };
}

/** `E [as x] [where P]`. */
export function buildEventFiring(building: Building, node: CstNode): EventFiringTree {
  const aliasNode = optionalNode(node, "alias");
  const whereNode = optionalNode(node, "expression");
  const event = buildName(building, oneNode(node, "name"));
  const alias = aliasNode && buildName(building, aliasNode);
  const where = whereNode && buildExpression(building, whereNode);
  const span = spanBetween(event.span, (where ?? alias ?? event).span);
  return { kind: "on-event", event, alias, where, span };
}
