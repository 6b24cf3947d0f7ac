import type { Duration, DurationUnit, Readiness, Source } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { entryOf, itemsOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { Placed } from "./catalog.ts";
import { readConditions } from "./mapping.ts";
import type { CatalogEntry } from "./merge.ts";
import { checkName, lookUp, type Reader } from "./reader.ts";
import { readPattern, readTime } from "./time.ts";

type Grain = Source["grain"];

/** The grains that a key of a source is for. */
const grainsFor: Readonly<Record<string, readonly Grain[]>> = {
  key: ["customer", "collection"],
  owners: ["customer", "collection"],
  snapshot: ["customer", "collection", "tag-rows"],
  history: ["customer", "collection", "tag-rows"],
  time: ["event"],
  lateness: ["event"],
  partition: ["event"],
  id: ["event", "collection"],
  tag: ["tag-rows"],
  value: ["tag-rows"],
};

const grainNames: Readonly<Record<string, Grain>> = {
  customer: "customer",
  event: "event",
  collection: "collection",
  tag_rows: "tag-rows",
};

/** A grain as the catalog writes it. */
export function grainText(grain: Grain): string {
  return grain.replace("-", "_");
}

/** Reads the sources; those whose form is wrong are left out. `key` is the column of the customer's key. */
export function readSources(reader: Reader, key: string): ReadonlyMap<string, Placed<Source>> {
  const sources = new Map<string, Placed<Source>>();
  for (const entry of reader.entries.sections.sources.values()) {
    checkName(reader, "a source", entry.name, entry.key, { dotted: false, reserved: {} });
    const source = entry.sound() ? readSource(reader, entry, key) : undefined;
    if (source !== undefined) sources.set(entry.name, { value: source, span: entry.key });
  }
  for (const { value: source } of sources.values()) checkVia(reader, source, sources);
  return sources;
}

function readSource(reader: Reader, { name, node }: CatalogEntry, key: string): Source | undefined {
  const relation = textOf(valueAt(node, "relation"));
  const grain = grainNames[textOf(valueAt(node, "grain")) ?? ""];
  if (relation === undefined || grain === undefined) return undefined;
  const says = (part: string): YamlNode | undefined => {
    const entry = entryOf(node, part);
    const grains = grainsFor[part] ?? [];
    if (entry === undefined || grains.includes(grain)) return entry?.value;
    reader.report(
      diagnostic("source-key-grain", entry.key, {
        key: part,
        grain: grainText(grain),
        grains: grains.map(grainText),
      }),
    );
    return undefined;
  };
  const snapshot = textOf(says("snapshot"));
  const history = says("history");
  const historyKey = entryOf(node, "history")?.key;
  if (snapshot !== undefined && history !== undefined && historyKey !== undefined) {
    reader.report(diagnostic("source-snapshot-and-history", historyKey, { source: name }));
  }
  const from = textOf(valueAt(history, "from"));
  const to = textOf(valueAt(history, "to"));
  const timeNode = says("time");
  const time = timeNode === undefined ? undefined : readTime(reader, timeNode);
  const lateness = durationOf(textOf(says("lateness")));
  const partitionNode = says("partition");
  const column = textOf(valueAt(partitionNode, "column"));
  const format = readPattern(reader, valueAt(partitionNode, "format"), "partition");
  const ownKey = textOf(says("key"));
  const owners = readOwners(says("owners"));
  const ownersEntry = entryOf(node, "owners");
  if (ownersEntry !== undefined && entryOf(node, "key") === undefined) {
    reader.report(diagnostic("owners-without-key", ownersEntry.key, { source: name }));
  }
  const tag = textOf(says("tag"));
  const value = textOf(says("value"));
  const ready = readReadiness(valueAt(node, "ready"));
  return {
    name,
    relation,
    grain,
    customer: readCustomerLink(reader, valueAt(node, "customer"), grain, key),
    where: readConditions(valueAt(node, "where")) ?? {},
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(ownKey === undefined ? {} : { key: ownKey }),
    ...(owners === undefined ? {} : { owners }),
    ...(from === undefined || to === undefined || snapshot !== undefined ? {} : { history: { from, to } }),
    ...(time === undefined ? {} : { time }),
    id: itemsOf(says("id")).flatMap((each) => textOf(each) ?? []),
    ...(lateness === undefined ? {} : { lateness }),
    ...(column === undefined || format === undefined ? {} : { partition: { column, format } }),
    ...(tag === undefined || value === undefined ? {} : { tagRows: { tag, value } }),
    ...(ready === undefined ? {} : { ready }),
  };
}

function readCustomerLink(
  reader: Reader,
  node: YamlNode | undefined,
  grain: Grain,
  key: string,
): Source["customer"] {
  if (node?.kind !== "map") return { kind: "column", column: textOf(node) ?? key };
  const via = entryOf(node, "via");
  const source = textOf(via?.value);
  const column = textOf(valueAt(node, "on"));
  if (via === undefined || source === undefined || column === undefined)
    return { kind: "column", column: key };
  if (grain === "event" || grain === "collection") return { kind: "via", source, column };
  reader.report(diagnostic("customer-via-grain", via.key, { grain: grainText(grain) }));
  return { kind: "column", column: key };
}

/** Checks that the source by way of which another finds its customers is there and names them. */
function checkVia(
  reader: Reader,
  { name, customer }: Source,
  sources: ReadonlyMap<string, Placed<Source>>,
): void {
  if (customer.kind !== "via") return;
  const entry = reader.entries.sections.sources.get(name);
  const place = valueAt(valueAt(entry?.node, "customer"), "via")?.span ?? entry?.key;
  if (place === undefined) return;
  const declared = lookUp(reader, "sources", customer.source, place);
  const target = sources.get(customer.source)?.value;
  if (declared === undefined || target === undefined) return;
  const problem =
    target.grain !== "customer" && target.grain !== "collection"
      ? "grain"
      : target.customer.kind === "via"
        ? "via"
        : target.key === undefined
          ? "key"
          : undefined;
  if (problem === undefined) return;
  const parameters = { source: customer.source, problem, grain: grainText(target.grain) } as const;
  const related = [{ span: declared.key, label: "the source" }];
  reader.report(diagnostic("customer-via-target", place, parameters, { related }));
}

/** Who of a row's customers count; undefined for all. */
function readOwners(node: YamlNode | undefined): Source["owners"] {
  const column = textOf(valueAt(node, "column"));
  const primary = textOf(valueAt(node, "primary"));
  return column === undefined || primary === undefined ? undefined : { column, primary };
}

function readReadiness(node: YamlNode | undefined): Readiness | undefined {
  const relation = textOf(valueAt(node, "relation"));
  const date = textOf(valueAt(node, "date"));
  const whenLate = readWhenLate(textOf(valueAt(node, "when_late")));
  if (relation === undefined || date === undefined || whenLate === undefined) return undefined;
  return { relation, where: readConditions(valueAt(node, "where")) ?? {}, date, whenLate };
}

/** Reads `wait 4 hours`, `skip` or `fail`, whose form the schema has checked. */
function readWhenLate(written: string | undefined): Readiness["whenLate"] | undefined {
  if (written === "skip" || written === "fail") return { kind: written };
  const duration = durationOf(written?.replace(/^wait /, ""));
  return duration === undefined ? undefined : { kind: "wait", duration };
}

/** Reads `2 days`, whose form the schema has checked. */
function durationOf(written: string | undefined): Duration | undefined {
  const parts = /^(?<count>[0-9_]+) (?<unit>[a-z]+?)s?$/.exec(written ?? "")?.groups;
  if (parts === undefined) return undefined;
  return { count: Number((parts["count"] ?? "").replaceAll("_", "")), unit: parts["unit"] as DurationUnit };
}
