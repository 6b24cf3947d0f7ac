import type { Span } from "../../grammar/span.ts";
import type { Definition, Feature, Offer, Ranking, TagHistory } from "../../plan/index.ts";
import type { CheckedProject } from "../check/checked.ts";
import { isBefore, type Origin, originText } from "./origin.ts";

/** The kinds of things that other things of the program refer to. */
export type ReferenceKind =
  | "tag"
  | "definition"
  | "feature"
  | "tag-history"
  | "ranking"
  | "event"
  | "collection"
  | "source"
  | "channel"
  | "offer";

/** Something of the program that other things refer to, as `kind:name`. */
export type Reference = `${ReferenceKind}:${string}`;

/** A feature, tag history or ranking together with the first place that asks for it. */
export interface Collected<Item> {
  readonly item: Item;
  origin: Origin;
}

/** What lowering gathers: features, tag histories and rankings that are shared, definitions, and who refers to what. */
export interface Collector {
  readonly project: CheckedProject;
  readonly originOf: (span: Span) => Origin;
  readonly features: Map<string, Collected<Omit<Feature, "origin">>>;
  readonly tagHistories: Map<string, Collected<Omit<TagHistory, "origin">>>;
  readonly rankings: Map<string, Collected<Omit<Ranking, "origin">>>;
  readonly definitions: Map<string, Definition>;
  readonly offers: Map<string, Offer>;
  readonly references: Map<string, ReadonlySet<Reference>>;
}

export function createCollector(project: CheckedProject, originOf: (span: Span) => Origin): Collector {
  return {
    project,
    originOf,
    features: new Map(),
    tagHistories: new Map(),
    rankings: new Map(),
    definitions: new Map(),
    offers: new Map(),
    references: new Map(),
  };
}

/**
 * Puts an item under an id made of a readable name and its content's hash, unless an equal one is there.
 * Eight digits of the hash do; should two contents share them, the later takes more.
 */
export function share<Item extends { readonly id: string }>(
  items: Map<string, Collected<Item>>,
  name: string,
  hash: string,
  content: Omit<Item, "id">,
  same: (other: Item) => boolean,
  origin: Origin,
): string {
  for (let digits = 8; ; digits += 8) {
    const id = `${name}_${hash.slice(0, digits)}`;
    const known = items.get(id);
    if (known === undefined) {
      items.set(id, { item: { id, ...content } as Item, origin });
      return id;
    }
    if (same(known.item)) {
      if (isBefore(origin, known.origin)) known.origin = origin;
      return id;
    }
  }
}

/** The collected items by id, each with its origin, in order of id. */
export function withOrigins<Item>(
  items: ReadonlyMap<string, Collected<Item>>,
): readonly (readonly [string, Item & { readonly origin: string }])[] {
  return [...items].map(([id, { item, origin }]) => [id, { ...item, origin: originText(origin) }]);
}

/** A name's ASCII letters, digits and underscores, at most 30, for ids that people read. */
export function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return slug === "" ? "rows" : slug.slice(0, 30);
}
