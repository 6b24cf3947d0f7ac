import type { Span } from "../../grammar/span.ts";
import type { BusinessCalendar, CustomerSource, RateSource, Source } from "../../plan/index.ts";
import { type Diagnostic, diagnostic, inOrderOfPlace } from "../diagnostics/diagnostic.ts";
import { entriesOf, itemsOf, numberOf, textOf, valueAt } from "../yaml/node.ts";
import type { SourceText } from "../yaml/read-yaml.ts";
import type { Catalog, CatalogProduct, Placed } from "./catalog.ts";
import { readChannels } from "./channels.ts";
import { readDescriptions } from "./describe.ts";
import { readEvents } from "./events.ts";
import { type CatalogEntries, mergeCatalog, type Single } from "./merge.ts";
import { labelsOf, lookUp, type Reader } from "./reader.ts";
import { grainText, readSources } from "./sources.ts";
import { readTags } from "./tags.ts";
import { isDay, readZone } from "./time.ts";

/** A catalog as far as it could be read, and all that is wrong with it in order of place. */
export interface CatalogReading {
  /**
   * Undefined where a file is no YAML, a section no list of names, or the time zone, currency or customers are
   * not known; else without the parts that are wrong.
   */
  readonly catalog: Catalog | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the files of a catalog together. The order of files means nothing, but for which of two equal keys is
 * named first. Touches no disk; an empty list of files says nothing and gives nothing. `library` is the standard library's
 * catalog, over which the files are laid.
 */
export function loadCatalog(
  files: readonly SourceText[],
  library: readonly SourceText[] = [],
): CatalogReading {
  if (files.length === 0) return { catalog: undefined, diagnostics: [] };
  const entries = mergeCatalog(inOrderOfPath(files), inOrderOfPath(library));
  const found: Diagnostic[] = [...entries.diagnostics];
  const catalog = entries.readable ? readCatalog(entries, (each) => found.push(each)) : undefined;
  return { catalog, diagnostics: inOrderOfPlace(found) };
}

function inOrderOfPath(files: readonly SourceText[]): readonly SourceText[] {
  return [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function readCatalog(entries: CatalogEntries, report: Reader["report"]): Catalog | undefined {
  const timezone = readZone(report, single(entries, "timezone"));
  const currency = textOf(single(entries, "currency"));
  const customerNode = single(entries, "customer");
  const key = textOf(valueAt(customerNode, "key"));
  // What the rest is measured by where it is not known: nothing that is said then mentions it.
  const reader: Reader = { entries, timezone: timezone ?? "", currency: currency ?? "", report };

  const sources = readSources(reader, key ?? "");
  const tags = readTags(reader, sources);
  const events = readEvents(reader, "events", sources);
  const collections = readEvents(reader, "collections", sources);
  checkSharedNames(reader);
  const channels = currency === undefined ? new Map() : readChannels(reader, tags);
  const descriptions = readDescriptions(reader);
  const customer = readCustomer(reader, sources);
  const rates = readRates(reader, sources);
  const calendar = readCalendar(reader);
  if (timezone === undefined || currency === undefined || customer === undefined) return undefined;
  const { incomplete } = entries;
  if (named.some((section) => incomplete.has(section)) || incomplete.has("products")) return undefined;
  return {
    timezone,
    currency,
    calendar,
    customer,
    rates,
    sources,
    tags,
    events,
    collections,
    channels,
    products: readProducts(reader),
    categories: readCategories(reader),
    descriptions,
    unread: unreadNames(entries, { tags, events, collections, channels }),
    places: placesOf(entries),
  };
}

/** The sections whose entries have names that campaigns speak of, and can be wrong. */
const named = ["tags", "events", "collections", "channels"] as const;

/** The names of what the files declare and was left out for being wrong. */
function unreadNames(
  { sections }: CatalogEntries,
  read: Pick<Catalog, (typeof named)[number]>,
): ReadonlySet<string> {
  const left = named.flatMap((section) =>
    [...sections[section].keys()].filter((name) => !read[section].has(name)),
  );
  const attributes = (["events", "collections"] as const).flatMap((section) =>
    [...read[section]].flatMap(([name, { source }]) =>
      entriesOf(valueAt(sections[section].get(name)?.node, "attributes"))
        .map(([attribute]) => attribute)
        .filter((attribute) => !Object.hasOwn(source.attributes, attribute))
        .map((attribute) => `${name}.${attribute}`),
    ),
  );
  return new Set([...left, ...attributes]);
}

/** The value of a key at the top; undefined where it is absent or its form is wrong. */
function single(entries: CatalogEntries, name: Single) {
  const entry = entries.singles.get(name);
  return entry?.sound() === true ? entry.node : undefined;
}

function readCustomer(
  reader: Reader,
  sources: ReadonlyMap<string, Placed<Source>>,
): CustomerSource | undefined {
  const node = single(reader.entries, "customer");
  const sourceNode = valueAt(node, "source");
  const key = textOf(valueAt(node, "key"));
  const type = textOf(valueAt(node, "type"));
  const name = textOf(sourceNode);
  if (sourceNode === undefined || key === undefined || name === undefined) return undefined;
  const declared = lookUp(reader, "sources", name, sourceNode.span);
  const source = sources.get(name)?.value;
  if (source !== undefined && source.grain !== "customer") {
    const parameters = {
      what: "who the customers are",
      source: name,
      needed: "customer",
      grain: grainText(source.grain),
    };
    const related = declared === undefined ? [] : [{ span: declared.key, label: "the source" }];
    reader.report(diagnostic("source-grain", sourceNode.span, parameters, { related }));
  }
  if (source === undefined) return undefined;
  return { source: name, key, type: type === "text" ? "text" : "integer" };
}

function readRates(reader: Reader, sources: ReadonlyMap<string, Placed<Source>>): RateSource | undefined {
  const node = single(reader.entries, "rates");
  const source = textOf(valueAt(node, "source"));
  const date = textOf(valueAt(node, "date"));
  const from = textOf(valueAt(node, "from"));
  const rate = textOf(valueAt(node, "rate"));
  if (source === undefined || date === undefined || from === undefined || rate === undefined)
    return undefined;
  const relation = sources.get(source)?.value.relation ?? source;
  return { relation, date, from, rate, per: numberOf(valueAt(node, "per")) ?? 1 };
}

function readCalendar(reader: Reader): BusinessCalendar {
  const node = single(reader.entries, "calendar");
  const texts = (key: string): readonly string[] | undefined => {
    const list = valueAt(node, key);
    if (list === undefined) return undefined;
    return [...new Set(itemsOf(list).flatMap((item) => textOf(item) ?? []))];
  };
  const dates = (key: string): readonly string[] => {
    for (const item of itemsOf(valueAt(node, key))) {
      const date = textOf(item);
      if (date !== undefined && !isDay(date)) reader.report(diagnostic("no-such-date", item.span, { date }));
    }
    return [...(texts(key) ?? [])].filter(isDay).sort();
  };
  return {
    weekend: texts("weekend") ?? ["saturday", "sunday"],
    holidays: dates("holidays"),
    workdays: dates("workdays"),
  };
}

function readProducts(reader: Reader): ReadonlyMap<string, CatalogProduct> {
  const products = new Map<string, CatalogProduct>();
  for (const { name, key, node } of reader.entries.sections.products.values()) {
    products.set(name, { code: name, label: labelsOf(valueAt(node, "label")), span: key });
  }
  return products;
}

function readCategories(reader: Reader): ReadonlyMap<string, readonly string[]> {
  const categories = new Map<string, readonly string[]>();
  for (const { name, node } of reader.entries.sections.categories.values()) {
    categories.set(name, [...new Set(itemsOf(node).flatMap((item) => textOf(item) ?? []))]);
  }
  return categories;
}

function checkSharedNames(reader: Reader): void {
  const first = new Map<string, { readonly what: string; readonly span: Span; readonly library: boolean }>();
  for (const [section, what] of [
    ["tags", "a tag"],
    ["events", "an event"],
    ["collections", "a collection"],
  ] as const) {
    for (const { name, key, origin } of reader.entries.sections[section].values()) {
      const other = first.get(name);
      const one = { what, span: key, library: origin === "library" };
      if (other === undefined) {
        first.set(name, one);
        continue;
      }
      // What a project says is what it can change.
      const [earlier, later] = one.library ? [one, other] : [other, one];
      const related = [{ span: earlier.span, label: `${earlier.what} here` }];
      const parameters = { name, first: earlier.what, second: later.what };
      reader.report(diagnostic("catalog-name-shared", later.span, parameters, { related }));
    }
  }
}

function placesOf(entries: CatalogEntries): Catalog["places"] {
  const places = new Map<"customer" | "rates" | "timezone" | "currency", Span>();
  for (const name of ["customer", "rates", "timezone", "currency"] as const) {
    const entry = entries.singles.get(name);
    if (entry !== undefined) places.set(name, entry.key);
  }
  return places;
}
