import type { CstNode } from "chevrotain";
import {
  Currency,
  DateLiteral,
  NumberLiteral,
  Percentage,
  TextLiteral,
  TimeLiteral,
  type Token,
  word,
} from "../scan/token.ts";
import { type Span, spanBetween } from "../span.ts";
import type { ExpressionTree } from "../tree.ts";
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
import { buildCall } from "./call.ts";
import { buildExpression, converted, deeper, predicateBy } from "./expression.ts";
import { buildDate, buildName, buildNumber, buildText, buildTime, unitOf } from "./literals.ts";
import { firstTokenOf, lastTokenOf, type Row, take } from "./row.ts";

/** A literal, name, call, parenthesis or `case`, or a word such as `days since` with what it is asked of. */
export function buildPrimary(building: Building, row: Row): ExpressionTree {
  const item = row.items[row.at];
  if (item === undefined) throw new Error("an `expression` was read without an operand");
  row.at++;
  return "children" in item ? fromNode(building, row, item) : fromToken(building, row, item);
}

function fromToken(building: Building, row: Row, token: Token): ExpressionTree {
  const span = spanOf(building, token);
  switch (token.tokenType) {
    case NumberLiteral:
      return buildNumber(building, token, take(row, Currency));
    case Percentage:
      return buildNumber(building, token, undefined);
    case TextLiteral:
      return buildText(building, token);
    case word.true:
    case word.false:
      return { kind: "boolean", value: token.tokenType === word.true, span };
    case DateLiteral: {
      const time = take(row, TimeLiteral);
      if (time === undefined) return buildDate(building, token);
      const { value } = buildTime(building, time);
      return { kind: "instant", date: token.value, time: value, span: spanOf(building, token, time) };
    }
    default:
      throw new Error(`an \`expression\` was read with \`${token.image}\` for an operand`);
  }
}

function fromNode(building: Building, row: Row, node: CstNode): ExpressionTree {
  switch (node.name) {
    case "name":
      return buildName(building, node);
    case "call":
      return buildCall(building, node);
    case "group": {
      const inner = buildExpression(building, oneNode(node, "expression"));
      return { ...inner, span: spanOf(building, oneToken(node, "("), oneToken(node, ")")) };
    }
    case "choice":
      return buildChoice(building, node);
    case "wordPrefix":
      return buildPrefixed(building, row, node);
    case "severalPeriods": {
      const span = wholeSpan(building, node);
      const form = optionalToken(node, "each") === undefined ? "`in at least`" : "`in each of`";
      report(building, "later-form", span, { form });
      return { kind: "error", span };
    }
    default:
      throw new Error(`an \`expression\` was read with a \`${node.name}\` for an operand`);
  }
}

function wholeSpan(building: Building, node: CstNode): Span {
  return spanOf(building, firstTokenOf(node), lastTokenOf(node));
}

function buildChoice(building: Building, node: CstNode): ExpressionTree {
  const results = nodesOf(node, "result");
  const otherwise = optionalNode(node, "fallback");
  return {
    kind: "case",
    branches: nodesOf(node, "condition").map((when, index) => {
      const then = results[index];
      if (then === undefined) throw new Error("a `choice` was read without its result");
      // biome-ignore lint/suspicious/noThenProperty: a word of the language
      return { when: buildExpression(building, when), then: buildExpression(building, then) };
    }),
    otherwise: otherwise && buildExpression(building, otherwise),
    span: spanOf(building, oneToken(node, "case"), oneToken(node, "end")),
  };
}

function buildPrefixed(building: Building, row: Row, node: CstNode): ExpressionTree {
  const first = firstTokenOf(node);
  const start = spanOf(building, first);
  const part = optionalToken(node, "datePart");
  if (part !== undefined) {
    const operand = deeper(building, row, first, converted);
    const kind = part.value as "hour" | "weekday" | "month";
    return { kind: "date-part", part: kind, operand, span: spanBetween(start, operand.span) };
  }
  return optionalToken(node, "top") === undefined
    ? buildDistance(building, row, node, start)
    : buildTop(building, row, node, start);
}

function buildTop(building: Building, row: Row, node: CstNode, start: Span): ExpressionTree {
  const share = buildNumber(building, oneToken(node, "share"), optionalToken(node, "Currency"));
  let parts: ReturnType<typeof predicateBy>;
  const of = deeper(building, row, oneToken(node, "top"), () => {
    parts = predicateBy(building, row);
    return parts?.of ?? { kind: "error", span: start };
  });
  if (parts === undefined) return { kind: "error", span: spanBetween(start, of.span) };
  return { kind: "top", share, of: parts.of, by: parts.by, span: spanBetween(start, parts.by.span) };
}

function buildDistance(building: Building, row: Row, node: CstNode, start: Span): ExpressionTree {
  const token = oneToken(node, "Unit");
  const unit = unitOf(token) as "day" | "month" | "year";
  const direction = optionalToken(node, "since") === undefined ? "until" : "since";
  const operand = deeper(building, row, token, converted);
  const span = spanBetween(start, operand.span);
  const ofEvent =
    direction === "since" &&
    operand.kind === "aggregate" &&
    (operand.function === "latest" || operand.function === "first");
  if (ofEvent) return { kind: "since-event", unit, aggregate: operand, span };
  return { kind: "distance", unit, direction, operand, span };
}
