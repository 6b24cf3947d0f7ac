import type { EventSource, Program, Source } from "../plan/index.ts";
import type { Instant, LocalDate } from "./calendar.ts";
import { holds, readColumn, readEventTime, storedText } from "./column.ts";
import { compareDecimals, decimal, decimalText } from "./decimal.ts";
import { compareText, type Value } from "./value.ts";
import type { Stored, StoredRow, World } from "./world.ts";

/** An event, a row of a collection, or what the ledger remembers of a customer. */
export interface Row {
  /** The customers whose row it is; several where an account has several owners. */
  readonly customers: readonly string[];
  /** When it happened; missing for rows of collections. */
  readonly time?: Instant;
  /** The columns that identify it. */
  readonly id: readonly Stored[];
  attribute(name: string): Value;
}

/** The program and the tables that it reads. */
export interface Warehouse {
  readonly program: Program;
  readonly world: World;
}

/** The customers on a date, by key: the rows of the customers' source. */
export function customersOn(date: LocalDate, { program, world }: Warehouse): readonly string[] {
  const source = named(program.sources, program.customer.source);
  const keys = rowsOfSource(source, date, world).map((row) => keyOf(row[program.customer.key] ?? null));
  return [...new Set(keys.filter((key) => key !== undefined))].sort(compareText);
}

/** A catalog tag's value for a customer on a date. */
export function tagOn(date: LocalDate, tag: string, customer: string, warehouse: Warehouse): Value {
  const { program, world } = warehouse;
  const mapping = named(program.tags, tag);
  const source = named(program.sources, mapping.source);
  const { tagRows } = source;
  const own = rowsOfSource(source, date, world)
    .filter((row) => ownersOf(row, source, date, warehouse).includes(customer))
    .filter((row) => tagRows === undefined || holds({ [tagRows.tag]: mapping.column }, row));
  const [row] = own;
  if (row === undefined) return undefined;
  return readColumn(mapping, row, tagRows?.value ?? mapping.column, program.timezone);
}

/** All rows of an event or collection, in the order of time and id, read as of a date. Rows without a time are none. */
export function rowsOf(
  kind: "event" | "collection",
  name: string,
  date: LocalDate,
  warehouse: Warehouse,
): readonly Row[] {
  const { program, world } = warehouse;
  const entry = named(kind === "event" ? program.events : program.collections, name);
  const source = named(program.sources, entry.source);
  const rows = rowsOfSource(source, date, world)
    .filter((row) => holds(entry.where, row))
    .flatMap((row): readonly Row[] => {
      const time = source.time === undefined ? undefined : readEventTime(source.time, row, program.timezone);
      if (kind === "event" && time === undefined) return [];
      const customers = ownersOf(row, source, date, warehouse);
      return [rowOf(row, entry, source, customers, time, program)];
    });
  return rows.sort(compareRows);
}

function rowOf(
  row: StoredRow,
  entry: EventSource,
  source: Source,
  customers: readonly string[],
  time: Instant | undefined,
  program: Program,
): Row {
  return {
    customers,
    ...(time === undefined ? {} : { time }),
    id: source.id.map((column) => row[column] ?? null),
    attribute(name) {
      const mapping = named(entry.attributes, name);
      return readColumn(mapping, row, mapping.column, program.timezone);
    },
  };
}

/** By time, then id, each column by its type: numbers as numbers, text by code point. */
export function compareRows(a: Row, b: Row): number {
  const [left, right] = [a.time ?? 0n, b.time ?? 0n];
  if (left !== right) return left < right ? -1 : 1;
  return compareIds(a.id, b.id);
}

function compareIds(a: readonly Stored[], b: readonly Stored[]): number {
  for (const [index, left] of a.entries()) {
    const difference = compareStored(left, b[index] ?? null);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareStored(a: Stored, b: Stored): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (a.kind === "number" && b.kind === "number")
    return compareDecimals(decimal(a.number), decimal(b.number));
  return compareText(storedText(a), storedText(b));
}

/** An id's text: of several parts joined by `|`, with `|` and `\` in them escaped. Undefined where one is unknown. */
export function idText(id: readonly Stored[]): string | undefined {
  const parts: string[] = [];
  for (const part of id) {
    if (part === null) return undefined;
    parts.push(storedText(part));
  }
  const escaped = (part: string): string => part.replaceAll("\\", "\\\\").replaceAll("|", "\\|");
  return parts.length === 1 ? parts[0] : parts.map(escaped).join("|");
}

/** A source's rows that count on a date: its conditions, the latest copy on or before the date, or those valid on it. */
function rowsOfSource(source: Source, date: LocalDate, world: World): readonly StoredRow[] {
  const all = world[source.relation] ?? [];
  const { snapshot, history } = source;
  const copies = snapshot === undefined ? [] : datesIn(all, snapshot).filter((copy) => copy <= date);
  const latest = copies.at(-1);
  return all.filter((row) => {
    if (!holds(source.where, row)) return false;
    if (snapshot !== undefined) return latest !== undefined && dateOf(row[snapshot] ?? null) === latest;
    if (history === undefined) return true;
    const from = dateOf(row[history.from] ?? null);
    const to = dateOf(row[history.to] ?? null);
    return from !== undefined && from <= date && (to === undefined || date < to);
  });
}

/** The dates that a column holds, each once, in order. */
export function datesIn(rows: readonly StoredRow[], column: string): readonly LocalDate[] {
  const dates = rows.map((row) => dateOf(row[column] ?? null)).filter((date) => date !== undefined);
  return [...new Set(dates)].sort();
}

export function dateOf(stored: Stored): LocalDate | undefined {
  return stored === null ? undefined : storedText(stored).slice(0, 10);
}

/** The customers whose row it is: by its own column, or the owners of the row of another source that it names. */
function ownersOf(row: StoredRow, source: Source, date: LocalDate, warehouse: Warehouse): readonly string[] {
  const link = source.customer;
  if (link.kind === "column") {
    const key = keyOf(row[link.column] ?? null);
    return key === undefined ? [] : [key];
  }
  const { program, world } = warehouse;
  const via = named(program.sources, link.source);
  const wanted = keyOf(row[link.column] ?? null);
  if (wanted === undefined || via.key === undefined) return [];
  const { key, owners } = via;
  const owned = rowsOfSource(via, date, world)
    .filter((other) => keyOf(other[key] ?? null) === wanted)
    .filter((other) => owners === undefined || holds({ [owners.column]: owners.primary }, other));
  return [...new Set(owned.flatMap((other) => ownersOf(other, via, date, warehouse)))];
}

/** A key's text, the same however a number is written. */
function keyOf(stored: Stored): string | undefined {
  if (stored === null) return undefined;
  return stored.kind === "number" ? decimalText(decimal(stored.number)) : storedText(stored);
}

export function named<Entry>(entries: Readonly<Record<string, Entry>>, name: string): Entry {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry === undefined) throw new Error(`the program lacks ${name}`);
  return entry;
}
