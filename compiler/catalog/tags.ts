import type { Span } from "../../grammar/span.ts";
import type { Source } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { entryOf, itemsOf, textOf, valueAt, type YamlNode, type YamlScalar } from "../yaml/node.ts";
import type { CatalogTag, Placed, Purpose, TagStatus } from "./catalog.ts";
import { readHistory } from "./history.ts";
import { readMapping } from "./mapping.ts";
import type { CatalogEntry } from "./merge.ts";
import { checkFit, reportMissing } from "./overlay.ts";
import { checkName, labelsOf, lookUp, type Reader } from "./reader.ts";
import { readType } from "./value-types.ts";

/** Names that the language gives a meaning of its own: contact history's events. */
export const builtInEvents: Readonly<Record<string, string>> = {
  contact: "it is the language's own event for what has been sent",
  response: "it is the language's own event for what came of it",
};

const allPurposes: readonly Purpose[] = ["service", "marketing"];

/** Reads the tags; those whose form is wrong, or whose source does not exist, are left out. */
export function readTags(
  reader: Reader,
  sources: ReadonlyMap<string, Placed<Source>>,
): ReadonlyMap<string, CatalogTag> {
  const tags = new Map<string, CatalogTag>();
  for (const entry of reader.entries.sections.tags.values()) {
    if (entry.origin !== "library") {
      checkName(reader, "a tag", entry.name, entry.key, { dotted: true, reserved: builtInEvents });
      checkCategory(reader, entry);
      checkUse(reader, entry);
    }
    if (entry.origin === "project") reportMissing(reader, "tags", entry, neededOfTags);
    const tag = entry.sound("type") && entry.sound("from") ? readTag(reader, sources, entry) : undefined;
    if (tag !== undefined) tags.set(entry.name, tag);
  }
  return tags;
}

const neededOfTags = [
  ["type", "integer"],
  ["from", "customers.age"],
] as const;

interface Origin {
  readonly source: string;
  readonly sourceSpan: Span;
  readonly column: string;
  readonly columnSpan: Span;
}

function readTag(
  reader: Reader,
  sources: ReadonlyMap<string, Placed<Source>>,
  entry: CatalogEntry,
): CatalogTag | undefined {
  const { name, node } = entry;
  const from = valueAt(node, "from");
  const type = valueAt(node, "type");
  const origin = originOf(from, name);
  if (from === undefined && entry.origin !== "project") return unmappedTag(reader, entry);
  if (from === undefined || type === undefined || origin === undefined) return undefined;
  const declared = lookUp(reader, "sources", origin.source, origin.sourceSpan);
  const source = sources.get(origin.source)?.value;
  if (source !== undefined && source.grain !== "customer" && source.grain !== "tag-rows") {
    const related = declared === undefined ? [] : [{ span: declared.key, label: "the source" }];
    const needed = "customer or tag_rows";
    const parameters = { what: "a tag", source: source.name, needed, grain: source.grain };
    reader.report(diagnostic("source-grain", origin.sourceSpan, parameters, { related }));
  }
  const how = from.kind === "map" ? from : undefined;
  if (source?.grain === "tag-rows") {
    for (const key of ["currency", "negative_when"]) {
      const entry = entryOf(how, key);
      if (entry !== undefined) reader.report(diagnostic("key-for-tag-rows", entry.key, { key }));
    }
  }
  const mapping = readMapping(reader, {
    name,
    source: origin.source,
    column: origin.column,
    type,
    how,
    place: type.span,
  });
  if (mapping !== undefined) checkFit(reader, name, mapping.type, entry);
  if (mapping === undefined || source === undefined) return undefined;
  return { ...saidOfTag(reader, entry), type: mapping.type, mapping, columnSpan: origin.columnSpan };
}

/** A tag of the standard library whose column nobody names. */
function unmappedTag(reader: Reader, entry: CatalogEntry): CatalogTag | undefined {
  const node = valueAt(entry.node, "type");
  const type = node && readType(reader, node, undefined, 0);
  if (type === undefined) return undefined;
  checkFit(reader, entry.name, type, entry);
  const mapping = { source: "", column: entry.name, type, unknown: [] };
  return { ...saidOfTag(reader, entry), type, mapping, columnSpan: entry.key, unmapped: true };
}

function saidOfTag(reader: Reader, entry: CatalogEntry) {
  const { name, key, node, sound, origin } = entry;
  const status = sound("status") ? statusOf(node) : undefined;
  const text = (part: string): string | undefined => textOf(valueAt(node, part));
  return {
    class: text("class"),
    category: text("category"),
    description: text("description"),
    unit: text("unit"),
    owner: text("owner"),
    sensitivity: text("sensitivity"),
    ...(origin === "project" ? {} : { library: true as const }),
    name,
    label: labelsOf(valueAt(node, "label")),
    status: status ?? ("active" as const),
    use: textOf(valueAt(node, "use")),
    purposes: purposesOf(node),
    refreshed: textOf(valueAt(node, "refreshed")),
    history: readHistory(reader, entry, status),
    span: key,
  };
}

function originOf(from: YamlNode | undefined, name: string): Origin | undefined {
  if (from?.kind === "scalar") {
    const written = textOf(from);
    const dot = written?.indexOf(".") ?? -1;
    if (written === undefined || dot < 0) return undefined;
    return {
      source: written.slice(0, dot),
      column: written.slice(dot + 1),
      ...spansOfShorthand(from, dot),
    };
  }
  const source = valueAt(from, "source");
  const sourceName = textOf(source);
  if (from === undefined || source === undefined || sourceName === undefined) return undefined;
  const column = valueAt(from, "column");
  return {
    source: sourceName,
    sourceSpan: source.span,
    column: textOf(column) ?? name,
    columnSpan: column?.span ?? from.span,
  };
}

function spansOfShorthand(from: YamlScalar, dot: number): { sourceSpan: Span; columnSpan: Span } {
  // In quotes, escapes may stand between; the whole is then pointed at.
  if (from.quoted) return { sourceSpan: from.span, columnSpan: from.span };
  const middle = from.span.start + dot;
  return { sourceSpan: { ...from.span, end: middle }, columnSpan: { ...from.span, start: middle + 1 } };
}

function statusOf(node: YamlNode): TagStatus {
  return (textOf(valueAt(node, "status")) as TagStatus | undefined) ?? "active";
}

function purposesOf(node: YamlNode): readonly Purpose[] {
  const listed = itemsOf(valueAt(node, "purposes")).map(textOf);
  return listed.length === 0 ? allPurposes : allPurposes.filter((purpose) => listed.includes(purpose));
}

/** Checks that a class, and its category, are among those of `categories`, where the catalog lists any. */
export function checkCategory(reader: Reader, { node }: CatalogEntry): void {
  const group = entryOf(node, "class");
  const category = entryOf(node, "category");
  const className = textOf(group?.value);
  const categoryName = textOf(category?.value);
  if (category !== undefined && categoryName !== undefined && group === undefined) {
    reader.report(diagnostic("category-without-class", category.key, { category: categoryName }));
  }
  if (reader.entries.sections.categories.size === 0 || group === undefined || className === undefined) return;
  const declared = lookUp(reader, "categories", className, group.value.span);
  if (declared === undefined || !declared.sound() || category === undefined || categoryName === undefined)
    return;
  const known = itemsOf(declared.node).flatMap((item) => textOf(item) ?? []);
  if (known.includes(categoryName)) return;
  const nearest = nearestName(categoryName, known);
  const what = `category of \`${className}\``;
  reader.report(diagnostic("unknown-name", category.value.span, { what, name: categoryName, nearest }));
}

function checkUse(reader: Reader, { name, key, node }: CatalogEntry): void {
  const use = valueAt(node, "use");
  const target = textOf(use);
  if (use === undefined || target === undefined) {
    const status = entryOf(node, "status");
    if (textOf(status?.value) === "deprecated" && use === undefined) {
      reader.report(diagnostic("deprecated-without-use", status?.value.span ?? key, { name }));
    }
    return;
  }
  let next = lookUp(reader, "tags", target, use.span);
  const seen = new Set<string>();
  while (next !== undefined && !seen.has(next.name)) {
    if (next.name === name) {
      reader.report(diagnostic("use-of-itself", use.span, { name }));
      return;
    }
    seen.add(next.name);
    next = reader.entries.sections.tags.get(textOf(valueAt(next.node, "use")) ?? "");
  }
}
