import { type FileTree, parse } from "../../grammar/index.ts";
import type { Labels } from "../catalog/catalog.ts";
import { type CatalogEntries, mergeCatalog } from "../catalog/merge.ts";
import { labelsOf } from "../catalog/reader.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type LibraryTexts, noLibrary } from "../library.ts";
import { itemsOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { SourceText } from "../yaml/read-yaml.ts";

/** One of the standard library's tags that the project maps to nothing yet. */
export interface LibraryTag {
  readonly name: string;
  readonly type: string;
  readonly label: Labels;
}

/** What a project's catalog says already, as far as a draft beside it must know. */
export interface KnownCatalog {
  /** Undefined where the catalog does not say it yet. */
  readonly timezone: string | undefined;
  readonly currency: string | undefined;
  readonly customer: KnownCustomer | undefined;
  /** The relations that are read already, with the name of the source. */
  readonly relations: ReadonlyMap<string, string>;
  /** Sources by which others can find their customers, with the relation and the column that names a row. */
  readonly keyed: ReadonlyMap<string, { readonly relation: string; readonly key: string }>;
  readonly sources: ReadonlySet<string>;
  /** What tags, segments, events and collections are called, the library's among them. */
  readonly names: ReadonlySet<string>;
  /** In order of name. */
  readonly unmapped: readonly LibraryTag[];
}

export interface KnownCustomer {
  readonly key: string;
  readonly type: "integer" | "text";
  readonly relation: string | undefined;
}

interface Texts {
  readonly catalogFiles: readonly SourceText[];
  readonly campaignFiles: readonly SourceText[];
  readonly library?: LibraryTexts;
}

/** Reads what a draft must know of the catalog that there is; it need not be whole, and may be nothing. */
export function knownCatalog({ catalogFiles, campaignFiles, library = noLibrary }: Texts): {
  /** Undefined where a file is no YAML. */
  readonly known: KnownCatalog | undefined;
  readonly diagnostics: readonly Diagnostic[];
} {
  const entries = mergeCatalog(catalogFiles, library.catalogFiles);
  // What a draft is there to add is no mistake of the catalog yet.
  const diagnostics = entries.diagnostics.filter(({ code }) => code !== "catalog-section-missing");
  if (!entries.readable) return { known: undefined, diagnostics };
  const { sections, singles } = entries;
  const trees = [...campaignFiles, ...library.campaignFiles].map(
    ({ path, text, tree }) => tree ?? parse(path, text).tree,
  );
  const names = new Set([
    ...["contact", "response"],
    ...(["tags", "events", "collections"] as const).flatMap((section) => [...sections[section].keys()]),
    ...trees.flatMap(declaredNames),
  ]);
  const single = (name: "timezone" | "currency"): string | undefined => textOf(singles.get(name)?.node);
  const known: KnownCatalog = {
    timezone: single("timezone"),
    currency: single("currency"),
    customer: customerOf(entries),
    relations: relationsOf(entries),
    keyed: keyedSources(entries),
    sources: new Set(sections.sources.keys()),
    names,
    unmapped: unmappedTags(entries),
  };
  return { known, diagnostics };
}

function declaredNames({ declarations }: FileTree): readonly string[] {
  return declarations.flatMap((declaration) =>
    declaration.kind === "tag" || declaration.kind === "segment" || declaration.kind === "event"
      ? [declaration.name.text]
      : [],
  );
}

function customerOf({ singles, sections }: CatalogEntries): KnownCustomer | undefined {
  const node = singles.get("customer")?.node;
  const key = textOf(valueAt(node, "key"));
  if (key === undefined) return undefined;
  const source = sections.sources.get(textOf(valueAt(node, "source")) ?? "");
  return {
    key,
    type: textOf(valueAt(node, "type")) === "text" ? "text" : "integer",
    relation: textOf(valueAt(source?.node, "relation")),
  };
}

function relationsOf({ sections, singles }: CatalogEntries): ReadonlyMap<string, string> {
  const relations = new Map<string, string>();
  const add = (node: YamlNode | undefined, by: string): void => {
    const relation = textOf(node);
    if (relation !== undefined && !relations.has(relation)) relations.set(relation, by);
  };
  for (const [name, { node }] of sections.sources) {
    add(valueAt(node, "relation"), `the source \`${name}\``);
    add(valueAt(valueAt(node, "ready"), "relation"), `\`ready\` of \`${name}\``);
  }
  add(valueAt(singles.get("rates")?.node, "source"), "`rates`");
  return relations;
}

function keyedSources({ sections }: CatalogEntries): KnownCatalog["keyed"] {
  return new Map(
    [...sections.sources].flatMap(([name, { node }]) => {
      const relation = textOf(valueAt(node, "relation"));
      const key = textOf(valueAt(node, "key"));
      return relation === undefined || key === undefined ? [] : [[name, { relation, key }] as const];
    }),
  );
}

function unmappedTags({ sections }: CatalogEntries): readonly LibraryTag[] {
  return [...sections.tags.values()]
    .filter(({ origin, node }) => origin !== "project" && valueAt(node, "from") === undefined)
    .map(({ name, node }) => ({
      name,
      type: typeText(valueAt(node, "type")),
      label: labelsOf(valueAt(node, "label")),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A type as the catalog writes it, on one line. */
function typeText(node: YamlNode | undefined): string {
  if (node?.kind !== "map") return textOf(node) ?? "";
  const kind = node.entries.has("set") ? "set" : "enum";
  const members = itemsOf(valueAt(node, kind)).flatMap((item) => textOf(item) ?? []);
  return `${kind} {${members.join(", ")}}`;
}
