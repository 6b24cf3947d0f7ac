import type { NameTree } from "../../grammar/tree.ts";
import type { OfferSet } from "../../plan/index.ts";
import { whatIs } from "../resolve/names.ts";
import type { CheckedOccurrence } from "./checked.ts";
import { type Context, report, reportUnknownName } from "./context.ts";
import { definitionOf } from "./definition.ts";
import { noteDefinition } from "./mapped.ts";
import { checkNamedOccurrence } from "./occurrence.ts";

/** What a policy's lines name, gathered as they are checked. */
export interface PolicyNames {
  readonly context: Context;
  /** The offers of each group, in order of name. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly segments: Set<string>;
  readonly occurrences: Map<string, CheckedOccurrence>;
}

export type NamedOffers = Extract<OfferSet, { readonly kind: "named" }>;

/** A segment that a line names; reports what is none, and drafts that it comes down to. */
export function segmentNamed(name: NameTree, { context, segments }: PolicyNames): string | undefined {
  const declared = context.names.data.get(name.text);
  if (declared === undefined) {
    const known = [...context.names.data].flatMap(([other, { kind }]) => (kind === "segment" ? [other] : []));
    reportUnknownName(context, "segment", name, known);
    return undefined;
  }
  if (declared.kind !== "segment") {
    const what = whatIs(declared);
    const article = /^[aeiou]/.test(what) ? "an" : "a";
    report(context, "not-a-segment", name.span, { name: name.text, what: `${article} ${what}` });
    return undefined;
  }
  const definition = definitionOf(name.text, context);
  if (definition === undefined) return undefined;
  context.uses.push({ of: "data", name: name.text, span: name.span });
  noteDefinition(name.text, name.span, context);
  for (const tag of definition.tags) {
    if (context.catalog.tags.get(tag)?.status !== "draft") continue;
    report(context, "tag-draft", name.span, { tag, via: name.text });
  }
  segments.add(name.text);
  return name.text;
}

/** An offer, or the offers of a group. */
export function offersNamed(name: NameTree, names: PolicyNames): NamedOffers | undefined {
  const { context } = names;
  const offers = offersCalled(name.text, names);
  if (offers !== undefined) return { kind: "named", name: name.text, offers };
  const known = [...context.names.offers.keys(), ...names.groups.keys()];
  reportUnknownName(context, "offer or offer group", name, known);
  return undefined;
}

function offersCalled(name: string, { context, groups }: PolicyNames): readonly string[] | undefined {
  return context.names.offers.has(name) ? [name] : groups.get(name);
}

/** What `after` names: an offer or a group, or else an event, which is noted among the policy's. */
export function offersOrEventNamed(
  name: NameTree,
  names: PolicyNames,
): NamedOffers | { readonly kind: "event"; readonly name: string } | undefined {
  const { context } = names;
  const offers = offersCalled(name.text, names);
  const declared = context.names.data.get(name.text);
  const isEvent = declared?.kind === "event" || declared?.kind === "catalog-event";
  if (offers !== undefined && isEvent) {
    const first = context.names.offers.has(name.text) ? "an offer" : "an offer group";
    report(context, "name-ambiguous", name.span, { name: name.text, first, second: "an event" });
    return undefined;
  }
  if (offers !== undefined) return { kind: "named", name: name.text, offers };
  if (declared === undefined) {
    const events = [...context.names.data].flatMap(([other, { kind }]) =>
      kind === "event" || kind === "catalog-event" ? [other] : [],
    );
    const known = [...context.names.offers.keys(), ...names.groups.keys(), ...events];
    reportUnknownName(context, "event, offer or offer group", name, known);
    return undefined;
  }
  const occurrence = checkNamedOccurrence(name, context);
  if (occurrence === undefined) return undefined;
  names.occurrences.set(name.text, occurrence);
  return { kind: "event", name: name.text };
}
