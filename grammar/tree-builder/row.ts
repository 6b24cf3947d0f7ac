import type { CstElement, CstNode, TokenType } from "chevrotain";
import type { Token } from "../scan/token.ts";
import { isNode } from "./building.ts";

/** What stands in an expression's row: an operator's word or mark, a literal's token, or the node of something larger. */
export type Item = Token | CstNode;

/** The row of an expression, and how far it has been bound. */
export interface Row {
  readonly items: readonly Item[];
  at: number;
}

/** The row of an expression's concrete tree: its operands' parts in line with the operators between them. */
export function rowOf(expression: CstNode): Row {
  const items: Item[] = [];
  const add = (element: CstElement): void => {
    if (!isNode(element)) items.push(element as unknown as Token);
    else if (element.name === "operand") element.children["part"]?.forEach(add);
    else if (element.name === "containment" && element.children["set"] === undefined) {
      element.children["contains"]?.forEach(add);
      element.children["operand"]?.forEach(add);
    } else items.push(element);
  };
  expression.children["part"]?.forEach(add);
  return { items, at: 0 };
}

/** Takes the next item if it is a token of a type. */
export function take(row: Row, type: TokenType): Token | undefined {
  const item = row.items[row.at];
  if (item === undefined || "children" in item || item.tokenType !== type) return undefined;
  row.at++;
  return item;
}

/** The next item if it is a token. */
export function nextToken(row: Row): Token | undefined {
  const item = row.items[row.at];
  return item === undefined || "children" in item ? undefined : item;
}

/** The next item if it is a node of a rule. */
export function nextNode(row: Row, rule: string): CstNode | undefined {
  const item = row.items[row.at];
  return item !== undefined && "children" in item && item.name === rule ? item : undefined;
}

/** The first token of an item. */
export function firstTokenOf(item: Item): Token {
  if (!("children" in item)) return item;
  let first: Token | undefined;
  for (const elements of Object.values(item.children)) {
    for (const element of elements) {
      const token = firstTokenOf(element as unknown as Item);
      if (first === undefined || token.startOffset < first.startOffset) first = token;
    }
  }
  if (first === undefined) throw new Error(`a \`${item.name}\` was read without a token`);
  return first;
}

/** The last token of an item. */
export function lastTokenOf(item: Item): Token {
  if (!("children" in item)) return item;
  let last: Token | undefined;
  for (const elements of Object.values(item.children)) {
    for (const element of elements) {
      const token = lastTokenOf(element as unknown as Item);
      if (last === undefined || token.startOffset > last.startOffset) last = token;
    }
  }
  if (last === undefined) throw new Error(`a \`${item.name}\` was read without a token`);
  return last;
}
