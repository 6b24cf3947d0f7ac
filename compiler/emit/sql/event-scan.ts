import type { Expression, Moment, RowScope } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { type Column, columnOf, selected } from "./customer-columns.ts";
import { emptyScope, missing } from "./empty-scope.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, identifier, joined, list, type Sql } from "./query.ts";
import { rateJoins } from "./rates.ts";
import { attributesOf, speaksOfCustomer, walk } from "./references.ts";
import { partitionBounds, rowsOf } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { asInstant, type SqlValue } from "./sql-value.ts";
import { momentIn } from "./window.ts";

/** The scopes that mean the row where there is but one. */
export const ownScopes: readonly RowScope[] = ["row", "event"];

/** Rows that occurrences are made of, as a statement reads them at one go. */
export interface EventScan {
  readonly over: { readonly kind: "event" | "collection"; readonly name: string };
  /** Conditions on the row, all of which must hold; those that speak of nothing else are asked here. */
  readonly conditions: readonly Expression[];
  /** Which scopes mean the row. */
  readonly scopes: readonly RowScope[];
  /** What is asked of the rows later. */
  readonly outputs: readonly Expression[];
  /** Bounds on the time, half-open; collections have none. */
  readonly from?: Moment;
  readonly to?: Moment;
  readonly among?: string;
  readonly role: string;
  readonly comment: string;
  /** Makes `event_time` an instant, to compute with, whatever the column is. */
  readonly instants: boolean;
  /** Adds `n`, which counts each customer's rows in order of time, id and all else. */
  readonly numbered: boolean;
  /** Further columns. */
  readonly more?: (
    scope: Scope,
    id: readonly Sql[],
  ) => readonly { readonly alias: string; readonly value: Sql }[];
}

/** The common table of a scan: `customer`, `event_id`, `event_time`, `orderColumns`, attributes, `n`. */
export interface ScannedEvents {
  readonly name: string;
  /** Conditions that speak of more than the row. */
  readonly rest: readonly Expression[];
  readonly orderColumns: readonly string[];
  /** The columns with attributes and, where there is one, the time. */
  readonly attributes: ReadonlyMap<string, Column>;
  readonly time: Column;
  /** The names of all columns. */
  readonly columns: readonly string[];
}

/** Adds the table of a scan. */
export function addEventScan(build: StatementBuild, scan: EventScan): ScannedEvents {
  const { program, dialect } = build;
  const rows = rowsOf(build, scan.over, "e");
  const stored = rows.time;
  const rates = rateJoins(build, "r");
  const scope: Scope = {
    ...emptyScope(build),
    attribute: (_of, name) => rows.attribute(name),
    time: () => stored ?? missing(`the time of ${scan.over.name}`),
    rate: (currency, at) => rates.rate(currency, at === "tick" || stored === undefined ? "tick" : stored),
  };
  const [own, rest] = splitByRow(scan.conditions, scan.scopes);
  const names = [...attributesOf([...rest, ...scan.outputs], scan.scopes)]
    .filter((name) => name !== undefined)
    .sort();
  const attributes = names.map((name, index) => ({ name, alias: `x${index}`, value: rows.attribute(name) }));
  const orders = rows.id
    .flatMap((id) => dialect.idOrder(id))
    .map((value, index) => ({ alias: `order_${index}`, value }));
  const time: SqlValue | undefined =
    stored === undefined || !scan.instants
      ? stored
      : { type: { kind: "instant" }, sql: asInstant(stored), time: { kind: "instant" } };
  const columns = [
    { alias: "customer", value: rows.customer },
    { alias: "event_id", value: eventId(rows.id) },
    ...(time === undefined ? [] : [{ alias: "event_time", value: time.sql }]),
    ...orders,
    ...attributes.flatMap(({ alias, value }) => selected(value, alias)),
    ...(scan.more?.(scope, rows.id) ?? []),
  ];
  // Asks for the rates that it needs, before these are joined.
  const conditions = own.map((condition) => emitPredicate(condition, scope));
  const bounded = scan.from !== undefined && scan.to !== undefined && stored !== undefined;
  const selection = {
    columns: [
      ...columns,
      ...(scan.numbered
        ? [
            {
              alias: "n",
              value: fragment`row_number() over (partition by ${rows.customer} order by ${list(inOrder(columns))})`,
            },
          ]
        : []),
    ],
    from: rows.from,
    joins: [...rows.joins, ...rates.joins],
    where: [
      ...rows.where,
      // What has no id cannot be told from another, nor remembered as decided.
      ...rows.id.map((id) => fragment`${id} is not null`),
      ...(bounded && scan.from !== undefined && scan.to !== undefined
        ? [
            fragment`${stored.sql} >= ${momentIn(scan.from, stored)}`,
            fragment`${stored.sql} < ${momentIn(scan.to, stored)}`,
            ...partitionBounds(rows.source, "e", program.timezone, [scan.from], [scan.to]),
          ]
        : []),
      ...(scan.among === undefined
        ? []
        : [fragment`${rows.customer} in (select customer from ${identifier(scan.among)})`]),
      ...conditions,
    ],
  };
  const name = addTable(build, scan.role, scan.comment, selection);
  return {
    name,
    rest,
    orderColumns: orders.map(({ alias }) => alias),
    attributes: new Map(attributes.map(({ name, alias, value }) => [name, columnOf(value, alias)])),
    time: columnOf(time ?? { sql: fragment`null`, type: { kind: "instant" } }, "event_time"),
    columns: selection.columns.map(({ alias }) => alias),
  };
}

/** What puts a customer's rows in order: time and id, then all else, so that only equal rows are left to chance. */
function inOrder(columns: readonly { readonly alias: string; readonly value: Sql }[]): readonly Sql[] {
  const first = ({ alias }: { readonly alias: string }): boolean =>
    alias === "event_time" || alias.startsWith("order_");
  const own = columns.filter(({ alias }) => alias !== "customer");
  return [...own.filter(first), ...own.filter((column) => !first(column))].map(({ value }) => value);
}

/** Conditions that speak of the row alone, and the others. */
export function splitByRow(
  conditions: readonly Expression[],
  scopes: readonly RowScope[],
): readonly [own: readonly Expression[], rest: readonly Expression[]] {
  const own = (condition: Expression): boolean => {
    if (speaksOfCustomer(condition)) return false;
    let found = true;
    walk(condition, (part) => {
      if ((part.kind === "attribute" || part.kind === "time") && !scopes.includes(part.of)) found = false;
      if (part.kind === "convert" && part.at !== "tick" && !scopes.includes(part.at)) found = false;
    });
    return found;
  };
  return [conditions.filter(own), conditions.filter((condition) => !own(condition))];
}

/** A column of a table under an alias. */
export function readAlias(alias: string, column: Column): SqlValue {
  return {
    sql: identifier(alias, column.alias),
    type: column.type,
    ...(column.time && { time: column.time }),
    ...(column.currencyAlias && { currency: identifier(alias, column.currencyAlias) }),
  };
}

/** The id's text; of an id of several columns the parts joined by `|`, with `|` and `\` in them escaped. */
function eventId(id: readonly Sql[]): Sql {
  const [only] = id;
  return id.length === 1 && only !== undefined ? fragment`cast(${only} as text)` : joinedId(id);
}

/** The parts of an id of several, however many stand here. */
export function joinedId(id: readonly Sql[]): Sql {
  const escaped = id.map(
    (part) => fragment`replace(replace(cast(${part} as text), '\\', '\\\\'), '|', '\\|')`,
  );
  return joined(escaped, fragment` || '|' || `);
}
