import { parse, type TagTree } from "../grammar/index.ts";
import type { ValueType } from "../plan/index.ts";
import type { Catalog, CatalogTag, Description, Labels, TagFacts } from "./catalog/catalog.ts";
import { loadCatalog } from "./catalog/load-catalog.ts";
import { typeText } from "./catalog/value-types.ts";
import { type Context, createContext } from "./check/context.ts";
import { definitionOf } from "./check/definition.ts";
import type { ProjectTexts } from "./compile.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { isLibraryFile, noLibrary } from "./library.ts";
import { collectNames } from "./resolve/names.ts";

/** A tag as people look it up. */
export interface ListedTag extends TagFacts {
  readonly name: string;
  /** `read` from the warehouse, or `derived` in a .campaign file. */
  readonly kind: "read" | "derived";
  /** As the catalog writes it; undefined for a derived tag that is wrong. */
  readonly type: string | undefined;
  /** The members of an enum or set. */
  readonly members: readonly string[];
  readonly label: Labels;
  readonly status: string;
  /** Whether it can be used: what it is read from, or all that it rests on, is mapped. */
  readonly mapped: boolean;
  /** Where it is read: `customers.age`. */
  readonly from: string | undefined;
  /** What it rests on and is mapped to nothing. */
  readonly missing: readonly string[];
  /** Who says what it means; a bank may map what the library says. */
  readonly by: "library" | "project";
}

/** All tags of a project and of the library that it takes in, in order of name; and what is wrong with the catalog. */
export function listTags(texts: ProjectTexts): {
  readonly tags: readonly ListedTag[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const { catalogFiles, campaignFiles, library = noLibrary } = texts;
  const { catalog, diagnostics } = loadCatalog(catalogFiles, library.catalogFiles);
  if (catalog === undefined) return { tags: [], diagnostics };
  const trees = campaignFiles.map(({ path, text }) => parse(path, text).tree);
  const libraryTrees = library.campaignFiles.map(({ path, text, tree }) => tree ?? parse(path, text).tree);
  const { names } = collectNames(trees, catalog, libraryTrees);
  const context = createContext(names, texts.keep);
  const tags = [...names.data].flatMap(([name, declared]): readonly ListedTag[] => {
    if (declared.kind === "catalog-tag") return [readTag(declared.tag)];
    return declared.kind === "tag" ? [derivedTag(name, declared.tree, catalog, context)] : [];
  });
  return { tags: tags.sort((a, b) => (a.name < b.name ? -1 : 1)), diagnostics };
}

function readTag(tag: CatalogTag): ListedTag {
  const { name, type, label, status, mapping, unmapped, library } = tag;
  return {
    name,
    kind: "read",
    ...typeOf(type),
    label,
    class: tag.class,
    category: tag.category,
    description: tag.description,
    unit: tag.unit,
    owner: tag.owner,
    sensitivity: tag.sensitivity,
    status,
    mapped: unmapped !== true,
    from: unmapped === true ? undefined : `${mapping.source}.${mapping.column}`,
    missing: [],
    by: library === true ? "library" : "project",
  };
}

function derivedTag(name: string, tree: TagTree, catalog: Catalog, context: Context): ListedTag {
  const definition = definitionOf(name, context);
  const said: Description | undefined = catalog.descriptions?.get(name);
  const missing = [...(context.missing.get(name) ?? [])].sort();
  const documentation = tree.documentation.join(" ").trim();
  return {
    name,
    kind: "derived",
    ...typeOf(definition?.type),
    label: { ...(tree.label === undefined ? {} : { en: tree.label.value }), ...said?.label },
    class: said?.class,
    category: said?.category,
    description: documentation === "" ? said?.description : documentation,
    unit: said?.unit,
    owner: said?.owner,
    sensitivity: undefined,
    status: "active",
    mapped: definition !== undefined && missing.length === 0,
    from: undefined,
    missing,
    by: isLibraryFile(tree.name.span.file) ? "library" : "project",
  };
}

function typeOf(type: ValueType | undefined): Pick<ListedTag, "type" | "members"> {
  if (type === undefined) return { type: undefined, members: [] };
  const members = type.kind === "enum" || type.kind === "set" ? type.members : [];
  return { type: typeText(type), members };
}
