import type { Span } from "../../grammar/span.ts";
import type {
  CampaignTree,
  EventTree,
  FileTree,
  NameTree,
  OfferTree,
  PolicyTree,
  SegmentTree,
  TagTree,
  TestTree,
} from "../../grammar/tree.ts";
import type { Catalog, CatalogEvent, CatalogTag } from "../catalog/catalog.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { isLibraryFile } from "../library.ts";
import { isLedgerEventName, type LedgerEvent, ledgerEvents } from "./ledger-events.ts";

/** What a name of the namespace of tags, segments, events and collections stands for. */
export type Declared =
  | { readonly kind: "catalog-tag"; readonly tag: CatalogTag }
  | { readonly kind: "catalog-event"; readonly event: CatalogEvent }
  | { readonly kind: "collection"; readonly collection: CatalogEvent }
  /** `contact` and `response`, which every project has. */
  | { readonly kind: "ledger-event"; readonly event: LedgerEvent }
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
  /** In order of file and place; a project has one at most. The standard library's where it has none. */
  readonly policies: readonly PolicyTree[];
  /** In order of file and place. */
  readonly tests: readonly TestTree[];
  /** Lists of members that grow with what is declared: those of the ledger's events. */
  readonly openLists: ReadonlySet<readonly string[]>;
  /** Names declared by what could not be read. */
  readonly unread: ReadonlySet<string>;
}

/**
 * Collects what the files and the catalog declare, whatever order they come in, and reports doubled names. A project's
 * catalog takes the place of what the library declares, and so does its declaration of a tag that the library only
 * lists; its policy that of the library's.
 */
export function collectNames(
  trees: readonly FileTree[],
  catalog: Catalog,
  library: readonly FileTree[] = [],
): { readonly names: Names; readonly problems: readonly Diagnostic[] } {
  const problems: Diagnostic[] = [];
  const data = catalogNames(catalog);
  for (const [name, declared] of data) {
    const span = placeOf(declared);
    if (isLedgerEventName(name) && span !== undefined) {
      problems.push(diagnostic("name-built-in", span, { name }));
    }
  }
  const offers = new Map<string, OfferTree>();
  const groups = new Map<string, NameTree>();
  const campaigns = new Map<string, CampaignTree>();
  const policies: PolicyTree[] = [];
  const tests: TestTree[] = [];
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

  const defaults: PolicyTree[] = [];
  const inOrder = [...inOrderOfFile(library), ...inOrderOfFile(trees)];
  const declarations = inOrder.flatMap((tree) => tree.declarations);
  for (const tree of declarations) {
    switch (tree.kind) {
      case "tag":
      case "segment":
      case "event": {
        const name = tree.name.text;
        const first = data.get(name);
        const place = first === undefined || givesWay(first) ? undefined : placeOf(first);
        if (place !== undefined && isLibraryFile(tree.name.span.file)) break;
        if (isLedgerEventName(name)) problems.push(diagnostic("name-built-in", tree.name.span, { name }));
        else if (place !== undefined) doubled(tree.kind, tree.name, place);
        else if (tree.kind === "tag") data.set(name, { kind: "tag", tree });
        else if (tree.kind === "segment") data.set(name, { kind: "segment", tree });
        else data.set(name, { kind: "event", tree });
        break;
      }
      case "offer": {
        const name = tree.name.text;
        const first = offers.get(name);
        if (first === undefined) offers.set(name, tree);
        else doubled("offer", tree.name, first.name.span);
        break;
      }
      case "campaign": {
        const name = tree.name.text;
        const first = campaigns.get(name);
        if (first === undefined) campaigns.set(name, tree);
        else doubled("campaign", tree.name, first.name.span);
        break;
      }
      case "policy":
        (isLibraryFile(tree.keyword.file) ? defaults : policies).push(tree);
        break;
      case "test":
        tests.push(tree);
        break;
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
  const ledger = ledgerEvents({
    campaigns: campaigns.keys(),
    offers: offers.keys(),
    groups: groups.keys(),
    channels: catalog.channels.keys(),
    currency: catalog.currency,
  });
  for (const event of ledger.events) data.set(event.name, { kind: "ledger-event", event });
  const { openLists } = ledger;
  const unread = new Set([
    ...catalog.unread,
    ...trees.flatMap((tree) => tree.unread.map((name) => name.text)),
  ]);
  return {
    names: {
      catalog,
      data,
      offers,
      groups,
      campaigns,
      policies: policies.length === 0 ? defaults : policies,
      tests,
      openLists,
      unread,
    },
    problems,
  };
}

/** Whether a project may declare what the library has: what it only lists, since nothing says where it is read, and parameters. */
function givesWay(declared: Declared): boolean {
  switch (declared.kind) {
    case "catalog-tag":
      return declared.tag.unmapped === true;
    case "catalog-event":
      return declared.event.unmapped === true;
    case "collection":
      return declared.collection.unmapped === true;
    case "tag":
      return isParameter(declared.tree);
    case "ledger-event":
    case "segment":
    case "event":
      return false;
  }
}

/** Whether a tag of the library is a constant: its rules' parameters are there to be set. */
function isParameter({ name, value }: TagTree): boolean {
  const constant = value.kind === "number" || value.kind === "text" || value.kind === "boolean";
  return constant && isLibraryFile(name.span.file);
}

/** The place that declares a name; undefined for what every project has. */
export function placeOf(declared: Declared): Span | undefined {
  switch (declared.kind) {
    case "catalog-tag":
      return declared.tag.span;
    case "catalog-event":
      return declared.event.span;
    case "collection":
      return declared.collection.span;
    case "ledger-event":
      return undefined;
    case "tag":
    case "segment":
    case "event":
      return declared.tree.name.span;
  }
}

/** What a declared name is called in messages. */
export function whatIs(declared: Declared): "tag" | "event" | "collection" | "segment" {
  switch (declared.kind) {
    case "catalog-tag":
    case "tag":
      return "tag";
    case "catalog-event":
    case "ledger-event":
    case "event":
      return "event";
    case "collection":
      return "collection";
    case "segment":
      return "segment";
  }
}

/** `a tag`, `an event`. */
export function withArticle(what: string): string {
  return `${what.startsWith("e") ? "an" : "a"} ${what}`;
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
