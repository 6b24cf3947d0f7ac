import type { Span } from "../../grammar/span.ts";
import type {
  CampaignTree,
  EventTree,
  FileTree,
  NameTree,
  OfferTree,
  SegmentTree,
  TagTree,
} from "../../grammar/tree.ts";
import type { Catalog, CatalogEvent, CatalogTag } from "../catalog/catalog.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";

/** What a name of the namespace of tags, segments, events and collections stands for. */
export type Declared =
  | { readonly kind: "catalog-tag"; readonly tag: CatalogTag }
  | { readonly kind: "catalog-event"; readonly event: CatalogEvent }
  | { readonly kind: "collection"; readonly collection: CatalogEvent }
  | { readonly kind: "tag"; readonly tree: TagTree }
  | { readonly kind: "segment"; readonly tree: SegmentTree }
  | { readonly kind: "event"; readonly tree: EventTree };

/** Every name of a project and what it stands for. Of a name declared twice the first in order of place counts. */
export interface Names {
  readonly catalog: Catalog;
  readonly data: ReadonlyMap<string, Declared>;
  readonly offers: ReadonlyMap<string, OfferTree>;
  /** Offer groups, at the place that names them first. */
  readonly groups: ReadonlyMap<string, NameTree>;
  readonly campaigns: ReadonlyMap<string, CampaignTree>;
  /** Names declared by what could not be read. */
  readonly unread: ReadonlySet<string>;
}

/** Collects what the files and the catalog declare, whatever order they come in, and reports doubled names. */
export function collectNames(
  trees: readonly FileTree[],
  catalog: Catalog,
): { readonly names: Names; readonly problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  const data = catalogNames(catalog);
  const offers = new Map<string, OfferTree>();
  const groups = new Map<string, NameTree>();
  const campaigns = new Map<string, CampaignTree>();
  const doubled = (what: string, name: NameTree, first: Span): void => {
    problems.push(
      diagnostic(
        "duplicate-name",
        name.span,
        { what, name: name.text },
        { related: [{ span: first, label: "declared here first" }] },
      ),
    );
  };

  const declarations = inOrderOfFile(trees).flatMap((tree) => tree.declarations);
  for (const tree of declarations) {
    const name = tree.name.text;
    switch (tree.kind) {
      case "tag":
      case "segment":
      case "event": {
        const first = data.get(name);
        if (first !== undefined) doubled(tree.kind, tree.name, placeOf(first));
        else if (tree.kind === "tag") data.set(name, { kind: "tag", tree });
        else if (tree.kind === "segment") data.set(name, { kind: "segment", tree });
        else data.set(name, { kind: "event", tree });
        break;
      }
      case "offer": {
        const first = offers.get(name);
        if (first === undefined) offers.set(name, tree);
        else doubled("offer", tree.name, first.name.span);
        break;
      }
      case "campaign": {
        const first = campaigns.get(name);
        if (first === undefined) campaigns.set(name, tree);
        else doubled("campaign", tree.name, first.name.span);
        break;
      }
    }
  }
  for (const offer of offers.values()) {
    for (const property of offer.properties) {
      if (property.kind !== "group") continue;
      for (const group of property.groups) {
        const sameNamed = offers.get(group.text);
        if (sameNamed !== undefined) doubled("offer group", group, sameNamed.name.span);
        else if (!groups.has(group.text)) groups.set(group.text, group);
      }
    }
  }
  const unread = new Set([
    ...catalog.unread,
    ...trees.flatMap((tree) => tree.unread.map((name) => name.text)),
  ]);
  return { names: { catalog, data, offers, groups, campaigns, unread }, problems };
}

/** The place that declares a name. */
export function placeOf(declared: Declared): Span {
  switch (declared.kind) {
    case "catalog-tag":
      return declared.tag.span;
    case "catalog-event":
      return declared.event.span;
    case "collection":
      return declared.collection.span;
    case "tag":
    case "segment":
    case "event":
      return declared.tree.name.span;
  }
}

/** What a declared name is called in messages. */
export function whatIs(declared: Declared): string {
  switch (declared.kind) {
    case "catalog-tag":
    case "tag":
      return "tag";
    case "catalog-event":
    case "event":
      return "event";
    case "collection":
      return "collection";
    case "segment":
      return "segment";
  }
}

function catalogNames(catalog: Catalog): Map<string, Declared> {
  const data = new Map<string, Declared>();
  for (const [name, tag] of catalog.tags) data.set(name, { kind: "catalog-tag", tag });
  for (const [name, event] of catalog.events) data.set(name, { kind: "catalog-event", event });
  for (const [name, collection] of catalog.collections) data.set(name, { kind: "collection", collection });
  return data;
}

function inOrderOfFile(trees: readonly FileTree[]): readonly FileTree[] {
  return [...trees].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}
