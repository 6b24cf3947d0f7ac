import type { Span } from "../../grammar/span.ts";
import { type Context, report } from "./context.ts";
import { partsOf, type TypedExpression } from "./typed-expression.ts";

/** A tag of the catalog that a campaign comes to use: where, and by way of which definition or offer. */
export interface TagUse {
  readonly tag: string;
  readonly span: Span;
  readonly via: string | undefined;
}

/** What expressions come down to, the definitions that they refer to looked into. */
export interface Reads {
  /** Tags of the catalog. */
  readonly tags: ReadonlySet<string>;
  /** Whether events or rows of collections are among it. */
  readonly readsRows: boolean;
  /** Whether contacts or responses are. */
  readonly readsLedger: boolean;
}

/** What some expressions come down to. */
export function readsOf(expressions: readonly TypedExpression[], context: Context): Reads {
  const tags = new Set<string>();
  let readsRows = false;
  let readsLedger = false;
  const look = (expression: TypedExpression): void => {
    if (expression.kind === "tag" || expression.kind === "tag-history") tags.add(expression.tag);
    else if (expression.kind === "definition") {
      const definition = context.definitions.get(expression.name);
      for (const tag of definition?.tags ?? []) tags.add(tag);
      readsRows ||= definition?.readsRows === true;
      readsLedger ||= definition?.readsLedger === true;
    } else {
      if (expression.kind === "aggregate") {
        readsRows = true;
        readsLedger ||= expression.over.kind === "ledger";
      }
      partsOf(expression).forEach(look);
    }
  };
  expressions.forEach(look);
  return { tags, readsRows, readsLedger };
}

/** Adds every use of a tag in an expression, at the place in it that leads there. */
export function addTagUses(expression: TypedExpression, context: Context, uses: TagUse[]): void {
  collect(expression, undefined, context, uses);
}

function collect(
  expression: TypedExpression,
  within: Span | undefined,
  context: Context,
  uses: TagUse[],
): void {
  // A derived event's conditions were written elsewhere: the place is the aggregate's that names it.
  const span = within !== undefined && !encloses(within, expression.span) ? within : expression.span;
  if (expression.kind === "tag" || expression.kind === "tag-history")
    uses.push({ tag: expression.tag, span, via: undefined });
  else if (expression.kind === "definition") {
    const definition = context.definitions.get(expression.name);
    for (const tag of definition?.tags ?? []) uses.push({ tag, span, via: expression.name });
  } else {
    const inner = expression.kind === "aggregate" && within === undefined ? expression.span : within;
    for (const part of partsOf(expression)) collect(part, inner, context, uses);
  }
}

function encloses(outer: Span, inner: Span): boolean {
  return outer.file === inner.file && outer.start <= inner.start && inner.end <= outer.end;
}

/** Reports tags that a campaign of this purpose and status may not use, each once. */
export function checkTagUses(
  uses: readonly TagUse[],
  campaign: { readonly purpose: "service" | "marketing"; readonly draft: boolean },
  context: Context,
): void {
  const seen = new Set<string>();
  for (const { tag: name, span, via } of uses) {
    const tag = context.catalog.tags.get(name);
    if (tag === undefined || seen.has(name)) continue;
    seen.add(name);
    if (!tag.purposes.includes(campaign.purpose)) {
      report(context, "purpose-not-allowed", span, { tag: name, purpose: campaign.purpose, via });
    }
    if (tag.status === "draft" && !campaign.draft) report(context, "tag-draft", span, { tag: name, via });
  }
}
