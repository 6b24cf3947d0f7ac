import type { CstElement, CstNode } from "chevrotain";
import { problem, type SyntaxCode, type SyntaxParameters, type SyntaxProblem } from "../problem.ts";
import type { Token } from "../scan/token.ts";
import type { Span } from "../span.ts";

/**
 * What the tree builder knows while it turns a concrete tree into a syntax tree. It is only given concrete
 * trees of rules that ran to their end, so that every child which its rule demands is there.
 */
export interface Building {
  readonly file: string;
  readonly problems: SyntaxProblem[];
  /** How many operands, calls and parentheses stand around what is being built. */
  depth: number;
  /** Whether what is read is long enough that its tree may be nested too deep. */
  readonly long: boolean;
}

export function report<Code extends SyntaxCode>(
  building: Building,
  code: Code,
  span: Span,
  parameters: SyntaxParameters[Code],
): void {
  building.problems.push(problem(code, span, parameters));
}

export function isNode(element: CstElement): element is CstNode {
  return "children" in element;
}

/** The tokens of a name in a concrete node, in the order written. */
export function tokensOf(node: CstNode, name: string): readonly Token[] {
  return (node.children[name] ?? []) as unknown as readonly Token[];
}

export function nodesOf(node: CstNode, name: string): readonly CstNode[] {
  return (node.children[name] ?? []) as readonly CstNode[];
}

export function optionalToken(node: CstNode, name: string): Token | undefined {
  return tokensOf(node, name)[0];
}

export function optionalNode(node: CstNode, name: string): CstNode | undefined {
  return nodesOf(node, name)[0];
}

export function oneToken(node: CstNode, name: string, index = 0): Token {
  const token = tokensOf(node, name)[index];
  if (token === undefined) throw new Error(`a \`${node.name}\` was read without its \`${name}\``);
  return token;
}

export function oneNode(node: CstNode, name: string): CstNode {
  const child = nodesOf(node, name)[0];
  if (child === undefined) throw new Error(`a \`${node.name}\` was read without its \`${name}\``);
  return child;
}

export function spanOf(building: Building, first: Token, last: Token = first): Span {
  return { file: building.file, start: first.startOffset, end: last.endOffset + 1 };
}
