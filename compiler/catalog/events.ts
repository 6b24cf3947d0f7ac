import type { Span } from "../../grammar/span.ts";
import type { ColumnMapping, Source } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { entriesOf, textOf, valueAt } from "../yaml/node.ts";
import type { CatalogEvent, Placed } from "./catalog.ts";
import { readConditions, readMapping } from "./mapping.ts";
import type { CatalogEntry } from "./merge.ts";
import { checkName, labelsOf, lookUp, type Reader } from "./reader.ts";
import { grainText } from "./sources.ts";
import { builtInEvents } from "./tags.ts";

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
    checkName(reader, what, entry.name, entry.key, { dotted: true, reserved: builtInEvents });
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
  if (sourceNode === undefined || sourceName === undefined || !sound("source")) return undefined;
  const declared = lookUp(reader, "sources", sourceName, sourceNode.span);
  const source = sources.get(sourceName)?.value;
  const needed = section === "events" ? "event" : "collection";
  if (source !== undefined && source.grain !== needed) {
    const related = declared === undefined ? [] : [{ span: declared.key, label: "the source" }];
    const parameters = { what, source: sourceName, needed, grain: grainText(source.grain) };
    reader.report(diagnostic("source-grain", sourceNode.span, parameters, { related }));
  }
  const { attributes, spans } = readAttributes(reader, entry, sourceName, section === "events");
  if (source === undefined || !sound("where")) return undefined;
  return {
    name,
    source: {
      name,
      source: sourceName,
      where: readConditions(valueAt(node, "where")) ?? {},
      attributes: Object.fromEntries(attributes),
    },
    label: labelsOf(valueAt(node, "label")),
    span: key,
    attributeSpans: spans,
  };
}

function readAttributes(
  reader: Reader,
  { node, sound }: CatalogEntry,
  source: string,
  timed: boolean,
): { readonly attributes: ReadonlyMap<string, ColumnMapping>; readonly spans: ReadonlyMap<string, Span> } {
  const attributes = new Map<string, ColumnMapping>();
  const spans = new Map<string, Span>();
  for (const [name, { key, value }] of entriesOf(valueAt(node, "attributes"))) {
    const reserved = timed ? reservedAttributes : {};
    checkName(reader, "an attribute", name, key, { dotted: false, reserved });
    const type = valueAt(value, "type");
    if (type === undefined || !sound("attributes", name)) continue;
    const columnNode = valueAt(value, "column");
    const column = textOf(columnNode) ?? name;
    const mapping = readMapping(reader, { name, source, column, type, how: value, place: type.span });
    if (mapping === undefined) continue;
    attributes.set(name, mapping);
    spans.set(name, columnNode?.span ?? key);
  }
  return { attributes, spans };
}
