import { boolean, date, localTime, number, type Stored, type StoredRow, text } from "../../oracle/index.ts";
import { dayBefore, type Person, type Written } from "./cases/person.ts";
import { libraryCollections, libraryEvents, libraryTags } from "./support.ts";

/** What the tables of a bank that maps everything (`mapping`) hold. */
export interface BankTables {
  readonly customers: readonly StoredRow[];
  readonly happenings: readonly StoredRow[];
  readonly things: readonly StoredRow[];
  readonly fx_rates: readonly StoredRow[];
}

/** Some people as customers 1, 2, 3 … of one bank. A dollar costs 7.20 yuan. */
export function tablesOf(people: readonly Person[]): BankTables {
  const days = new Set([dayBefore, ...people.flatMap(({ earlier = {} }) => Object.keys(earlier))]);
  const numbered = people.map((person, index) => [person, number(index + 1)] as const);
  const events = numbered.flatMap(([{ happenings = [] }, customer_id]) =>
    happenings.map(({ event, at, ...values }) => ({ customer_id, event, at, values })),
  );
  const rows = numbered.flatMap(([{ things = [] }, customer_id]) =>
    things.map(({ collection, ...values }) => ({ customer_id, collection, values })),
  );
  return {
    customers: numbered.flatMap(([person, customer_id]) =>
      [...days].sort().flatMap((day) => {
        const values = copyOf(person, day);
        const row = { customer_id, ds: date(day) };
        return values === undefined
          ? []
          : [{ ...row, ...stored(values, (name) => libraryTags.get(name)?.type) }];
      }),
    ),
    happenings: events.map(({ customer_id, event, at, values }, index) => ({
      customer_id,
      id: number(index + 1),
      happening: text(event),
      at: localTime(at),
      ...stored(values, (name) => libraryEvents.get(event)?.attributes[name]?.type),
    })),
    things: rows.map(({ customer_id, collection, values }, index) => ({
      customer_id,
      id: number(index + 1),
      thing: text(collection),
      ...stored(values, (name) => libraryCollections.get(collection)?.attributes[name]?.type),
    })),
    fx_rates: [{ rate_date: date("2025-01-01"), ccy: text("USD"), rate: number("7.2") }],
  };
}

/** A person's tags on a day: a copy holds everybody, those of whom it has nothing new as they last were. */
function copyOf({ tags = {}, earlier = {} }: Person, day: string): Person["tags"] {
  const copies: NonNullable<Person["earlier"]> = { ...earlier, [dayBefore]: tags };
  const last = Object.keys(copies)
    .filter((each) => each <= day)
    .sort()
    .at(-1);
  return last === undefined ? undefined : copies[last];
}

function stored(values: Readonly<Record<string, Written>>, typeOf: (name: string) => unknown): StoredRow {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      storedAs(value, name === "ccy" ? "text" : typeOf(name), name),
    ]),
  );
}

function storedAs(value: Written, type: unknown, name: string): Stored {
  if (type === undefined) throw new Error(`the library has no \`${name}\` there`);
  if (value === null) return null;
  if (typeof value === "boolean") return boolean(value);
  if (typeof value === "number") return number(value);
  return type === "date" ? date(value) : text(value);
}

/** Statements of DuckDB that make the tables, with a column for whatever the library lists. */
export function statementsFor(tables: BankTables): string {
  const attributes = (rows: typeof libraryEvents) =>
    [...rows.values()].flatMap((each) => Object.entries(each.attributes));
  const own = ([name, { type }]: readonly [string, { readonly type: unknown }]) =>
    [name, typeText(type)] as const;
  const columns: Readonly<Record<keyof BankTables, ReadonlyMap<string, string>>> = {
    customers: new Map([["customer_id", "integer"], ["ds", "date"], ...[...libraryTags].map(own)]),
    happenings: new Map([
      ...attributes(libraryEvents).map(own),
      ["customer_id", "integer"],
      ["id", "integer"],
      ["happening", "text"],
      ["at", "timestamp"],
      ["ccy", "text"],
    ]),
    things: new Map([
      ...attributes(libraryCollections).map(own),
      ["customer_id", "integer"],
      ["id", "integer"],
      ["thing", "text"],
    ]),
    fx_rates: new Map([
      ["rate_date", "date"],
      ["ccy", "text"],
      ["rate", "decimal(18, 6)"],
    ]),
  };
  return (["customers", "happenings", "things", "fx_rates"] as const)
    .flatMap((table) => {
      const types = [...columns[table]].map(([name, type]) => `"${name}" ${type}`);
      const made = `create table ${table} (${types.join(", ")});`;
      const rows: readonly StoredRow[] = tables[table];
      const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
      const values = rows.map((row) => `(${names.map((name) => literal(row[name] ?? null)).join(", ")})`);
      const into = names.map((name) => `"${name}"`).join(", ");
      return [made, `insert into ${table} (${into}) values ${values.join(", ")};`];
    })
    .join("\n");
}

function typeText(type: unknown): string {
  switch (type) {
    case "boolean":
    case "integer":
    case "date":
      return type;
    case "percent":
    case "decimal":
      return "decimal(18, 6)";
    case "instant":
      return "timestamp with time zone";
    default:
      return typeof type === "string" && type.startsWith("money") ? "decimal(18, 2)" : "text";
  }
}

/** A stored value as a literal of DuckDB. */
export function literal(value: Stored): string {
  if (value === null) return "null";
  switch (value.kind) {
    case "text":
      return `'${value.text.replaceAll("'", "''")}'`;
    case "number":
      return value.number;
    case "boolean":
      return String(value.value);
    case "date":
      return `date '${value.date}'`;
    case "local-time":
      return `timestamp '${value.time}'`;
    case "instant":
    case "list":
      throw new Error(`no case writes a value of kind ${value.kind}`);
  }
}
