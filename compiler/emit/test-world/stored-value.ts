import type { ColumnMapping, TestValue } from "../../../plan/index.ts";
import { divided, isSameNumber, placesOf } from "./stored-number.ts";
import { type StoredText, storedDate, storedInstant } from "./stored-time.ts";

type KnownValue = NonNullable<TestValue>;

/** What a column must hold for a known value to be read from it: `sql/column.ts` backwards. Signs are left to the row. */
export function storedValue({ value }: KnownValue, mapping: ColumnMapping, timezone: string): StoredText {
  const { type } = mapping;
  const written = typeof value === "string" ? value : typeof value === "boolean" ? String(value) : "";
  switch (type.kind) {
    case "integer":
    case "decimal":
    case "percent":
    case "money":
      return storedNumber(written, mapping);
    case "boolean":
    case "text":
    case "enum":
    case "product":
      return chosen(mappedFrom(mapping, (target) => target === written) ?? [written], mapping);
    case "set":
      return chosen([Array.isArray(value) ? value.join(",") : ""], mapping);
    case "date": {
      const stored = storedDate(written, mapping.format);
      return stored.kind === "text" ? chosen([stored.text], mapping) : stored;
    }
    case "instant": {
      const stored = storedInstant(written, mapping, timezone);
      return stored.kind === "text" ? chosen([stored.text], mapping) : stored;
    }
  }
}

function storedNumber(value: string, mapping: ColumnMapping): StoredText {
  const { scale, decimals, type } = mapping;
  const stored = scale === undefined ? value : divided(value, scale);
  if (stored === undefined) return impossible(`no number that is multiplied by ${scale} gives it`);
  const mapped = mappedFrom(mapping, (target) => isSameNumber(target, stored));
  if (mapped !== undefined) return chosen(mapped, mapping);
  const scaled = scale?.split(".")[1]?.length ?? 0;
  const places = decimals ?? ("scale" in type ? Math.max(0, type.scale - scaled) : 0);
  if (placesOf(stored) > places) return impossible(`it is kept with ${places} digits after the point`);
  return chosen([stored], mapping);
}

/** The stored values that a map leads from to the value; undefined without a map. */
function mappedFrom(
  mapping: ColumnMapping,
  isTarget: (value: string) => boolean,
): readonly string[] | undefined {
  if (mapping.map === undefined) return undefined;
  return Object.entries(mapping.map).flatMap(([stored, value]) => (isTarget(value) ? [stored] : []));
}

/** The first that does not mean unknown. */
function chosen(candidates: readonly string[], mapping: ColumnMapping): StoredText {
  const means = (stored: string) => (unknown: string | number | boolean) =>
    String(unknown) === stored || (typeof unknown === "number" && isSameNumber(String(unknown), stored));
  const found = candidates.find((stored) => !mapping.unknown.some(means(stored)));
  if (found !== undefined) return { kind: "text", text: found };
  return impossible(
    candidates.length === 0
      ? "the catalog's `map` leads from no stored value to it"
      : "the catalog reads it as unknown",
  );
}

const impossible = (why: string): StoredText => ({ kind: "impossible", why });
