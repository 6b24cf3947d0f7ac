import type { EventSource, Program, RelationUse, Source, TestRow } from "../../../plan/index.ts";
import { cell, type Draft, type Making, put, putConditions, putStored, putValues } from "./draft.ts";
import { partitionOf, storedEventTime } from "./stored-time.ts";
import { tableOf } from "./table.ts";

/** A row that a test gives, in the relation of its event or collection; what no statement reads is left out. */
export function givenRows(making: Making, rows: readonly TestRow[]): readonly Draft[] {
  return rows.flatMap((row) => {
    const { program } = making;
    const entry = (row.kind === "event" ? program.events : program.collections)[row.name];
    const source = entry === undefined ? undefined : program.sources[entry.source];
    return entry === undefined || source === undefined ? [] : [givenRow(making, row, entry, source)];
  });
}

function givenRow(making: Making, row: TestRow, entry: EventSource, source: Source): Draft {
  const { timezone } = making.program;
  const of = `${row.name} of customer ${row.customer}`;
  const draft: Draft = { source, customer: row.customer, of, cells: new Map() };
  putConditions(making, draft, source.where);
  putConditions(making, draft, entry.where);
  if (source.customer.kind === "column") put(making, draft, source.customer.column, row.customer);
  if (source.time !== undefined && row.time !== undefined) {
    for (const [column, stored] of storedEventTime(row.time, source.time, timezone)) {
      putStored(making, draft, column, "the time", stored);
    }
    if (source.partition !== undefined) {
      const { column, format } = source.partition;
      put(making, draft, column, partitionOf(row.time, source.time.zone ?? timezone, format));
    }
  }
  putValues(
    making,
    draft,
    Object.entries(entry.attributes).map(([name, mapping]) => ({
      name,
      mapping,
      value: row.attributes[name],
    })),
  );
  return draft;
}

/** Gives rows the columns that tell them apart, where they have none: numbers in the order written. */
export function numberRows(
  making: Making,
  drafts: readonly Draft[],
  relations: readonly RelationUse[],
): void {
  const used = usedIds(drafts);
  let number = 0;
  for (const draft of drafts) {
    const open = draft.source.id.filter((column) => cell(draft, column) === undefined);
    if (open.length === 0) continue;
    do number += 1;
    while (used.has(String(number)) || used.has(padded(number)));
    for (const column of open) put(making, draft, column, idCell(number, draft.source, column, relations));
  }
}

function usedIds(drafts: readonly Draft[]): ReadonlySet<string> {
  return new Set(drafts.flatMap((draft) => draft.source.id.flatMap((column) => cell(draft, column) ?? [])));
}

/** So many digits that their order as text is the order of their numbers. */
const padded = (number: number): string => String(number).padStart(6, "0");

function idCell(
  number: number,
  { relation }: Source,
  column: string,
  relations: readonly RelationUse[],
): string {
  const use = relations
    .filter((one) => tableOf(one.relation) === tableOf(relation))
    .flatMap(({ columns }) => columns)
    .find((one) => one.column.toLowerCase() === column.toLowerCase());
  const day = (): string => new Date(Date.UTC(2000, 0, number)).toISOString();
  switch (use?.expects) {
    case "integer":
    case "number":
      return String(number);
    case "date":
      return day().slice(0, 10);
    case "local-time":
      return day().slice(0, 19).replace("T", " ");
    case "instant":
      return `${day().slice(0, 19)}Z`;
    case "boolean":
      return "true";
    case "any":
    case "text":
    case "float":
    case "set":
    case undefined:
      return padded(number);
  }
}

/** Lets rows that find their customers by way of another source find them, with further rows there where it takes some. */
export function linkRows(making: Making, drafts: readonly Draft[], program: Program): readonly Draft[] {
  const linking: Draft[] = [];
  for (const draft of drafts) {
    const { customer: link } = draft.source;
    if (link.kind !== "via") continue;
    const owning = program.sources[link.source];
    if (owning?.key === undefined)
      throw new Error(`the program lacks who owns what ${draft.source.name} holds`);
    const key = linkTo(making, draft, { owning, key: owning.key, column: link.column }, [
      ...drafts,
      ...linking,
    ]);
    if (key.added !== undefined) linking.push(key.added);
    put(making, draft, link.column, key.value);
  }
  return linking;
}

interface Link {
  readonly owning: Source;
  readonly key: string;
  readonly column: string;
}

/** The key by which a row finds its customer: of one of her rows, or of one that is added. */
function linkTo(
  making: Making,
  draft: Draft,
  { owning, key, column }: Link,
  all: readonly Draft[],
): { readonly value: string; readonly added?: Draft } {
  const wanted = cell(draft, column);
  const rows = all.filter(({ source }) => source.name === owning.name);
  const own = rows.filter(
    (row) =>
      row.customer === draft.customer &&
      (owning.owners === undefined ||
        (cell(row, owning.owners.column) ?? owning.owners.primary) === owning.owners.primary),
  );
  const fits = (row: Draft): boolean => wanted === undefined || (cell(row, key) ?? wanted) === wanted;
  const known = own.find((row) => cell(row, key) !== undefined && fits(row));
  const target = known ?? own.find(fits);
  const value = wanted ?? (target && cell(target, key)) ?? freeKey(rows, key);
  if (target !== undefined) {
    // A customer's copies are one row over time.
    for (const row of owning.grain === "customer" ? own : [target]) complete(making, row, owning, key, value);
    return { value };
  }
  const of = `the ${owning.name} of customer ${draft.customer}`;
  const added: Draft = { source: owning, customer: draft.customer, of, cells: new Map() };
  putConditions(making, added, owning.where);
  if (owning.customer.kind === "column") put(making, added, owning.customer.column, draft.customer);
  complete(making, added, owning, key, value);
  return { value, added };
}

function complete(making: Making, row: Draft, { owners }: Source, key: string, value: string): void {
  put(making, row, key, value);
  if (owners !== undefined) put(making, row, owners.column, owners.primary);
}

function freeKey(rows: readonly Draft[], key: string): string {
  const used = new Set(rows.map((row) => cell(row, key)));
  let number = 1;
  while (used.has(String(number))) number += 1;
  return String(number);
}
