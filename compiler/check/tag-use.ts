import type { Span } from "../../grammar/span.ts";
import { type Context, report } from "./context.ts";
import { partsOf, type TypedExpression } from "./typed-expression.ts";

/** A tag of the catalog that a campaign comes to use: where, and by way of which definition or offer. */
export interface TagUse {
  readonly tag: string;
  readonly span: Span;
  readonly via: string | undefined;
}

/** The tags of the catalog that a definition comes down to, those of the definitions that it refers to included. */
export function tagsOf(
  expression: TypedExpression,
  context: Context,
): {
  readonly tags: ReadonlySet<string>;
  readonly readsRows: boolean;
  readonly readsLedger: boolean;
} {
  const tags = new Set<string>();
  for (const use of tagUses(expression, context)) tags.add(use.tag);
  return { tags, readsRows: readsRows(expression, context), readsLedger: readsLedger(expression, context) };
}

/** Every use of a tag in an expression, at the place in it that leads there. */
export function tagUses(expression: TypedExpression, context: Context): readonly TagUse[] {
  const uses: TagUse[] = [];
  collect(expression, undefined, context, uses);
  return uses;
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

/** Whether an expression comes down to events or rows of collections. */
export function readsRows(expression: TypedExpression, context: Context): boolean {
  if (expression.kind === "aggregate") return true;
  if (expression.kind === "definition") return context.definitions.get(expression.name)?.readsRows === true;
  return partsOf(expression).some((part) => readsRows(part, context));
}

/** Whether an expression comes down to what the ledger remembers. */
export function readsLedger(expression: TypedExpression, context: Context): boolean {
  if (expression.kind === "aggregate" && expression.over.kind === "ledger") return true;
  if (expression.kind === "definition") return context.definitions.get(expression.name)?.readsLedger === true;
  return partsOf(expression).some((part) => readsLedger(part, context));
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
