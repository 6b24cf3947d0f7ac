import type { SurveyedColumn, SurveyedTable } from "../../plan/index.ts";
import { type CustomerGuess, customerColumn } from "./customer.ts";
import { type EventTime, eventTime } from "./event-time.ts";
import { plainName, singular, words } from "./words.ts";

/** How a row finds its customer: by a column of its own, or by way of another source. */
export type Link =
  | { readonly kind: "column"; readonly column: string }
  | { readonly kind: "via"; readonly table: string; readonly on: string; readonly key: string };

/** Which rows of a table that keeps the past are valid. */
export interface Kept {
  readonly snapshot?: string;
  readonly history?: { readonly from: string; readonly to: string };
}

/** What a row of a table is taken for, why, and what is to be decided about it. */
export type Grain = { readonly why: string; readonly doubts: readonly string[] } & (
  | { readonly kind: "customer"; readonly customer: string; readonly kept: Kept }
  | {
      readonly kind: "tag_rows";
      readonly customer: string;
      readonly tag: string;
      readonly value: string;
      readonly kept: Kept;
    }
  | { readonly kind: "event"; readonly link: Link; readonly id: readonly string[]; readonly time: EventTime }
  | { readonly kind: "collection"; readonly link: Link; readonly id: readonly string[]; readonly kept: Kept }
  | { readonly kind: "undecided" }
);

/** A source by whose key others find their customers. */
export interface Keyed {
  readonly table: string;
  readonly key: string;
}

/**
 * Says what the tables' rows are. `keyed` are sources that the catalog has and by which rows may find their customers;
 * those among the tables that have a customer's key are tried as well.
 */
export function guessGrains(
  tables: readonly SurveyedTable[],
  customer: CustomerGuess | undefined,
  keyed: readonly Keyed[],
): ReadonlyMap<SurveyedTable, Grain> {
  const grains = new Map<SurveyedTable, Grain>();
  if (customer === undefined) {
    for (const table of tables) {
      grains.set(
        table,
        undecided("no table looks like that of the customers: the catalog must say who they are"),
      );
    }
    return grains;
  }
  for (const table of tables) {
    const own = customerColumn(table, customer);
    if (own !== undefined) grains.set(table, grainOf(table, own.column, own.doubts));
  }
  const owners = [...keyed, ...[...grains].flatMap(([table, grain]) => keysOf(table, grain))];
  for (const table of tables) {
    if (!grains.has(table)) grains.set(table, byWayOf(table, owners));
  }
  return grains;
}

const undecided = (why: string): Grain => ({ kind: "undecided", why, doubts: [] });

/** The columns by which other tables may name a row of one whose rows are customers' own. */
function keysOf(table: SurveyedTable, grain: Grain): readonly Keyed[] {
  if (grain.kind !== "collection" && grain.kind !== "customer") return [];
  const customer = grain.kind === "customer" ? grain.customer : columnOf(grain.link);
  const declared = table.keys.flat();
  const candidates = grain.kind === "collection" ? [...grain.id, ...declared] : declared;
  return [...new Set(candidates)]
    .filter((name) => name !== customer && name !== grain.kept.snapshot)
    .filter((name) => words.key.test(plainName(name)))
    .map((key) => ({ table: table.name, key }));
}

const columnOf = (link: Link): string | undefined => (link.kind === "column" ? link.column : undefined);

function byWayOf(table: SurveyedTable, owners: readonly Keyed[]): Grain {
  const found = owners.flatMap(({ table: owner, key }) => {
    const reference = table.references.find(
      ({ table: target, columns, targets }) =>
        target === owner && columns.length === 1 && (targets[0] ?? key) === key,
    );
    const on =
      reference?.columns[0] ??
      table.columns.find(({ name }) => name.toLowerCase() === key.toLowerCase())?.name;
    return on === undefined ? [] : [{ owner, key, on }];
  });
  const [only] = found;
  if (only === undefined) return undecided("no column leads from its rows to customers");
  const others = [...new Set(found.slice(1).map(({ owner }) => `\`${owner}\``))];
  const doubts = [
    ...(others.length === 0 ? [] : [`its rows may find their customers by way of ${others.join(", ")} too`]),
    `where several customers share a row of \`${only.owner}\`, say who counts: \`owners\``,
  ];
  return occurring(table, { kind: "via", table: only.owner, on: only.on, key: only.key }, doubts);
}

function grainOf(table: SurveyedTable, customer: string, doubts: readonly string[]): Grain {
  const rows = tagRows(table, customer);
  if (rows !== undefined) {
    const why = `\`${rows.tag}\` names a tag, and \`${rows.value}\` is its value`;
    return { kind: "tag_rows", customer, ...rows, kept: keptBy(table, [customer, rows.tag]), why, doubts };
  }
  const key = table.keys.find(
    (columns) =>
      columns.includes(customer) && columns.every((name) => name === customer || isDate(table, name)),
  );
  if (key !== undefined) {
    const [date] = key.filter((name) => name !== customer);
    const kept = date === undefined ? {} : keptSince(table, date);
    const why =
      date === undefined
        ? `its key is \`${customer}\``
        : `its key is \`${customer}\` with the date \`${date}\``;
    return { kind: "customer", customer, kept, why, doubts };
  }
  const name = plainName(table.name);
  const isAbout = words.customerTable.test(name) && !words.flow.test(name) && !words.state.test(name);
  if (table.keys.length === 0 && isAbout) {
    const kept = keptBy(table, [customer]);
    const asked =
      kept.snapshot === undefined
        ? "at most one row for each customer"
        : "one row for each customer and date";
    return {
      kind: "customer",
      customer,
      kept,
      why: "by the table's name",
      doubts: [...doubts, `no key is declared: is there ${asked}?`],
    };
  }
  return occurring(table, { kind: "column", column: customer }, doubts);
}

/** What happens to customers, or what they have several of. */
function occurring(table: SurveyedTable, link: Link, doubts: readonly string[]): Grain {
  const name = plainName(table.name);
  const time = eventTime(table);
  const flows = words.flow.test(name);
  const isEvent = time !== undefined && (flows || !words.state.test(name)) && (flows || time.certain);
  if (isEvent && time.text) {
    return undecided(
      `it seems to say what happens, and writes the time as text: \`time: { column: ${time.column}, format: yyyyMMddHHmmss }\` says how`,
    );
  }
  const kept = isEvent ? {} : keptBy(table, []);
  const id = idOf(table, link, kept);
  if (id === undefined) {
    return undecided("no key is declared, and no column is called like one: what tells its rows apart?");
  }
  const all = [...doubts, ...(isEvent ? time.doubts : []), ...id.doubts];
  if (isEvent) {
    const why = `\`${time.column}\` says when something happened`;
    return { kind: "event", link, id: id.columns, time, why, doubts: all };
  }
  const why = words.state.test(name) ? "by the table's name" : "no column says when something happened";
  return { kind: "collection", link, id: id.columns, kept, why, doubts: all };
}

function tagRows(table: SurveyedTable, customer: string) {
  const named = (expression: RegExp): string | undefined =>
    table.columns.find(({ name }) => name !== customer && expression.test(plainName(name)))?.name;
  const tag = named(words.tagCode);
  const value = named(words.tagValue);
  return tag === undefined || value === undefined ? undefined : { tag, value };
}

const isDate = ({ columns }: SurveyedTable, column: string): boolean =>
  columns.some(({ name, content }) => name === column && content === "date");

/** A table with a row for each customer and a date keeps copies, or rows that are valid for a time. */
function keptSince(table: SurveyedTable, date: string): Kept {
  const end = endOf(table, date);
  return end === undefined ? { snapshot: date } : { history: { from: date, to: end } };
}

function endOf({ columns }: SurveyedTable, from: string): string | undefined {
  if (!words.from.test(plainName(from))) return undefined;
  return columns.find(
    ({ name, content }) => name !== from && content === "date" && words.to.test(plainName(name)),
  )?.name;
}

/** What a table's columns are called like, where its key does not say it. */
function keptBy(table: SurveyedTable, inKey: readonly string[]): Kept {
  const dates = table.columns.filter(({ name, content }) => content === "date" && !inKey.includes(name));
  const declared = new Set(table.keys.flat());
  const known = (name: string): boolean => declared.size === 0 || declared.has(name);
  for (const { name } of dates) {
    const end = endOf(table, name);
    if (known(name) && end !== undefined) return { history: { from: name, to: end } };
    if (known(name) && words.snapshot.test(plainName(name))) return { snapshot: name };
  }
  return {};
}

function idOf(
  table: SurveyedTable,
  link: Link,
  kept: Kept,
): { readonly columns: readonly string[]; readonly doubts: readonly string[] } | undefined {
  const aside = new Set([kept.snapshot, kept.history?.from, kept.history?.to]);
  const [declared] = table.keys
    .map((columns) => columns.filter((name) => !aside.has(name)))
    .filter((columns) => columns.length > 0);
  if (declared !== undefined) return { columns: declared, doubts: [] };
  const own = singular(plainName(table.name));
  const taken = link.kind === "column" ? link.column : link.on;
  const isFree = ({ name }: SurveyedColumn): boolean => name !== taken && !aside.has(name);
  const free = table.columns.filter(isFree);
  const column =
    free.find(({ name }) => /^id$/u.test(plainName(name))) ??
    free.find(({ name }) => words.key.test(plainName(name)) && plainName(name).startsWith(`${own}_`)) ??
    free.slice(0, 1).find(({ name }) => words.key.test(plainName(name)));
  if (column === undefined) return undefined;
  return {
    columns: [column.name],
    doubts: [`no key is declared: does \`${column.name}\` tell its rows apart?`],
  };
}
