import type { Span } from "../../grammar/span.ts";
import type { ColumnConditions, ColumnMapping, ValueType } from "../../plan/index.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { entriesOf, entryOf, itemsOf, numberOf, textOf, valueAt, type YamlNode } from "../yaml/node.ts";
import type { Reader } from "./reader.ts";
import { hasTimeOfDay, readPattern, readZone } from "./time.ts";
import { readType, typeText } from "./value-types.ts";

type Kind = ValueType["kind"];

const numbers: readonly Kind[] = ["decimal", "percent", "money"];

/** The kinds of type that each way of reading a column is for. */
const kindsFor: Readonly<Record<string, readonly Kind[]>> = {
  scale: numbers,
  decimals: ["integer", ...numbers],
  currency: ["money"],
  negative_when: ["integer", ...numbers],
  map: ["boolean", "integer", "text", "enum", "product"],
  format: ["date", "instant"],
  zone: ["instant"],
};

export interface MappingParts {
  readonly name: string;
  readonly source: string;
  readonly column: string;
  readonly type: YamlNode;
  /** The map that holds `scale`, `unknown` and the rest; undefined where nothing is said. */
  readonly how: YamlNode | undefined;
  readonly place: Span;
}

/** Reads how a tag or attribute is read from its column; undefined where its type makes no sense. */
export function readMapping(reader: Reader, parts: MappingParts): ColumnMapping | undefined {
  const { source, column, how } = parts;
  const decimals = numberOf(valueAt(how, "decimals"));
  const scale = readScale(reader, valueAt(how, "scale"));
  const type = readType(reader, parts.type, decimals, scale?.split(".")[1]?.length ?? 0);
  if (type === undefined) return undefined;
  const says = (key: string): YamlNode | undefined =>
    kindsFor[key]?.includes(type.kind) === true ? valueAt(how, key) : undefined;
  checkKeys(reader, how, type, decimals);

  const currencyColumn = textOf(says("currency"));
  checkCurrency(reader, parts, type);
  const map = readMap(reader, says("map"), type);
  const format = readPattern(reader, says("format"), type.kind === "date" ? "date" : "instant");
  const zone =
    readZone(reader.report, says("zone")) ??
    (type.kind === "instant" && format !== undefined && hasTimeOfDay(format) ? reader.timezone : undefined);
  const negativeWhen = readConditions(says("negative_when"));
  return {
    source,
    column,
    type,
    ...(scale === undefined || !numbers.includes(type.kind) ? {} : { scale }),
    unknown: readUnknown(valueAt(how, "unknown")),
    ...(map === undefined ? {} : { map }),
    ...(format === undefined ? {} : { format }),
    ...(zone === undefined ? {} : { zone }),
    ...(decimals === undefined ? {} : { decimals }),
    ...(currencyColumn === undefined || !(type.kind === "money" && type.currency === undefined)
      ? {}
      : { currencyColumn }),
    ...(negativeWhen === undefined ? {} : { negativeWhen }),
  };
}

/** Reads `{ column: value, … }`; undefined where nothing is said. */
export function readConditions(node: YamlNode | undefined): ColumnConditions | undefined {
  if (node?.kind !== "map") return undefined;
  return Object.fromEntries(
    entriesOf(node).flatMap(([column, { value }]) =>
      value.kind === "scalar" && value.value !== null ? [[column, value.value] as const] : [],
    ),
  );
}

function checkKeys(reader: Reader, how: YamlNode | undefined, type: ValueType, decimals: number | undefined) {
  for (const [key, kinds] of Object.entries(kindsFor)) {
    const entry = entryOf(how, key);
    if (entry === undefined) continue;
    if (type.kind === "integer" && (key === "scale" || (key === "decimals" && decimals !== 0))) {
      reader.report(diagnostic("integer-with-fractions", entry.key, { key }));
    } else if (!kinds.includes(type.kind)) {
      reader.report(diagnostic("key-for-other-type", entry.key, { key, type: typeText(type), types: kinds }));
    }
  }
}

function checkCurrency(reader: Reader, { name, type, how, place }: MappingParts, read: ValueType): void {
  if (read.kind !== "money") return;
  const fixed = read.currency;
  const column = entryOf(how, "currency");
  if (fixed === undefined && column === undefined) {
    reader.report(diagnostic("money-without-currency", place, { name }));
  } else if (fixed !== undefined && column !== undefined) {
    const related = [{ span: type.span, label: "the currency stands here" }];
    reader.report(
      diagnostic("money-with-two-currencies", column.key, { type: `money(${fixed})` }, { related }),
    );
  }
}

/** The factor as decimal text without closing zeros. */
function readScale(reader: Reader, node: YamlNode | undefined): string | undefined {
  if (node?.kind !== "scalar") return undefined;
  const written = /^\+?(?<whole>\d+)(?:\.(?<fraction>\d*?)0*)?$/.exec(node.source)?.groups;
  const fraction = written?.["fraction"] ?? "";
  if (written !== undefined && fraction.length <= 12) {
    return `${written["whole"]}${fraction === "" ? "" : `.${fraction}`}`;
  }
  const value = typeof node.value === "number" && Number.isFinite(node.value) ? node.value : 0.01;
  const suggestion = value.toFixed(12).replace(/\.?0+$/, "");
  reader.report(
    diagnostic("scale-form", node.span, {
      written: node.source,
      suggestion: suggestion === "0" ? "0.01" : suggestion,
    }),
  );
  return undefined;
}

function readUnknown(node: YamlNode | undefined): readonly (string | number | boolean)[] {
  return itemsOf(node).flatMap((item) => (item.kind === "scalar" && item.value !== null ? [item.value] : []));
}

function readMap(
  reader: Reader,
  node: YamlNode | undefined,
  type: ValueType,
): Readonly<Record<string, string>> | undefined {
  if (node?.kind !== "map") return undefined;
  const members = membersOf(reader, type);
  return Object.fromEntries(
    entriesOf(node).flatMap(([stored, { value }]) => {
      if (value.kind !== "scalar") return [];
      const written = typeof value.value === "string" ? value.value : value.source;
      const fits = type.kind === "integer" ? /^-?\d+$/.test(written) : (members?.includes(written) ?? true);
      if (fits) return [[stored, written] as const];
      const nearest = nearestName(written, members ?? []);
      const listed = members ?? [];
      reader.report(
        diagnostic("map-target", value.span, { written, type: typeText(type), nearest, members: listed }),
      );
      return [];
    }),
  );
}

/** The values that a type can have; undefined where they are not listed. */
function membersOf(reader: Reader, type: ValueType): readonly string[] | undefined {
  switch (type.kind) {
    case "boolean":
      return ["true", "false"];
    case "enum":
      return type.members;
    case "product":
      return reader.entries.incomplete.has("products")
        ? undefined
        : [...reader.entries.sections.products.keys()].sort();
    default:
      return undefined;
  }
}
