import type { Span } from "../../grammar/span.ts";
import type { ColumnMapping, Source } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { entriesOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { CatalogEvent, Placed, Wording } from "./catalog.ts";
import { readHistory } from "./history.ts";
import { readConditions, readMapping } from "./mapping.ts";
import type { CatalogEntry } from "./merge.ts";
import { checkFit, reportMissing } from "./overlay.ts";
import { checkName, lookUp, type Reader, wordingOf } from "./reader.ts";
import { grainText } from "./sources.ts";
import { builtInEvents } from "./tags.ts";
import { readType } from "./value-types.ts";

const reservedAttributes: Readonly<Record<string, string>> = { time: "it is when the event happened" };

/** Reads events, or collections; those whose source does not exist are left out, and wrong attributes too. */
export function readEvents(
  reader: Reader,
  section: "events" | "collections",
  sources: ReadonlyMap<string, Placed<Source>>,
): ReadonlyMap<string, CatalogEvent> {
  const events = new Map<string, CatalogEvent>();
  const what = section === "events" ? "an event" : "a collection";
  for (const entry of reader.entries.sections[section].values()) {
    if (entry.origin !== "library") {
      checkName(reader, what, entry.name, entry.key, { dotted: true, reserved: builtInEvents });
    }
    if (entry.origin === "project") reportMissing(reader, section, entry, [["source", undefined]]);
    const event = readEvent(reader, section, what, sources, entry);
    if (event !== undefined) events.set(entry.name, event);
  }
  return events;
}

function readEvent(
  reader: Reader,
  section: "events" | "collections",
  what: string,
  sources: ReadonlyMap<string, Placed<Source>>,
  entry: CatalogEntry,
): CatalogEvent | undefined {
  const { name, key, node, sound } = entry;
  const sourceNode = valueAt(node, "source");
  const sourceName = textOf(sourceNode);
  if (sourceNode === undefined && entry.origin !== "project") return unmappedEvent(reader, entry, section);
  if (sourceNode === undefined || sourceName === undefined || !sound("source")) return undefined;
  const declared = lookUp(reader, "sources", sourceName, sourceNode.span);
  const source = sources.get(sourceName)?.value;
  const needed = section === "events" ? "event" : "collection";
  if (source !== undefined && source.grain !== needed) {
    const related = declared === undefined ? [] : [{ span: declared.key, label: "the source" }];
    const parameters = { what, source: sourceName, needed, grain: grainText(source.grain) };
    reader.report(diagnostic("source-grain", sourceNode.span, parameters, { related }));
  }
  const { attributes, spans, unmapped } = readAttributes(reader, entry, sourceName, section === "events");
  if (source === undefined || !sound("where")) return undefined;
  return {
    name,
    source: {
      name,
      source: sourceName,
      where: readConditions(valueAt(node, "where")) ?? {},
      attributes: Object.fromEntries(attributes),
    },
    ...wordingOf(node),
    history: readHistory(reader, entry),
    attributeWording: attributeWording(node),
    span: key,
    attributeSpans: spans,
    ...(unmapped.size === 0 ? {} : { unmappedAttributes: unmapped }),
    ...(entry.origin === "project" ? {} : { library: true as const }),
  };
}

/** An event or collection of the standard library whose source nobody names. */
function unmappedEvent(reader: Reader, entry: CatalogEntry, section: "events" | "collections"): CatalogEvent {
  const { name, key, node } = entry;
  const { attributes, spans } = readAttributes(reader, entry, "", section === "events");
  return {
    name,
    source: { name, source: "", where: {}, attributes: Object.fromEntries(attributes) },
    ...wordingOf(node),
    history: readHistory(reader, entry),
    attributeWording: attributeWording(node),
    span: key,
    attributeSpans: spans,
    unmapped: true,
    library: true,
  };
}

function attributeWording(node: YamlNode): ReadonlyMap<string, Wording> {
  const attributes = entriesOf(valueAt(node, "attributes"));
  return new Map(attributes.map(([name, { value }]) => [name, wordingOf(value)]));
}

function readAttributes(
  reader: Reader,
  entry: CatalogEntry,
  source: string,
  timed: boolean,
): {
  readonly attributes: ReadonlyMap<string, ColumnMapping>;
  readonly spans: ReadonlyMap<string, Span>;
  readonly unmapped: ReadonlySet<string>;
} {
  const { node, sound, origin } = entry;
  const [own, library] = [entry.own, entry.library].map((each) => valueAt(each, "attributes"));
  const attributes = new Map<string, ColumnMapping>();
  const spans = new Map<string, Span>();
  const unmapped = new Set<string>();
  for (const [name, { key, value }] of entriesOf(valueAt(node, "attributes"))) {
    const reserved = timed ? reservedAttributes : {};
    if (origin !== "library") checkName(reader, "an attribute", name, key, { dotted: false, reserved });
    const type = valueAt(value, "type");
    if (type === undefined) reportUntyped(reader, entry, { name, key, value }, library);
    if (type === undefined || !sound("attributes", name)) continue;
    const columnNode = valueAt(value, "column");
    const column = textOf(columnNode) ?? name;
    const nodes = { own: valueAt(own, name), library: valueAt(library, name) };
    const isMapped = origin === "project" || (nodes.own !== undefined && source !== "");
    const mapping = isMapped
      ? readMapping(reader, { name, source, column, type, how: value, place: type.span })
      : unmappedColumn(reader, column, type);
    if (mapping === undefined) continue;
    checkFit(reader, `${entry.name}.${name}`, mapping.type, nodes);
    if (!isMapped) unmapped.add(name);
    attributes.set(name, mapping);
    spans.set(name, columnNode?.span ?? key);
  }
  return { attributes, spans, unmapped };
}

/** What is known of a value whose column nobody names: its type. */
function unmappedColumn(reader: Reader, column: string, node: YamlNode): ColumnMapping | undefined {
  const type = readType(reader, node, undefined, 0);
  return type && { source: "", column, type, unknown: [] };
}

/** Says that an attribute has no type: the library's has one, and may be what is meant. */
function reportUntyped(
  reader: Reader,
  { name: event }: CatalogEntry,
  { name, key, value }: { readonly name: string; readonly key: Span; readonly value: YamlNode },
  library: YamlNode | undefined,
): void {
  if (value.kind !== "map") return;
  const nearest = nearestName(
    name,
    entriesOf(library).map(([each]) => each),
  );
  if (nearest === undefined) {
    const where = `events.${event}.attributes.${name}`;
    reader.report(diagnostic("missing-key", key, { key: "type", where, example: "text" }));
    return;
  }
  const what = `attribute of \`${event}\``;
  reader.report(diagnostic("overlay-unknown", key, { what, name, nearest, keys: ["type"] }));
}
