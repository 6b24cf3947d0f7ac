import type { ColumnConditions, ColumnMapping, TimeColumn } from "../plan/index.ts";
import { clockFrom, firstShowing, type Instant, instantFrom, lastShowing, midnight } from "./calendar.ts";
import {
  compareDecimals,
  type Decimal,
  decimal,
  multiply,
  negate,
  readDecimal,
  round,
  withinDigits,
} from "./decimal.ts";
import { type KnownValue, numberValue, type Value } from "./value.ts";
import type { Stored, StoredRow } from "./world.ts";

/** A stored value's text, as the warehouse casts it. */
export function storedText(stored: NonNullable<Stored>): string {
  switch (stored.kind) {
    case "text":
      return stored.text;
    case "number":
      return stored.number;
    case "boolean":
      return String(stored.value);
    case "date":
      return stored.date;
    case "local-time":
      return stored.time;
    case "instant":
      return stored.instant;
    case "list":
      return stored.items.join(",");
  }
}

/** Whether all columns hold what the catalog asks; an unknown one does not. */
export function holds(conditions: ColumnConditions, row: StoredRow): boolean {
  return Object.entries(conditions).every(([column, wanted]) => isStored(row[column] ?? null, wanted));
}

function isStored(stored: Stored, wanted: string | number | boolean): boolean {
  if (stored === null) return false;
  if (stored.kind === "number" && typeof wanted === "number") {
    return compareDecimals(decimal(stored.number), decimal(String(wanted))) === 0;
  }
  return storedText(stored) === String(wanted);
}

/** A tag's or attribute's value in a row: `unknown` first, then `map`, `decimals`, `scale` and `negative_when`. */
export function readColumn(mapping: ColumnMapping, row: StoredRow, column: string, timezone: string): Value {
  const stored = row[column] ?? null;
  if (stored === null || mapping.unknown.some((unknown) => isStored(stored, unknown))) return undefined;
  if (mapping.map !== undefined) {
    const mapped = mapping.map[storedText(stored)];
    return mapped === undefined || !Object.hasOwn(mapping.map, storedText(stored))
      ? undefined
      : readTyped(mapping, { kind: "text", text: mapped }, row, timezone);
  }
  return readTyped(mapping, stored, row, timezone);
}

function readTyped(mapping: ColumnMapping, stored: NonNullable<Stored>, row: StoredRow, zone: string): Value {
  const { type } = mapping;
  switch (type.kind) {
    case "boolean": {
      const text = storedText(stored);
      return text === "true" || text === "false" ? { kind: "boolean", value: text === "true" } : undefined;
    }
    case "integer":
    case "decimal":
    case "percent":
    case "money":
      return readNumber(mapping, stored, row);
    case "text":
    case "enum":
    case "product":
      return { kind: "text", text: storedText(stored) };
    case "set":
      return { kind: "set", members: readMembers(stored) };
    case "date":
      return readDate(stored, mapping.format);
    case "instant": {
      const instant = readTime(stored, mapping, zone);
      return instant === undefined ? undefined : { kind: "instant", instant };
    }
  }
}

function readNumber(mapping: ColumnMapping, stored: NonNullable<Stored>, row: StoredRow): Value {
  const { type, decimals, scale, negativeWhen, currencyColumn } = mapping;
  const places = "scale" in type ? type.scale : 0;
  let read = readDecimal(storedText(stored));
  // Text has as many digits as its type, before the scale's.
  const digits =
    decimals ?? (stored.kind === "text" ? places - (scale?.split(".")[1]?.length ?? 0) : undefined);
  if (read !== undefined && digits !== undefined) read = withinDigits(round(read, digits), digits);
  if (read !== undefined && scale !== undefined) read = multiply(read, decimal(scale));
  if (read !== undefined && negativeWhen !== undefined && holds(negativeWhen, row)) read = negate(read);
  const number: Decimal | undefined = read === undefined ? undefined : withinDigits(read, places);
  if (number === undefined) return undefined;
  if (currencyColumn === undefined)
    return numberValue(number, "currency" in type ? type.currency : undefined);
  const currency = row[currencyColumn] ?? null;
  return numberValue(number, currency === null ? undefined : storedText(currency));
}

/** An array, or text with commas, perhaps within brackets or quotes. */
function readMembers(stored: NonNullable<Stored>): readonly string[] {
  if (stored.kind === "list") return stored.items;
  const text = storedText(stored).replace(/[[\]{}" ]/g, "");
  return text === "" ? [] : text.split(",");
}

function readDate(stored: NonNullable<Stored>, format: string | undefined): KnownValue | undefined {
  if (stored.kind === "date") return { kind: "date", date: stored.date };
  const clock = readPattern(storedText(stored), format ?? "yyyy-MM-dd");
  return clock === undefined ? undefined : { kind: "date", date: clock.slice(0, 10) };
}

/** When an event's row happened; undefined where that is unknown. */
export function readEventTime(time: TimeColumn, row: StoredRow, timezone: string): Instant | undefined {
  const day = row[time.column] ?? null;
  if (day === null) return undefined;
  if (time.clock === undefined) return readTime(day, time, timezone);
  const clock = row[time.clock] ?? null;
  if (clock === null) return undefined;
  return readTime({ kind: "text", text: `${storedText(day)} ${storedText(clock)}` }, time, timezone);
}

/** Local times without a zone of their own are those of `zone`, or of the project. */
function readTime(
  stored: NonNullable<Stored>,
  { format, zone }: { readonly format?: string; readonly zone?: string },
  timezone: string,
): Instant | undefined {
  const local = zone ?? timezone;
  if (format !== undefined) {
    const clock = readPattern(storedText(stored), format);
    return clock === undefined ? undefined : lastShowing(clockFrom(clock), local);
  }
  switch (stored.kind) {
    case "instant":
      return instantFrom(stored.instant);
    case "local-time":
      return lastShowing(clockFrom(stored.time), local);
    case "date":
      return zone === undefined
        ? midnight(stored.date, timezone)
        : firstShowing(clockFrom(stored.date), zone);
    case "text":
      return readTime(stored, { format: "yyyy-MM-dd HH:mm:ss", zone: local }, timezone);
    default:
      throw new Error(`a ${stored.kind} where a time was expected`);
  }
}

const FIELDS = ["yyyy", "MM", "dd", "HH", "mm", "ss", "SSSSSS", "SSS"] as const;

/** Reads a date or local time by a pattern, whose digits stand in full; undefined where the text does not fit it. */
export function readPattern(text: string, pattern: string): string | undefined {
  const found = new Map<string, string>();
  let place = 0;
  for (const [token, quoted] of pattern.matchAll(/yyyy|MM|dd|HH|mm|ss|SSSSSS|SSS|'([^']*)'|[^']/g)) {
    const isField = FIELDS.some((field) => field === token);
    const length = isField ? token.length : (quoted ?? token).length;
    const part = text.slice(place, place + length);
    place += length;
    if (isField) {
      if (!/^\d+$/.test(part) || part.length !== length) return undefined;
      found.set(token, part);
    } else if (part !== (quoted ?? token)) return undefined;
  }
  if (place !== text.length) return undefined;
  const field = (name: string, otherwise: string): string => found.get(name) ?? otherwise;
  const date = `${field("yyyy", "1970")}-${field("MM", "01")}-${field("dd", "01")}`;
  const [hour, minute, second] = [field("HH", "00"), field("mm", "00"), field("ss", "00")];
  const fraction = found.get("SSSSSS") ?? field("SSS", "000").padEnd(6, "0");
  const exists = hour <= "23" && minute <= "59" && second <= "59" && isDay(date);
  return exists ? `${date} ${hour}:${minute}:${second}.${fraction}` : undefined;
}

function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year >= 1 && day >= 1 && day <= days;
}
