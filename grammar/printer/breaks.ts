import type { Span } from "../span.ts";
import type { Source } from "./source.ts";

/** A token before which a line may be broken; of several the lowest level is broken first, all of it. */
export interface Break {
  readonly at: number;
  readonly level: number;
  /** How far in the new line stands, from where the broken text begins. */
  readonly indent: number;
}

/** Where an expression too long for its line is broken: before `and` and `or`, from the loosest inwards. */
export function expressionBreaks(source: Source, expression: object, indent: number): readonly Break[] {
  const found: Break[] = [];
  collect(source, expression, 1, indent, found);
  return found;
}

function collect(source: Source, node: object, level: number, indent: number, found: Break[]): void {
  const { kind, operands, branches, otherwise } = node as {
    readonly kind?: unknown;
    readonly operands?: readonly { readonly span: Span }[];
    readonly branches?: readonly { readonly when: { readonly span: Span } }[];
    readonly otherwise?: { readonly span: Span };
  };
  let inner = { level, indent };
  if (kind === "and" || kind === "or" || kind === "case") {
    const starts = kind === "case" ? (branches ?? []).map(({ when }) => when) : (operands ?? []).slice(1);
    if (otherwise !== undefined) starts.push(otherwise);
    for (const { span } of starts) found.push({ at: source.range(span).from - 1, level, indent });
    inner = { level: level + 1, indent: indent + 2 };
  }
  for (const child of Object.values(node)) {
    if (typeof child === "object" && child !== null) collect(source, child, inner.level, inner.indent, found);
  }
}
