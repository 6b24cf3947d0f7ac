import type { Channel, ValueType } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { entryOf, numberOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { CatalogChannel, CatalogTag } from "./catalog.ts";
import type { CatalogEntry } from "./merge.ts";
import { notMapped } from "./overlay.ts";
import { checkName, lookUp, type Reader, wordingOf } from "./reader.ts";
import { typeText } from "./value-types.ts";

const reservedChannels: Readonly<Record<string, string>> = {
  default: "in the project file it stands for all channels that are not named",
};

/** Reads the channels; those whose form is wrong are left out. */
export function readChannels(
  reader: Reader,
  tags: ReadonlyMap<string, CatalogTag>,
): ReadonlyMap<string, CatalogChannel> {
  const channels = new Map<string, CatalogChannel>();
  for (const entry of reader.entries.sections.channels.values()) {
    checkName(reader, "a channel", entry.name, entry.key, { dotted: false, reserved: reservedChannels });
    if (!entry.sound()) continue;
    const value = readChannel(reader, tags, entry);
    channels.set(entry.name, { value, span: entry.key, ...wordingOf(entry.node) });
  }
  return channels;
}

function readChannel(
  reader: Reader,
  tags: ReadonlyMap<string, CatalogTag>,
  { name, node }: CatalogEntry,
): Channel {
  const address = readTagName(reader, tags, node, "address", ["text", "integer"]);
  const consent = readTagName(reader, tags, node, "consent", ["boolean"]);
  const cost = readCost(reader, valueAt(node, "cost"));
  const capacity = readCapacity(valueAt(node, "capacity"));
  const hours = readHours(reader, valueAt(node, "hours"));
  const maxLength = numberOf(valueAt(node, "max_length"));
  return {
    name,
    ...(address === undefined ? {} : { address }),
    ...(consent === undefined ? {} : { consent }),
    ...(cost === undefined ? {} : { cost }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(hours === undefined ? {} : { hours }),
    ...(maxLength === undefined ? {} : { maxLength }),
    message: entryOf(node, "message") === undefined,
  };
}

function readTagName(
  reader: Reader,
  tags: ReadonlyMap<string, CatalogTag>,
  channel: YamlNode,
  key: string,
  kinds: readonly ValueType["kind"][],
): string | undefined {
  const node = valueAt(channel, key);
  const name = textOf(node);
  if (node === undefined || name === undefined) return undefined;
  const declared = lookUp(reader, "tags", name, node.span);
  const tag = tags.get(name);
  if (declared === undefined || tag === undefined) return name;
  const related = [{ span: tag.span, label: "the tag" }];
  if (tag.unmapped === true) {
    reader.report(diagnostic("not-mapped", node.span, notMapped("tag", name), { related }));
    return name;
  }
  if (!kinds.includes(tag.type.kind)) {
    const parameters = { key, tag: name, needed: kinds.join(" or "), type: typeText(tag.type) };
    reader.report(diagnostic("channel-tag-type", node.span, parameters, { related }));
  }
  if (tag.status === "retired" || tag.status === "draft") {
    const parameters = { tag: name, status: tag.status, use: tag.use };
    reader.report(diagnostic("channel-tag-status", node.span, parameters, { related }));
  }
  return name;
}

function readCost(reader: Reader, node: YamlNode | undefined): Channel["cost"] {
  const [written, currency] = (textOf(node) ?? "").split(" ");
  if (node === undefined || written === undefined || currency === undefined) return undefined;
  if (currency !== reader.currency && !reader.entries.singles.has("rates")) {
    reader.report(diagnostic("channel-cost-currency", node.span, { currency, project: reader.currency }));
  }
  return { amount: written.replaceAll("_", ""), currency };
}

function readCapacity(node: YamlNode | undefined): Channel["capacity"] {
  const parts = /^(?<limit>[0-9_]+) per (?<period>[a-z]+)$/.exec(textOf(node) ?? "")?.groups;
  if (parts === undefined) return undefined;
  return {
    limit: Number((parts["limit"] ?? "").replaceAll("_", "")),
    period: parts["period"] as "day" | "week" | "month",
  };
}

function readHours(reader: Reader, node: YamlNode | undefined): Channel["hours"] {
  const [from, to] = (textOf(node) ?? "").split(" .. ");
  if (node === undefined || from === undefined || to === undefined) return undefined;
  if (from === to) reader.report(diagnostic("channel-hours-empty", node.span, { time: from }));
  return { from, to };
}
