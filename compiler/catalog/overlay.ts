import type { EventSource, ValueType } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { valueAt, type YamlEntry, type YamlNode } from "../yaml/node.ts";
import type { CatalogEvent } from "./catalog.ts";
import type { CatalogEntry, Section } from "./merge.ts";
import type { Reader } from "./reader.ts";
import { readType, typeText } from "./value-types.ts";

/** Keys whose value is one thing, which a project replaces as a whole; other maps are laid over key by key. */
const whole: ReadonlySet<string> = new Set(["type", "from", "where", "map"]);

/** The standard library's entry with a project's laid over it, key by key. */
export function laidOver(own: CatalogEntry, library: CatalogEntry): CatalogEntry {
  return {
    name: own.name,
    key: own.key,
    node: overlaid(own.node, library.node),
    sound: (...path) => own.sound(...path) && library.sound(...path),
    origin: "both",
    own: own.node,
    library: library.node,
  };
}

function overlaid(own: YamlNode, library: YamlNode): YamlNode {
  if (own.kind === "list" && library.kind === "list") {
    return { ...own, items: [...library.items, ...own.items] };
  }
  if (own.kind !== "map" || library.kind !== "map") return own;
  const entries = new Map<string, YamlEntry>(library.entries);
  for (const [key, entry] of own.entries) {
    const below = library.entries.get(key);
    const value =
      below?.value.kind === "map" && !whole.has(key) ? overlaid(entry.value, below.value) : entry.value;
    entries.set(key, { key: entry.key, value });
  }
  return { kind: "map", entries, span: own.span };
}

/**
 * Reports keys that an entry must have and that neither the project nor the standard library says. An entry that
 * leaves one out means to be laid over the library's: where a name there is near, it is taken for a misspelling.
 */
export function reportMissing(
  reader: Reader,
  section: Extract<Section, "tags" | "events" | "collections">,
  { name, key, node }: CatalogEntry,
  needed: readonly (readonly [key: string, example: string | undefined])[],
): void {
  if (node.kind !== "map") return;
  const missing = needed.filter(([each]) => valueAt(node, each) === undefined);
  if (missing.length === 0) return;
  const nearest = nearestName(name, reader.entries.libraryNames[section]);
  if (nearest !== undefined) {
    const what = { tags: "tag", events: "event", collections: "collection" }[section];
    const keys = missing.map(([each]) => each);
    reader.report(diagnostic("overlay-unknown", key, { what, name, nearest, keys }));
    return;
  }
  for (const [each, example] of missing) {
    reader.report(diagnostic("missing-key", key, { key: each, where: `${section}.${name}`, example }));
  }
}

/** Reports a type of the project's that the standard library's rules could not do with. */
export function checkFit(
  reader: Reader,
  name: string,
  type: ValueType,
  nodes: { readonly own?: YamlNode | undefined; readonly library?: YamlNode | undefined },
): void {
  const written = valueAt(nodes.own, "type");
  const node = valueAt(nodes.library, "type");
  if (written === undefined || node === undefined) return;
  const library = readType(reader, node, undefined, 0);
  if (library === undefined) return;
  const problem = misfit(type, library);
  if (problem === undefined) return;
  const parameters = { name, type: typeText(type), library: typeText(library), ...problem };
  const related = [{ span: node.span, label: "the standard library's type" }];
  reader.report(diagnostic("overlay-type", written.span, parameters, { related }));
}

interface Misfit {
  readonly problem: "kind" | "members" | "order" | "currency";
  readonly missing: readonly string[];
}

/**
 * Why values of a type cannot stand where the library means another; undefined where they can: the same type, with
 * more members maybe, whole numbers for numbers, a number or an enum for a text that is only shown.
 */
export function misfit(type: ValueType, library: ValueType): Misfit | undefined {
  const none = { missing: [] };
  if (type.kind === "enum" && library.kind === "enum") {
    const missing = library.members.filter((member) => !type.members.includes(member));
    if (missing.length > 0) return { problem: "members", missing };
    const kept = type.members.filter((member) => library.members.includes(member));
    const inOrder = kept.every((member, index) => member === library.members[index]);
    return library.ordered && !(type.ordered && inOrder) ? { problem: "order", ...none } : undefined;
  }
  if (type.kind === "set" && library.kind === "set") {
    const missing = library.members.filter((member) => !type.members.includes(member));
    return missing.length > 0 ? { problem: "members", missing } : undefined;
  }
  if (type.kind === "money" && library.kind === "money") {
    return type.currency === library.currency || library.currency === undefined
      ? undefined
      : { problem: "currency", ...none };
  }
  const fitting: readonly ValueType["kind"][] =
    library.kind === "decimal" || library.kind === "percent"
      ? ["integer", "decimal", "percent"]
      : library.kind === "text"
        ? ["text", "integer", "enum"]
        : [library.kind];
  return fitting.includes(type.kind) ? undefined : { problem: "kind", ...none };
}

/** An event's source with the attributes that the project maps: nothing reads the library's others. */
export function mappedSource({ source, unmappedAttributes }: CatalogEvent): EventSource {
  if (unmappedAttributes === undefined) return source;
  const attributes = Object.entries(source.attributes).filter(([name]) => !unmappedAttributes.has(name));
  return { ...source, attributes: Object.fromEntries(attributes) };
}

/** What is said of something of the standard library's that the project maps to nothing: what it is, and how it would be mapped. */
export function notMapped(
  what: "tag" | "event" | "collection" | "attribute",
  name: string,
): { readonly what: string; readonly name: string; readonly example: string } {
  const dot = name.lastIndexOf(".");
  const examples = {
    tag: `tags: { ${name}: { from: source.column } }`,
    event: `events: { ${name}: { source: … } }`,
    collection: `collections: { ${name}: { source: … } }`,
    attribute: `${name.slice(0, Math.max(dot, 0))}: { attributes: { ${name.slice(dot + 1)}: { column: … } } }`,
  };
  return { what, name, example: examples[what] };
}
