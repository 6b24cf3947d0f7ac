import type { TokenType } from "chevrotain";
import { shown } from "../problem.ts";
import { punctuation as mark, word } from "../scan/token.ts";
import { spanBetween } from "../span.ts";
import type { ExpressionTree, NameTree } from "../tree.ts";
import { type Building, report, spanOf } from "./building.ts";
import { compare, compares } from "./comparison.ts";
import { deepestNesting, isTooDeep } from "./depth.ts";
import { prefixed } from "./prefix.ts";
import { abandon, type Item, nextToken, type Row, takeTree, takeWord } from "./row.ts";

/** How tightly operators bind, from the loosest to the tightest; what binds as tightly as `operand` cannot be parted. */
export const tightness = {
  or: 1,
  and: 2,
  not: 3,
  comparison: 4,
  "or else": 5,
  sum: 6,
  product: 7,
  minus: 8,
  conversion: 9,
  operand: 10,
} as const;
export type Tightness = (typeof tightness)[keyof typeof tightness];

const tightnessOf: ReadonlyMap<TokenType, Tightness> = new Map<TokenType, Tightness>([
  [word.and, tightness.and],
  [mark["+"], tightness.sum],
  [mark["-"], tightness.sum],
  [mark["*"], tightness.product],
  [mark["/"], tightness.product],
  [word.as, tightness.conversion],
]);

/** Binds the row of an expression's operands and operators into its tree. */
export function bindExpression(building: Building, items: readonly Item[]): ExpressionTree {
  const row: Row = { items, at: 0 };
  const tree = bind(building, row, tightness.or);
  const left = nextToken(row);
  if (left !== undefined) {
    abandon(building, row);
    if (tree.kind !== "error") {
      const found = shown(left.image);
      report(building, "unexpected-word", spanOf(building, left), { found, of: "the expression" });
    }
  }
  if (!building.long || building.depth > 1 || !isTooDeep(tree)) return tree;
  if (building.problems.at(-1)?.code !== "nesting-too-deep") {
    report(building, "nesting-too-deep", tree.span, { limit: deepestNesting });
  }
  return { kind: "error", span: tree.span };
}

/** Binds what stands next in a row as far as it holds together at least as tightly as `loosest`. */
export function bind(building: Building, row: Row, loosest: Tightness): ExpressionTree {
  let { tree: left, tightest } = prefixed(building, row, loosest);
  while (row.at < row.items.length) {
    const next = tightnessOfNext(row);
    // What binds tighter than the operator before it would have been bound by that one.
    if (next === undefined || next < loosest || next > tightest) break;
    left = goOn(building, row, left, next);
    tightest = next;
  }
  return left;
}

/** How tightly the operator binds that stands next in a row; undefined where none does. */
function tightnessOfNext(row: Row): Tightness | undefined {
  const token = nextToken(row);
  if (token === undefined) return undefined;
  switch (token.tokenType) {
    case word.or:
      return nextToken(row, 1)?.tokenType === word.else ? tightness["or else"] : tightness.or;
    case word.in:
      return nextToken(row, 1) === undefined ? tightness.comparison : tightness.conversion;
    default:
      return tightnessOf.get(token.tokenType) ?? (compares(token) ? tightness.comparison : undefined);
  }
}

/** The tree of an operator and what stands around it, given what stands before it. */
function goOn(building: Building, row: Row, left: ExpressionTree, next: Tightness): ExpressionTree {
  switch (next) {
    case tightness.or:
      return list(building, row, left, "or", tightness.and);
    case tightness.and:
      return list(building, row, left, "and", tightness.not);
    case tightness.comparison:
      return compare(building, row, left);
    case tightness["or else"]: {
      row.at += 2;
      const right = bind(building, row, tightness.sum);
      return { kind: "or-else", left, right, span: spanBetween(left.span, right.span) };
    }
    case tightness.sum:
      return arithmetic(building, row, left, tightness.product);
    case tightness.product:
      return arithmetic(building, row, left, tightness.minus);
    case tightness.conversion:
      return converted(building, row, left);
    case tightness.not:
    case tightness.minus:
    case tightness.operand:
      throw new Error("a prefix stands between two operands");
  }
}

function list(
  building: Building,
  row: Row,
  first: ExpressionTree,
  kind: "and" | "or",
  tighter: Tightness,
): ExpressionTree {
  const operands = [first];
  while (tightnessOfNext(row) === tightness[kind]) {
    row.at++;
    operands.push(bind(building, row, tighter));
  }
  return { kind, operands, span: spanBetween(first.span, operands.at(-1)?.span ?? first.span) };
}

function arithmetic(building: Building, row: Row, left: ExpressionTree, tighter: Tightness): ExpressionTree {
  const operator = takeWord(row).tokenType.name as "+" | "-" | "*" | "/";
  const right = bind(building, row, tighter);
  return { kind: "arithmetic", operator, left, right, span: spanBetween(left.span, right.span) };
}

/** `X in CCY`, and `X as of 30 days ago`. */
function converted(building: Building, row: Row, operand: ExpressionTree): ExpressionTree {
  const first = takeWord(row);
  if (first.tokenType === word.as) {
    const ago = takeTree(row, "duration");
    const { endOffset } = takeWord(row);
    return { kind: "as-of", operand, ago, span: { ...operand.span, end: endOffset + 1 } };
  }
  const last = takeWord(row);
  const span = spanOf(building, last);
  const { value } = last;
  const currency: NameTree = { kind: "name", text: value, parts: undefined, quoted: false, span };
  return { kind: "convert", operand, currency, span: spanBetween(operand.span, span) };
}
