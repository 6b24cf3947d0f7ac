import type { TokenType } from "chevrotain";
import { shown } from "../problem.ts";
import type { Token } from "../scan/token.ts";
import type { Span } from "../span.ts";
import type { ExpressionTree, SetTree } from "../tree.ts";
import { type Building, forget, report, spanOf, tokenEndingAt } from "./building.ts";

/** What stands in an expression's row: an operand's tree or a set, or a word or mark between, before or behind operands. */
export type Item = Token | ExpressionTree | SetTree;

/** The row of an expression, and how far it has been bound. */
export interface Row {
  readonly items: readonly Item[];
  at: number;
}

export function isTree(item: Item): item is ExpressionTree | SetTree {
  return "kind" in item;
}

/** The next item, or one behind it, if it is a token. */
export function nextToken(row: Row, ahead = 0): Token | undefined {
  const item = row.items[row.at + ahead];
  return item === undefined || isTree(item) ? undefined : item;
}

/** Takes the next item if it is a token of a type. */
export function take(row: Row, type: TokenType): Token | undefined {
  const token = nextToken(row);
  if (token?.tokenType !== type) return undefined;
  row.at++;
  return token;
}

/** Takes a word that the parser has put where it is taken. */
export function takeWord(row: Row): Token {
  const token = nextToken(row);
  if (token === undefined) throw new Error("an operator was read without its words");
  row.at++;
  return token;
}

/** Takes the tree of a kind that the parser has put where it is taken. */
export function takeTree<Kind extends (ExpressionTree | SetTree)["kind"]>(
  row: Row,
  kind: Kind,
): Extract<ExpressionTree | SetTree, { readonly kind: Kind }> {
  const item = row.items[row.at];
  if (item === undefined || !isTree(item) || item.kind !== kind) {
    throw new Error(`an operator was read without its ${kind}`);
  }
  row.at++;
  return item as Extract<ExpressionTree | SetTree, { readonly kind: Kind }>;
}

function itemSpan(building: Building, item: Item): Span {
  return isTree(item) ? item.span : spanOf(building, item);
}

/** How messages show the last word of an item. */
export function lastWord(building: Building, item: Item): string {
  const token = isTree(item) ? tokenEndingAt(building, item.span.end) : item;
  return shown(token?.image ?? "");
}

/** Leaves what is not bound yet unbound, and what was found in it unsaid: it is part of a mistake that is reported. */
export function abandon(building: Building, row: Row): void {
  const rest = row.items[row.at];
  if (rest !== undefined) forget(building, itemSpan(building, rest).start);
  row.at = row.items.length;
}

/** Leaves unsaid what was found from a place up to where the row has been bound. */
export function forgetFrom(building: Building, row: Row, start: number): void {
  const last = row.items[row.at - 1];
  if (last !== undefined) forget(building, start, itemSpan(building, last).end);
}

/** Takes the word between two operands of one operator; where it is missing that is reported. */
export function separated(
  building: Building,
  row: Row,
  separator: TokenType,
  before: ExpressionTree,
): boolean {
  if (take(row, separator) !== undefined) return true;
  if (before.kind === "error") return false;
  const found = nextToken(row);
  const previous = row.items[row.at - 1];
  abandon(building, row);
  report(building, "expected-word", found === undefined ? before.span : spanOf(building, found), {
    word: separator.name,
    found: found && shown(found.image),
    after: previous && lastWord(building, previous),
  });
  return false;
}
