import type { Duration, DurationUnit, Source } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { entryOf, itemsOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { Placed } from "./catalog.ts";
import { readConditions } from "./mapping.ts";
import type { CatalogEntry } from "./merge.ts";
import { checkName, type Reader } from "./reader.ts";
import { readPattern, readTime } from "./time.ts";

type Grain = Source["grain"];

/** The grains that a key of a source is for. */
const grainsFor: Readonly<Record<string, readonly Grain[]>> = {
  snapshot: ["customer", "collection"],
  history: ["customer", "collection"],
  time: ["event"],
  lateness: ["event"],
  partition: ["event"],
  id: ["event", "collection"],
};

/** Reads the sources; those whose form is wrong are left out. `key` is the column of the customer's key. */
export function readSources(reader: Reader, key: string): ReadonlyMap<string, Placed<Source>> {
  const sources = new Map<string, Placed<Source>>();
  for (const entry of reader.entries.sections.sources.values()) {
    checkName(reader, "a source", entry.name, entry.key, { dotted: false, reserved: {} });
    const source = entry.sound() ? readSource(reader, entry, key) : undefined;
    if (source !== undefined) sources.set(entry.name, { value: source, span: entry.key });
  }
  return sources;
}

function readSource(reader: Reader, { name, node }: CatalogEntry, key: string): Source | undefined {
  const relation = textOf(valueAt(node, "relation"));
  const grain = textOf(valueAt(node, "grain")) as Grain | undefined;
  if (relation === undefined || grain === undefined) return undefined;
  const says = (part: string): YamlNode | undefined => {
    const entry = entryOf(node, part);
    const grains = grainsFor[part] ?? [];
    if (entry === undefined || grains.includes(grain)) return entry?.value;
    reader.report(diagnostic("source-key-grain", entry.key, { key: part, grain, grains }));
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
  const lateness = readDuration(says("lateness"));
  const partitionNode = says("partition");
  const column = textOf(valueAt(partitionNode, "column"));
  const format = readPattern(reader, valueAt(partitionNode, "format"), "partition");
  return {
    name,
    relation,
    grain,
    customer: { kind: "column", column: textOf(valueAt(node, "customer")) ?? key },
    where: readConditions(valueAt(node, "where")) ?? {},
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(from === undefined || to === undefined || snapshot !== undefined ? {} : { history: { from, to } }),
    ...(time === undefined ? {} : { time }),
    id: itemsOf(says("id")).flatMap((each) => textOf(each) ?? []),
    ...(lateness === undefined ? {} : { lateness }),
    ...(column === undefined || format === undefined ? {} : { partition: { column, format } }),
  };
}

/** Reads `2 days`, whose form the schema has checked. */
function readDuration(node: YamlNode | undefined): Duration | undefined {
  const parts = /^(?<count>[0-9_]+) (?<unit>[a-z]+?)s?$/.exec(textOf(node) ?? "")?.groups;
  if (parts === undefined) return undefined;
  return { count: Number((parts["count"] ?? "").replaceAll("_", "")), unit: parts["unit"] as DurationUnit };
}
