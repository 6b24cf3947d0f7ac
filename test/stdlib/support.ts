import { parse as parseYaml } from "yaml";
import { readLibrary } from "../../cli/project/library.ts";
import type { ProjectTexts } from "../../compiler/compile.ts";
import type { DeclarationTree } from "../../grammar/index.ts";
import { parse } from "../../grammar/index.ts";

export const library = readLibrary();

/** A tag of the library's catalog as its YAML says it. */
export interface LibraryTag {
  readonly type: unknown;
  readonly class: string;
  readonly category: string;
  readonly label: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

interface LibraryRows {
  readonly label: Readonly<Record<string, string>>;
  readonly description: string;
  readonly attributes: Readonly<Record<string, { readonly type: unknown }>>;
}

interface LibraryCatalog {
  readonly tags?: Readonly<Record<string, LibraryTag>>;
  readonly events?: Readonly<Record<string, LibraryRows>>;
  readonly collections?: Readonly<Record<string, LibraryRows>>;
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  readonly describe?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const files = library.catalogFiles.map(({ text }) => parseYaml(text) as LibraryCatalog);

function together<Value>(
  part: (file: LibraryCatalog) => Readonly<Record<string, Value>> | undefined,
): ReadonlyMap<string, Value> {
  return new Map(files.flatMap((file) => Object.entries(part(file) ?? {})));
}

export const libraryTags = together((file) => file.tags);
export const libraryEvents = together((file) => file.events);
export const libraryCollections = together((file) => file.collections);
export const libraryCategories = together((file) => file.categories);
export const libraryDescriptions = together((file) => file.describe);

const trees = library.campaignFiles.map(({ path, text }) => parse(path, text));

export const librarySyntaxProblems = trees.flatMap(({ problems }) => problems);

/** What the library's .campaign files declare, in order of file and place. */
export const libraryDeclarations: readonly DeclarationTree[] = trees.flatMap(({ tree }) => tree.declarations);

const frame = `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: customer_id, type: integer, source: customers }
sources:
  customers: { relation: customers, grain: customer, snapshot: ds }
  happenings: { relation: happenings, grain: event, time: { column: at, zone: Asia/Shanghai }, id: id }
  things: { relation: things, grain: collection, id: id }
rates: { source: fx_rates, date: rate_date, from: ccy, rate: rate }
channels:
  letter: {}
`;

/** A bank's catalog that maps all that the library lists, or that of it which `has` lets through. */
export function mapping(has: (name: string) => boolean = () => true): string {
  const tags = [...libraryTags.keys()].filter(has).map((name) => `  ${name}: { from: customers.${name} }`);
  const rows = (all: ReadonlyMap<string, LibraryRows>, source: string, column: string): readonly string[] =>
    [...all]
      .filter(([name]) => has(name))
      .map(([name, { attributes }]) => {
        const columns = Object.entries(attributes).map(
          ([attribute, { type }]) => `${attribute}: {${type === "money" ? " currency: ccy " : ""}}`,
        );
        return `  ${name}: { source: ${source}, where: { ${column}: ${name} }, attributes: { ${columns.join(", ")} } }`;
      });
  const section = (name: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [`${name}:`, ...lines];
  const lines = [
    ...section("tags", tags),
    ...section("events", rows(libraryEvents, "happenings", "happening")),
    ...section("collections", rows(libraryCollections, "things", "thing")),
  ];
  return `${frame}${lines.join("\n")}\n`;
}

/** A project over the library. */
export function project(catalog: string, campaigns: string): ProjectTexts {
  return {
    project: "new-bank",
    catalogFiles: [{ path: "catalog.yaml", text: catalog }],
    campaignFiles: [{ path: "a.campaign", text: campaigns }],
    library,
  };
}

/** A campaign whose segment is a condition. */
export function campaignFor(name: string, segment: string): string {
  return `
campaign ${name} {
  owner    "team"
  segment  ${segment}
  trigger  daily at 09:00
  window   2026-01-01 .. 2026-12-31
  offer    good_day
  channel  letter
  priority 10
}
`;
}

export const offer = `
offer good_day {
  value   10 CNY
  message letter "Good day."
}
`;

/** Campaigns that use each of the library's declarations. */
export function useEverything(): string {
  const campaigns = libraryDeclarations.flatMap((tree, index) => {
    switch (tree.kind) {
      case "tag":
        return [campaignFor(`uses_${index}`, `${tree.name.text} is known`)];
      case "segment":
        return [campaignFor(`uses_${index}`, tree.name.text)];
      case "event":
        return [
          campaignFor(`uses_${index}`, "true").replace(
            "daily at 09:00",
            `daily at 09:00 on ${tree.name.text}\n  caps     1 per customer per 30 days`,
          ),
        ];
      default:
        return [];
    }
  });
  return offer + campaigns.join("");
}
