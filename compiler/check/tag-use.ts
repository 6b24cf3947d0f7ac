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

/**
 * The tags that a campaign of this purpose and status may not use. Few are: uses are looked for only of these, and
 * not at all where there are none.
 */
export function forbiddenTags(
  { purpose, draft }: { readonly purpose: "service" | "marketing"; readonly draft: boolean },
  context: Context,
): ReadonlySet<string> {
  const key = `${purpose} ${draft}`;
  const found = context.forbiddenTags.get(key);
  if (found !== undefined) return found;
  const forbidden = new Set<string>();
  for (const [name, { purposes, status, unmapped }] of context.catalog.tags) {
    // A use of these is an error anyway.
    if (unmapped === true) continue;
    if (!purposes.includes(purpose) || (status === "draft" && !draft)) forbidden.add(name);
  }
  context.forbiddenTags.set(key, forbidden);
  return forbidden;
}

/** Where uses of some tags are looked for, and those that were found. */
export interface UseSearch {
  readonly tags: ReadonlySet<string>;
  readonly uses: TagUse[];
}

/** Adds every use of a tag that is looked for in an expression, at the place in it that leads there. */
export function addTagUses(expression: TypedExpression, search: UseSearch, context: Context): void {
  collect(expression, undefined, search, context);
}

function collect(
  expression: TypedExpression,
  within: Span | undefined,
  search: UseSearch,
  context: Context,
): void {
  if (expression.kind === "tag" || expression.kind === "tag-history") {
    const { tag } = expression;
    if (search.tags.has(tag)) search.uses.push({ tag, span: placeIn(within, expression), via: undefined });
  } else if (expression.kind === "definition") {
    const { name: via } = expression;
    for (const tag of context.definitions.get(via)?.tags ?? []) {
      if (search.tags.has(tag)) search.uses.push({ tag, span: placeIn(within, expression), via });
    }
  } else {
    const inner = expression.kind === "aggregate" && within === undefined ? expression.span : within;
    for (const part of partsOf(expression)) collect(part, inner, search, context);
  }
}

/** A derived event's conditions were written elsewhere: the place is the aggregate's that names it. */
function placeIn(within: Span | undefined, { span }: TypedExpression): Span {
  return within !== undefined && !encloses(within, span) ? within : span;
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
