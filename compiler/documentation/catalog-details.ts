import type { ColumnConditions, ColumnMapping, Source, ValueType } from "../../plan/index.ts";
import type { Catalog, CatalogChannel, CatalogEvent, CatalogTag } from "../catalog/catalog.ts";
import { grainText } from "../catalog/sources.ts";
import { typeText } from "../catalog/value-types.ts";
import type { LedgerEvent } from "../resolve/ledger-events.ts";
import {
  type AttributeDetail,
  type ColumnRead,
  inOrder,
  type ThingDetail,
  type ThingReference,
} from "./documentation.ts";

type Detail<Kind extends ThingDetail["kind"]> = Extract<ThingDetail, { readonly kind: Kind }>;

/** What a tag of the catalog is, and where it is read. */
export function readTagDetail(tag: CatalogTag, catalog: Catalog): Detail<"tag"> {
  const { status, use, purposes, refreshed, sensitivity } = tag;
  const replaces = [...catalog.tags.values()].flatMap((other) =>
    other.use === tag.name ? [other.name] : [],
  );
  return {
    kind: "tag",
    type: typeText(tag.type),
    members: membersOf(tag.type),
    form: "read",
    status,
    use,
    replaces: replaces.sort(),
    purposes,
    refreshed,
    sensitivity,
    column: tag.unmapped === true ? undefined : columnRead(tag.mapping, catalog),
  };
}

/** What an event or a collection of the catalog is, and where its rows are. */
export function readRowsDetail(
  kind: "event" | "collection",
  event: CatalogEvent,
  catalog: Catalog,
): Detail<"event" | "collection"> {
  const { source, unmapped, unmappedAttributes, attributeWording } = event;
  const relation = catalog.sources.get(source.source)?.value.relation;
  const attributes = Object.entries(source.attributes).map(([name, mapping]): AttributeDetail => {
    const isMapped = unmapped !== true && unmappedAttributes?.has(name) !== true;
    return {
      name,
      label: attributeWording.get(name)?.label ?? {},
      description: attributeWording.get(name)?.description,
      type: typeText(mapping.type),
      members: membersOf(mapping.type),
      column: isMapped ? columnRead(mapping, catalog) : undefined,
    };
  });
  return {
    kind,
    form: "read",
    firing: undefined,
    family: undefined,
    eventKind: undefined,
    attributes,
    rows:
      relation === undefined
        ? undefined
        : { source: source.source, relation, where: conditionsText(source.where) },
  };
}

/** What `contact` and `response` have. Lists that grow with what is declared are left out: each has its page. */
export function ledgerEventDetail(
  { source }: LedgerEvent,
  openLists: ReadonlySet<readonly string[]>,
): Detail<"event" | "collection"> {
  const attributes = Object.entries(source.attributes).map(([name, { type }]): AttributeDetail => {
    const members = membersOf(type);
    return {
      name,
      label: {},
      description: undefined,
      type: typeText(type),
      members: openLists.has(members) ? [] : members,
      column: undefined,
    };
  });
  return {
    kind: "event",
    form: "read",
    firing: undefined,
    family: undefined,
    eventKind: undefined,
    attributes,
    rows: undefined,
  };
}

/** What a channel asks and takes, in the order in which the catalog's reference names the keys. */
export function channelDetail({ value }: CatalogChannel): Detail<"channel"> {
  const { address, consent, cost, capacity, hours, maxLength, message } = value;
  const facts: readonly (readonly [Detail<"channel">["facts"][number][0], string | undefined])[] = [
    ["address", address],
    ["consent", consent],
    ["cost", cost && `${cost.amount} ${cost.currency}`],
    ["capacity", capacity && `${capacity.limit} per ${capacity.period}`],
    ["hours", hours && `${hours.from} .. ${hours.to}`],
    ["max_length", maxLength === undefined ? undefined : String(maxLength)],
    ["message", message ? undefined : "none"],
  ];
  return {
    kind: "channel",
    facts: facts.flatMap(([key, text]) => (text === undefined ? [] : [[key, text] as const])),
  };
}

/** What a source is, and who reads which of its columns. */
export function sourceDetail(source: Source, catalog: Catalog): Detail<"source"> {
  const readers = new Map<string, ThingReference[]>();
  const add = (column: string, reader: ThingReference): void => {
    const known = readers.get(column);
    if (known === undefined) readers.set(column, [reader]);
    else known.push(reader);
  };
  for (const { name, mapping, unmapped } of catalog.tags.values()) {
    if (unmapped !== true && mapping.source === source.name) add(mapping.column, { kind: "tag", name });
  }
  for (const kind of ["event", "collection"] as const) {
    for (const [name, event] of kind === "event" ? catalog.events : catalog.collections) {
      if (event.unmapped === true || event.source.source !== source.name) continue;
      for (const [attribute, { column }] of Object.entries(event.source.attributes)) {
        if (event.unmappedAttributes?.has(attribute) !== true) add(column, { kind, name });
      }
    }
  }
  const columns = [...readers].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    kind: "source",
    relation: source.relation,
    grain: grainText(source.grain),
    columns: columns.map(([column, of]) => ({ column, readers: inOrder(of) })),
  };
}

/** The members of an enum or set. */
export function membersOf(type: ValueType): readonly string[] {
  return type.kind === "enum" || type.kind === "set" ? type.members : [];
}

function columnRead(mapping: ColumnMapping, catalog: Catalog): ColumnRead {
  const { source, column, scale, unknown, map, format, zone, decimals, currencyColumn, negativeWhen } =
    mapping;
  const how: readonly (readonly [string, string | undefined])[] = [
    ["unknown", unknown.length === 0 ? undefined : JSON.stringify(unknown)],
    ["map", map && conditionsText(map)],
    ["decimals", decimals === undefined ? undefined : String(decimals)],
    ["scale", scale],
    ["currency", currencyColumn],
    ["negative_when", negativeWhen && conditionsText(negativeWhen)],
    ["format", format],
    ["zone", zone],
  ];
  return {
    source,
    relation: catalog.sources.get(source)?.value.relation ?? source,
    column,
    how: how.flatMap(([key, text]) => (text === undefined ? [] : [[key, text] as const])),
  };
}

/** `kind: fx, dc: D`; undefined where nothing is asked. */
function conditionsText(conditions: ColumnConditions): string | undefined {
  const entries = Object.entries(conditions);
  if (entries.length === 0) return undefined;
  return entries.map(([column, value]) => `${column}: ${value}`).join(", ");
}
