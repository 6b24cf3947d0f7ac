import type { TokenType } from "chevrotain";
import { shown } from "../problem.ts";
import { punctuation as mark, type Token, word } from "../scan/token.ts";
import { spanBetween } from "../span.ts";
import type { ExpressionTree } from "../tree.ts";
import { type Building, report, spanOf } from "./building.ts";
import { bind, tightness } from "./expression.ts";
import { forgetFrom, isTree, nextToken, type Row, separated, takeTree, takeWord } from "./row.ts";

const comparing: ReadonlySet<TokenType> = new Set([
  mark["="],
  mark["!="],
  mark["<"],
  mark["<="],
  mark[">"],
  mark[">="],
  word.between,
  word.contains,
  word.starts,
  word.exceeds,
  word.falls,
  word.is,
  word.in,
  word.not,
]);

/** Whether a token behind an operand compares it; `not` does as a part of `not in`. */
export function compares(token: Token): boolean {
  return comparing.has(token.tokenType);
}

/** The comparison that goes on from an operand. Comparisons don't chain. */
export function compare(building: Building, row: Row, left: ExpressionTree): ExpressionTree {
  const compared = compareOnce(building, row, left);
  const chained = nextToken(row);
  if (chained === undefined || !compares(chained)) return compared;
  let end = compared;
  for (let next = nextToken(row); next !== undefined && compares(next); next = nextToken(row)) {
    end = compareOnce(building, row, end);
  }
  forgetFrom(building, row, chained.startOffset);
  report(building, "chained-comparison", spanOf(building, chained), { operator: chained.image });
  return { kind: "error", span: spanBetween(left.span, end.span) };
}

function compareOnce(building: Building, row: Row, left: ExpressionTree): ExpressionTree {
  const operator = takeWord(row);
  switch (operator.tokenType) {
    case word.between:
      return between(building, row, left);
    case word.contains:
      return contains(building, row, left);
    case word.starts: {
      const prefix = operandOf(building, row);
      return { kind: "starts-with", operand: left, prefix, span: spanBetween(left.span, prefix.span) };
    }
    case word.exceeds:
    case word.falls:
      return exceeds(building, row, left, operator.tokenType === word.exceeds ? "exceeds" : "falls-short");
    case word.is: {
      const last = takeWord(row);
      const span = { ...left.span, end: last.endOffset + 1 };
      return { kind: "known", negated: last.tokenType === word.unknown, operand: left, span };
    }
    case word.in:
      return member(building, row, left, false);
    case word.not:
      row.at++;
      return member(building, row, left, true);
    default: {
      const name = operator.tokenType.name as "=" | "!=" | "<" | "<=" | ">" | ">=";
      const right = operandOf(building, row);
      return { kind: "comparison", operator: name, left, right, span: spanBetween(left.span, right.span) };
    }
  }
}

function operandOf(building: Building, row: Row): ExpressionTree {
  return bind(building, row, tightness["or else"]);
}

function between(building: Building, row: Row, left: ExpressionTree): ExpressionTree {
  const low = operandOf(building, row);
  if (!separated(building, row, word.and, low)) return { kind: "error", span: left.span };
  const high = operandOf(building, row);
  return { kind: "between", operand: left, low, high, span: spanBetween(left.span, high.span) };
}

function contains(building: Building, row: Row, left: ExpressionTree): ExpressionTree {
  const next = row.items[row.at];
  const any = next !== undefined && isTree(next) && next.kind === "set";
  const item = any ? takeTree(row, "set") : operandOf(building, row);
  return { kind: "contains", operand: left, item, span: spanBetween(left.span, item.span) };
}

function exceeds(
  building: Building,
  row: Row,
  left: ExpressionTree,
  direction: "exceeds" | "falls-short",
): ExpressionTree {
  const right = operandOf(building, row);
  if (!separated(building, row, word.by, right)) return { kind: "error", span: left.span };
  const by = operandOf(building, row);
  return { kind: "exceeds", direction, left, right, by, span: spanBetween(left.span, by.span) };
}

/** `in {…}` or `not in {…}`; a currency is no set. */
function member(building: Building, row: Row, left: ExpressionTree, negated: boolean): ExpressionTree {
  const currency = nextToken(row);
  if (currency === undefined) {
    const set = takeTree(row, "set");
    return { kind: "membership", negated, operand: left, set, span: spanBetween(left.span, set.span) };
  }
  row.at++;
  report(building, "expected-set", spanOf(building, currency), { found: shown(currency.image), after: "in" });
  return { kind: "error", span: { ...left.span, end: currency.endOffset + 1 } };
}
