import { punctuation as mark, type Token, word } from "../scan/token.ts";
import { type Span, spanBetween } from "../span.ts";
import type { ExpressionTree } from "../tree.ts";
import { type Building, report, spanOf } from "./building.ts";
import { deepestNesting } from "./depth.ts";
import { bind, type Tightness, tightness } from "./expression.ts";
import { unitOf } from "./literals.ts";
import { abandon, forgetFrom, isTree, lastWord, type Row, separated, takeTree, takeWord } from "./row.ts";

/** An operand with the prefixes before it, and how tightly that holds together. */
export interface Prefixed {
  readonly tree: ExpressionTree;
  readonly tightest: Tightness;
}

export function prefixed(building: Building, row: Row, loosest: Tightness): Prefixed {
  const item = row.items[row.at++];
  if (item === undefined) throw new Error("an `expression` was read without an operand");
  if (isTree(item)) {
    if (item.kind === "set" || item.kind === "duration") {
      throw new Error(`a ${item.kind} was read for an operand`);
    }
    return { tree: item, tightest: tightness.operand };
  }
  switch (item.tokenType) {
    case word.not:
      return loosest <= tightness.not
        ? { tree: negation(building, row, item), tightest: tightness.not }
        : { tree: misplacedNot(building, row, item), tightest: tightness.minus };
    case mark["-"]: {
      const operand = deeper(building, row, item, tightness.minus);
      const span = { ...operand.span, start: item.startOffset };
      return { tree: { kind: "negate", operand, span }, tightest: tightness.minus };
    }
    case word.top:
      return { tree: top(building, row, item), tightest: tightness.operand };
    default: {
      const ofPart = takeWord(row);
      const tree =
        ofPart.tokenType === word.of
          ? datePart(building, row, item)
          : distance(building, row, item, ofPart.tokenType === word.since ? "since" : "until");
      return { tree, tightest: tightness.operand };
    }
  }
}

/** Binds what a prefix stands before, unless so many prefixes stand in a row that it would go too deep. */
function deeper(building: Building, row: Row, prefix: Token, loosest: Tightness): ExpressionTree {
  if (building.depth > deepestNesting) return tooDeep(building, row, prefix);
  building.depth++;
  const operand = bind(building, row, loosest);
  building.depth--;
  return operand;
}

function tooDeep(building: Building, row: Row, prefix: Token): ExpressionTree {
  const span = spanOf(building, prefix);
  abandon(building, row);
  report(building, "nesting-too-deep", span, { limit: deepestNesting });
  return { kind: "error", span };
}

function negation(building: Building, row: Row, not: Token): ExpressionTree {
  const operand = deeper(building, row, not, tightness.not);
  return { kind: "not", operand, span: { ...operand.span, start: not.startOffset } };
}

function misplacedNot(building: Building, row: Row, not: Token): ExpressionTree {
  const before = row.items[row.at - 2];
  const { span } = deeper(building, row, not, tightness.not);
  forgetFrom(building, row, not.startOffset);
  const after = before === undefined ? "not" : lastWord(building, before);
  report(building, "not-inside-comparison", spanOf(building, not), { after });
  return { kind: "error", span: { ...span, start: not.startOffset } };
}

/** `hour of X`. */
function datePart(building: Building, row: Row, name: Token): ExpressionTree {
  const part = name.value as "hour" | "weekday" | "month";
  const operand = deeper(building, row, name, tightness.conversion);
  return { kind: "date-part", part, operand, span: spanBetween(spanOf(building, name), operand.span) };
}

/** `days since X`. */
function distance(building: Building, row: Row, name: Token, direction: "since" | "until"): ExpressionTree {
  const unit = unitOf(name) as "day" | "month" | "year";
  const operand = deeper(building, row, name, tightness.conversion);
  const span = spanBetween(spanOf(building, name), operand.span);
  const ofEvent =
    direction === "since" &&
    operand.kind === "aggregate" &&
    (operand.function === "latest" || operand.function === "first");
  if (ofEvent) return { kind: "since-event", unit, aggregate: operand, span };
  return { kind: "distance", unit, direction, operand, span };
}

/** `top 10% of P by E`. */
function top(building: Building, row: Row, first: Token): ExpressionTree {
  const start: Span = spanOf(building, first);
  const share = takeTree(row, "number");
  if (building.depth > deepestNesting) return tooDeep(building, row, first);
  building.depth++;
  const of = bind(building, row, tightness.or);
  const by = separated(building, row, word.by, of) ? bind(building, row, tightness["or else"]) : undefined;
  building.depth--;
  if (by === undefined) return { kind: "error", span: start };
  return { kind: "top", share, of, by, span: spanBetween(start, by.span) };
}
