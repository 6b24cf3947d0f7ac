import type { CstNode } from "chevrotain";
import type { Span } from "../span.ts";
import type { OfferPropertyTree, ValidityTree } from "../tree.ts";
import type { PropertyKeyword } from "../words.ts";
import { type Building, nodesOf, oneNode, oneToken, optionalNode, optionalToken } from "./building.ts";
import { buildExpression } from "./expression.ts";
import { buildDate, buildDuration, buildName, buildText } from "./literals.ts";

/** The tree of an offer's line, given what stands behind its keyword; `span` reaches from the keyword to its end. */
export function buildProperty(
  building: Building,
  keyword: PropertyKeyword,
  node: CstNode,
  span: Span,
): OfferPropertyTree {
  switch (keyword) {
    case "product":
      return { kind: keyword, product: buildName(building, node), span };
    case "group":
      return { kind: keyword, groups: nodesOf(node, "name").map((name) => buildName(building, name)), span };
    case "value":
      return { kind: keyword, value: buildExpression(building, node), span };
    case "cost":
      return { kind: keyword, cost: buildExpression(building, node), span };
    case "valid":
      return { kind: keyword, valid: buildValidity(building, node, span), span };
    case "message": {
      const subject = optionalToken(node, "subjectText");
      return {
        kind: keyword,
        channel: buildName(building, oneNode(node, "name")),
        subject: subject && buildText(building, subject),
        body: buildText(building, oneToken(node, "body")),
        span,
      };
    }
  }
}

function buildValidity(building: Building, node: CstNode, span: Span): ValidityTree {
  const dates = optionalNode(node, "dates");
  if (dates === undefined) {
    const duration = buildDuration(building, oneNode(node, "duration"));
    return { kind: "from-contact", duration, span: { ...span, start: duration.span.start } };
  }
  const from = buildDate(building, oneToken(dates, "Date"));
  const to = buildDate(building, oneToken(dates, "Date", 1));
  return { kind: "dates", from, to, span: { ...from.span, end: to.span.end } };
}
