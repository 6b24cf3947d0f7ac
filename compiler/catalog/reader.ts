import type { Span } from "../../grammar/span.ts";
import { type Diagnostic, diagnostic } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { entriesOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { Labels, Wording } from "./catalog.ts";
import type { CatalogEntries, CatalogEntry, Section } from "./merge.ts";

/** What every part of the catalog is read with. */
export interface Reader {
  readonly entries: CatalogEntries;
  /** The project's zone, where local times are stored without one. */
  readonly timezone: string;
  readonly currency: string;
  readonly report: (diagnostic: Diagnostic) => void;
}

const singular: Readonly<Record<Section, string>> = {
  sources: "source",
  tags: "tag",
  events: "event",
  collections: "collection",
  channels: "channel",
  products: "product",
  categories: "class",
  describe: "description",
};

/**
 * Looks up a name that another part of the catalog refers to; an unknown one is reported with the nearest.
 * Gives undefined where there is none.
 */
export function lookUp(reader: Reader, section: Section, name: string, span: Span): CatalogEntry | undefined {
  const known = reader.entries.sections[section];
  const entry = known.get(name);
  if (entry === undefined && !reader.entries.incomplete.has(section)) {
    const nearest = nearestName(name, known.keys());
    reader.report(diagnostic("unknown-name", span, { what: singular[section], name, nearest }));
  }
  return entry;
}

/** The texts of a label by language. */
export function labelsOf(node: YamlNode | undefined): Labels {
  return Object.fromEntries(
    entriesOf(node).flatMap(([language, { value }]) => {
      const text = textOf(value);
      return text === undefined ? [] : [[language, text] as const];
    }),
  );
}

/** How people call something, and what they are told of it. */
export function wordingOf(node: YamlNode | undefined): Wording {
  return { label: labelsOf(valueAt(node, "label")), description: textOf(valueAt(node, "description")) };
}

const identifier = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;
const words = new Set([..."and or not in is of true false case when otherwise end".split(" ")]);

/** Reports a name that a .campaign file could not write, or that means something there already. */
export function checkName(
  reader: Reader,
  what: string,
  name: string,
  span: Span,
  { dotted, reserved }: { readonly dotted: boolean; readonly reserved: Readonly<Record<string, string>> },
): void {
  const parts = dotted ? name.split(".") : [name];
  if (!parts.every((part) => identifier.test(part))) {
    const suggestion = suggested(dotted ? parts : name.split("."), dotted ? "." : "_");
    reader.report(diagnostic("catalog-name-form", span, { what, name, suggestion }));
    return;
  }
  const word = parts.find((part) => words.has(part));
  const because = word === undefined ? reserved[name] : "it is a word of the language";
  if (because !== undefined && (word !== undefined || Object.hasOwn(reserved, name))) {
    reader.report(diagnostic("catalog-name-reserved", span, { name, because }));
  }
}

function suggested(parts: readonly string[], joint: string): string {
  const repaired = parts
    .map((part) => part.replace(/[^\p{L}\p{Nd}_]+/gu, "_").replace(/^(?=\p{Nd})/u, "_"))
    .filter((part) => part !== "");
  return repaired.length === 0 ? "a_name" : repaired.join(joint);
}
