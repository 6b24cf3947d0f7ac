import type { CstNode, TokenType } from "chevrotain";
import { shown } from "../problem.ts";
import { punctuation as mark, type Token, word } from "../scan/token.ts";
import { spanBetween } from "../span.ts";
import type { ExpressionTree } from "../tree.ts";
import { type Building, oneNode, oneToken, optionalNode, optionalToken, report, spanOf } from "./building.ts";
import { deepestNesting, isTooDeep } from "./depth.ts";
import { buildPrimary } from "./primary.ts";
import { firstTokenOf, lastTokenOf, nextNode, nextToken, type Row, rowOf, take } from "./row.ts";
import { buildSet } from "./set.ts";

/** The tree of an expression: its row of operands and operators, bound from the loosest operator to the tightest. */
export function buildExpression(building: Building, node: CstNode): ExpressionTree {
  const row = rowOf(node);
  building.depth++;
  const tree = disjunction(building, row);
  building.depth--;
  const left = row.items[row.at];
  if (left !== undefined && tree.kind !== "error") {
    const token = firstTokenOf(left);
    report(building, "unexpected-word", spanOf(building, token), {
      found: shown(token.image),
      of: "the expression",
    });
  }
  if (building.depth === 0 && building.long && isTooDeep(tree)) {
    if (building.problems.at(-1)?.code !== "nesting-too-deep")
      report(building, "nesting-too-deep", tree.span, { limit: deepestNesting });
    return { kind: "error", span: tree.span };
  }
  return tree;
}

function disjunction(building: Building, row: Row): ExpressionTree {
  return list(building, row, "or", conjunction);
}

function conjunction(building: Building, row: Row): ExpressionTree {
  return list(building, row, "and", negation);
}

function list(
  building: Building,
  row: Row,
  kind: "and" | "or",
  tighter: (building: Building, row: Row) => ExpressionTree,
): ExpressionTree {
  const first = tighter(building, row);
  if (nextToken(row)?.tokenType !== word[kind]) return first;
  const operands = [first];
  while (take(row, word[kind]) !== undefined) operands.push(tighter(building, row));
  return { kind, operands, span: spanBetween(first.span, operands.at(-1)?.span ?? first.span) };
}

function negation(building: Building, row: Row): ExpressionTree {
  const not = take(row, word.not);
  if (not === undefined) return comparison(building, row);
  const operand = deeper(building, row, not, negation);
  return { kind: "not", operand, span: { ...operand.span, start: not.startOffset } };
}

/** Builds what a prefix stands before, unless so many prefixes stand in a row that it would go too deep. */
export function deeper(
  building: Building,
  row: Row,
  prefix: Token,
  build: (building: Building, row: Row) => ExpressionTree,
): ExpressionTree {
  if (building.depth > deepestNesting) {
    const span = spanOf(building, prefix);
    report(building, "nesting-too-deep", span, { limit: deepestNesting });
    row.at = row.items.length;
    return { kind: "error", span };
  }
  building.depth++;
  const operand = build(building, row);
  building.depth--;
  return operand;
}

const comparisonOperators = operatorsByType(["=", "!=", "<", "<=", ">", ">="]);
const sumOperators = operatorsByType(["+", "-"]);
const productOperators = operatorsByType(["*", "/"]);

/** To look a row's next token up: most operands are the last of their row, or come before another level's operator. */
function operatorsByType<Operator extends keyof typeof mark>(
  operators: readonly Operator[],
): ReadonlyMap<TokenType, Operator> {
  return new Map(operators.map((operator) => [mark[operator], operator]));
}

/** Takes the next item if it is one of some operators. */
function takeOperator<Operator>(row: Row, operators: ReadonlyMap<TokenType, Operator>): Operator | undefined {
  const token = nextToken(row);
  const operator = token && operators.get(token.tokenType);
  if (operator !== undefined) row.at++;
  return operator;
}

function comparison(building: Building, row: Row): ExpressionTree {
  const left = alternative(building, row);
  const compared = compare(building, row, left);
  if (compared === undefined) return left;
  const chained = row.items[row.at];
  if (chained === undefined) return compared;
  const again = compare({ ...building, problems: [] }, row, compared);
  if (again === undefined) return compared;
  const token = firstTokenOf(chained);
  report(building, "chained-comparison", spanOf(building, token), { operator: token.image });
  let end = again;
  for (let more = compare({ ...building, problems: [] }, row, end); more !== undefined; ) {
    end = more;
    more = compare({ ...building, problems: [] }, row, end);
  }
  return { kind: "error", span: spanBetween(left.span, end.span) };
}

/** The comparison that goes on from an operand, or undefined where none does. */
function compare(building: Building, row: Row, left: ExpressionTree): ExpressionTree | undefined {
  if (row.at === row.items.length) return undefined;
  const operator = takeOperator(row, comparisonOperators);
  if (operator !== undefined) {
    const right = alternative(building, row);
    return { kind: "comparison", operator, left, right, span: spanBetween(left.span, right.span) };
  }
  return wordComparison(building, row, left) ?? nodeComparison(building, row, left);
}

function wordComparison(building: Building, row: Row, left: ExpressionTree): ExpressionTree | undefined {
  if (take(row, word.between) !== undefined) {
    const low = alternative(building, row);
    if (!separated(building, row, "and", low)) return { kind: "error", span: left.span };
    const high = alternative(building, row);
    return { kind: "between", operand: left, low, high, span: spanBetween(left.span, high.span) };
  }
  if (take(row, word.contains) !== undefined) {
    const item = alternative(building, row);
    return { kind: "contains", operand: left, item, span: spanBetween(left.span, item.span) };
  }
  if (take(row, word.starts) !== undefined) {
    const prefix = alternative(building, row);
    return { kind: "starts-with", operand: left, prefix, span: spanBetween(left.span, prefix.span) };
  }
  const exceeds = take(row, word.exceeds) !== undefined;
  if (!exceeds && take(row, word.falls) === undefined) return undefined;
  const right = alternative(building, row);
  if (!separated(building, row, "by", right)) return { kind: "error", span: left.span };
  const by = alternative(building, row);
  const direction = exceeds ? "exceeds" : "falls-short";
  return { kind: "exceeds", direction, left, right, by, span: spanBetween(left.span, by.span) };
}

/** Takes the word between two operands of one comparison; where it is missing that is reported. */
function separated(building: Building, row: Row, text: "and" | "by", before: ExpressionTree): boolean {
  if (take(row, word[text]) !== undefined) return true;
  if (before.kind === "error") return false;
  const item = row.items[row.at];
  const found = item && firstTokenOf(item);
  const previous = row.items[row.at - 1];
  const after = previous && lastTokenOf(previous);
  const span = found === undefined ? before.span : spanOf(building, found);
  report(building, "expected-word", span, {
    word: text,
    found: found && shown(found.image),
    after: after && shown(after.image),
  });
  row.at = row.items.length;
  return false;
}

function nodeComparison(building: Building, row: Row, left: ExpressionTree): ExpressionTree | undefined {
  const membership = nextNode(row, "membership");
  if (membership !== undefined) {
    row.at++;
    const negated = optionalToken(membership, "not") !== undefined;
    const node = optionalNode(membership, "set");
    if (node === undefined) return missingSet(building, membership, left);
    const set = buildSet(building, node);
    return { kind: "membership", negated, operand: left, set, span: spanBetween(left.span, set.span) };
  }
  const containment = nextNode(row, "containment");
  if (containment !== undefined) {
    row.at++;
    const item = buildSet(building, oneNode(containment, "set"));
    return { kind: "contains", operand: left, item, span: spanBetween(left.span, item.span) };
  }
  const knowledge = nextNode(row, "knowledge");
  if (knowledge === undefined) return undefined;
  row.at++;
  const unknown = optionalToken(knowledge, "unknown");
  const last = unknown ?? oneToken(knowledge, "known");
  const span = { ...left.span, end: last.endOffset + 1 };
  return { kind: "known", negated: unknown !== undefined, operand: left, span };
}

function missingSet(building: Building, membership: CstNode, left: ExpressionTree): ExpressionTree {
  const last = lastTokenOf(membership);
  report(building, "expected-set", spanOf(building, last), { found: shown(last.image), after: "in" });
  return { kind: "error", span: { ...left.span, end: last.endOffset + 1 } };
}

/** `X or else Y`, and what binds tighter. */
function alternative(building: Building, row: Row): ExpressionTree {
  let left = sum(building, row);
  while (nextToken(row)?.tokenType === word.or && isElse(row)) {
    row.at += 2;
    const right = sum(building, row);
    left = { kind: "or-else", left, right, span: spanBetween(left.span, right.span) };
  }
  return left;
}

function isElse(row: Row): boolean {
  const item = row.items[row.at + 1];
  return item !== undefined && !("children" in item) && item.tokenType === word.else;
}

function sum(building: Building, row: Row): ExpressionTree {
  return chain(building, row, sumOperators, product);
}

function product(building: Building, row: Row): ExpressionTree {
  return chain(building, row, productOperators, negative);
}

function chain(
  building: Building,
  row: Row,
  operators: ReadonlyMap<TokenType, "+" | "-" | "*" | "/">,
  tighter: (building: Building, row: Row) => ExpressionTree,
): ExpressionTree {
  let left = tighter(building, row);
  for (;;) {
    const operator = takeOperator(row, operators);
    if (operator === undefined) return left;
    const right = tighter(building, row);
    left = { kind: "arithmetic", operator, left, right, span: spanBetween(left.span, right.span) };
  }
}

function negative(building: Building, row: Row): ExpressionTree {
  const minus = take(row, mark["-"]);
  if (minus !== undefined) {
    const operand = deeper(building, row, minus, negative);
    return { kind: "negate", operand, span: { ...operand.span, start: minus.startOffset } };
  }
  const not = take(row, word.not);
  if (not === undefined) return converted(building, row);
  const before = row.items[row.at - 2];
  const after = before === undefined ? "not" : shown(lastTokenOf(before).image);
  const operand = deeper({ ...building, problems: [] }, row, not, negation);
  report(building, "not-inside-comparison", spanOf(building, not), { after });
  return { kind: "error", span: { ...operand.span, start: not.startOffset } };
}

/** A primary and its `in CCY`. */
export function converted(building: Building, row: Row): ExpressionTree {
  let operand = buildPrimary(building, row);
  for (;;) {
    if (row.at === row.items.length) return operand;
    const conversion = nextNode(row, "membership");
    const currency = conversion && optionalToken(conversion, "currency");
    if (
      conversion !== undefined &&
      currency !== undefined &&
      optionalToken(conversion, "not") === undefined
    ) {
      row.at++;
      const span = spanOf(building, currency);
      const { value } = currency;
      const name = { kind: "name", text: value, parts: [value], quoted: false, span } as const;
      operand = { kind: "convert", operand, currency: name, span: spanBetween(operand.span, span) };
      continue;
    }
    const past = nextNode(row, "pastDay");
    if (past === undefined) return operand;
    row.at++;
    const span = { ...operand.span, end: lastTokenOf(past).endOffset + 1 };
    report(building, "later-form", span, { form: "`as of`" });
    operand = { kind: "error", span };
  }
}

/** A predicate that ends at a word of its own, and what is measured behind it: `P by E` in `top 10% of P by E`. */
export function predicateBy(
  building: Building,
  row: Row,
): { readonly of: ExpressionTree; readonly by: ExpressionTree } | undefined {
  const of = disjunction(building, row);
  if (!separated(building, row, "by", of)) return undefined;
  return { of, by: alternative(building, row) };
}
