import type { Span } from "../../grammar/span.ts";
import catalogSchema from "../../schema/catalog.schema.json" with { type: "json" };
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { catalog as catalogValidator } from "../yaml/generated/catalog-validator.ts";
import { entriesOf, type YamlNode } from "../yaml/node.ts";
import { readYaml, type SourceText } from "../yaml/read-yaml.ts";
import { type SchemaValidator, validate } from "../yaml/validate.ts";
import { laidOver } from "./overlay.ts";

/** A part of the catalog with the place of its key. */
export interface CatalogEntry {
  readonly name: string;
  readonly key: Span;
  readonly node: YamlNode;
  /** Whether what stands at a path below the entry has the form that the schema asks for. */
  readonly sound: (...path: readonly string[]) => boolean;
  /** Who says it: the project, the standard library, or the project over the library. */
  readonly origin: "project" | "library" | "both";
  /** Where both do, what each says. */
  readonly own?: YamlNode;
  readonly library?: YamlNode;
}

export const sections = [
  "sources",
  "tags",
  "events",
  "collections",
  "channels",
  "products",
  "categories",
  "describe",
] as const;
export type Section = (typeof sections)[number];

export const singles = ["timezone", "currency", "calendar", "customer", "rates"] as const;
export type Single = (typeof singles)[number];

/** What the files of a catalog say together, before it is known what it means. */
export interface CatalogEntries {
  readonly singles: ReadonlyMap<Single, CatalogEntry>;
  readonly sections: Readonly<Record<Section, ReadonlyMap<string, CatalogEntry>>>;
  /** Sections of which some part could not be read, so that names missing from them prove nothing. */
  readonly incomplete: ReadonlySet<string>;
  /** The place for what is said of the catalog as a whole. */
  readonly place: Span;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether every file is YAML. */
  readonly readable: boolean;
  /** What the standard library declares, whether a project maps it or not. */
  readonly libraryNames: Readonly<Record<"tags" | "events" | "collections", readonly string[]>>;
}

/**
 * Reads, validates and merges the files; what stands in two of them is reported, and the first one kept. What the
 * standard library's files say is there too, a project's entry laid over the library's of that name.
 */
export function mergeCatalog(
  files: readonly SourceText[],
  library: readonly SourceText[] = [],
): CatalogEntries {
  const entries = readFiles(files, "project");
  const place = { file: files[0]?.path ?? "", start: 0, end: 0 };
  const diagnostics = [...entries.diagnostics];
  if (entries.readable)
    diagnostics.push(...missing(entries.found, entries.merged, entries.incomplete, place));
  const below = readFiles(library, "library");
  const names = (section: Section): readonly string[] => [...below.merged[section].keys()];
  for (const section of sections) {
    const into = entries.merged[section];
    for (const [name, entry] of below.merged[section]) {
      const own = into.get(name);
      into.set(name, own === undefined ? entry : laidOver(own, entry));
    }
  }
  // That there are no sources at all is said once.
  if (entries.merged.sources.size === 0) entries.incomplete.add("sources");
  return {
    singles: entries.found as ReadonlyMap<Single, CatalogEntry>,
    sections: entries.merged,
    incomplete: entries.incomplete,
    place,
    diagnostics: [...diagnostics, ...below.diagnostics],
    readable: entries.readable,
    libraryNames: { tags: names("tags"), events: names("events"), collections: names("collections") },
  };
}

function readFiles(files: readonly SourceText[], origin: "project" | "library") {
  const found = new Map<string, CatalogEntry>();
  const merged = Object.fromEntries(sections.map((section) => [section, new Map()])) as Record<
    Section,
    Map<string, CatalogEntry>
  >;
  const incomplete = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  let readable = true;

  const enter = (into: Map<string, CatalogEntry>, section: string, name: string, entry: CatalogEntry) => {
    const first = into.get(entry.name);
    if (first === undefined) {
      into.set(entry.name, entry);
      return;
    }
    const related = [{ span: first.key, label: "written here first" }];
    diagnostics.push(diagnostic("catalog-entry-twice", entry.key, { section, name }, { related }));
  };

  for (const file of files) {
    const { root, diagnostics: mistakes } = readYaml(file);
    diagnostics.push(...mistakes);
    if (root === undefined) {
      readable &&= mistakes.length === 0;
      continue;
    }
    const validation = validate(root, catalogValidator as SchemaValidator, catalogSchema);
    diagnostics.push(...validation.diagnostics);
    for (const [name, { key, value }] of entriesOf(root)) {
      const sound = (...path: readonly string[]) => validation.sound([name, ...path]);
      if (isSection(name)) {
        if (value.kind !== "map") incomplete.add(name);
        for (const [inner, entry] of entriesOf(value)) {
          enter(merged[name], name, inner, {
            name: inner,
            key: entry.key,
            node: entry.value,
            sound: (...path) => sound(inner, ...path),
            origin,
          });
        }
      } else if (name === "catalog") {
        if (!found.has(name)) found.set(name, { name, key, node: value, sound, origin });
      } else {
        enter(found, name, "", { name, key, node: value, sound, origin });
      }
    }
  }
  return { found, merged, incomplete, diagnostics, readable };
}

const needed: Readonly<Record<string, string>> = {
  catalog: "catalog: 1",
  timezone: "timezone: Asia/Shanghai",
  currency: "currency: CNY",
  customer: "customer: { key: customer_id, type: integer, source: customers }",
};

function missing(
  found: ReadonlyMap<string, CatalogEntry>,
  merged: Readonly<Record<Section, ReadonlyMap<string, CatalogEntry>>>,
  incomplete: ReadonlySet<string>,
  place: Span,
): readonly Diagnostic[] {
  const absent = Object.entries(needed).filter(([section]) => !found.has(section));
  if (merged.sources.size === 0 && !incomplete.has("sources")) {
    absent.push(["sources", "sources: { customers: { relation: customers, grain: customer } }"]);
  }
  return absent.map(([section, example]) =>
    diagnostic("catalog-section-missing", place, { section, example }),
  );
}

function isSection(name: string): name is Section {
  return (sections as readonly string[]).includes(name);
}
