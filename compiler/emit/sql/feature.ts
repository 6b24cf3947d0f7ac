import type { Expression, Feature, Moment, Window } from "../../../plan/index.ts";
import { type Aggregate, aggregate } from "./aggregate.ts";
import { addTable, type StatementBuild } from "./build.ts";
import type { CustomerTable } from "./customers.ts";
import { ledgerRows } from "./ledger-rows.ts";
import { emitPredicate } from "./predicate.ts";
import { allOf, fragment, identifier, type Join, list, type Selection, type Sql } from "./query.ts";
import { rateJoins } from "./rates.ts";
import { speaksOfCustomer } from "./references.ts";
import { partitionBounds, type Rows, rowsOf } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { momentIn, reach, windowEnd, windowStart, withinWindow } from "./window.ts";

/** A table with a row for each customer who has any of the rows, and a column for each of some features. */
export interface FeatureTable {
  readonly name: string;
  readonly columns: readonly FeatureColumn[];
}

/** How a feature is read from its table. */
export interface FeatureColumn {
  readonly feature: string;
  readonly alias: string;
  readonly read: Aggregate["read"];
}

/**
 * Adds the tables that compute features. Features over the same rows and of like reach share a scan, each under its
 * own filter; what all of them ask of a row is asked once, in `where`.
 */
export function addFeatureTables(
  build: StatementBuild,
  features: readonly Feature[],
  customers: CustomerTable,
  alias: (feature: string) => string,
): readonly FeatureTable[] {
  return groupsOf(features).map((group) => addFeatureTable(build, group, customers, alias, ofCustomers));
}

/** Features that share a scan. */
export function groupsOf(features: readonly Feature[]): readonly (readonly Feature[])[] {
  const groups = new Map<string, Feature[]>();
  for (const feature of features) {
    const group = groups.get(groupKey(feature));
    if (group === undefined) groups.set(groupKey(feature), [feature]);
    else group.push(feature);
  }
  return [...groups.values()];
}

/** What there is a row for in a table of features. */
export interface FeatureKeys {
  /** The columns beside `customer` that tell the rows apart, and the conditions that lead from a row to them. */
  readonly columns: readonly { readonly alias: string; readonly value: Sql }[];
  joins(rows: Rows): readonly Join[];
  where(rows: Rows): readonly Sql[];
}

const ofCustomers: FeatureKeys = { columns: [], joins: () => [], where: () => [] };

function groupKey(feature: Feature): string {
  const asksCustomer = partsOf(feature).some(speaksOfCustomer);
  // What the ledger hands over is handed over once.
  const { over, window } = feature;
  const far =
    window?.kind === "before-event"
      ? window
      : window === undefined || over.kind === "ledger"
        ? ""
        : reach(window);
  return JSON.stringify([over.kind, over.name, asksCustomer, far]);
}

function partsOf(feature: Feature): readonly Expression[] {
  return feature.subject === undefined ? feature.where : [...feature.where, feature.subject];
}

/** Adds the table of a group of features. */
export function addFeatureTable(
  build: StatementBuild,
  group: readonly Feature[],
  customers: CustomerTable,
  alias: (feature: string) => string,
  keys: FeatureKeys,
): FeatureTable {
  const [first] = group;
  if (first === undefined) throw new Error("a group of features is never empty");
  const windows = distinctWindows(group);
  const rows = rowsOver(build, first.over, windows);
  const rates = rateJoins(build, "r");
  const scope: Scope = {
    ...customers.scope("c"),
    attribute: (_of, name) => rows.attribute(name),
    time: () => timeOf(rows),
    rate: (currency, at) => rates.rate(currency, at === "tick" ? at : timeOf(rows)),
  };
  const shared = first.where.filter((condition) => group.every((feature) => asks(feature, condition)));
  const aggregates = group.map((feature) => {
    const inWindow =
      windows.length > 1 && feature.window !== undefined ? withinWindow(feature.window, timeOf(rows)) : [];
    const own = feature.where.filter((condition) => !shared.some((other) => same(other, condition)));
    const conditions = [...inWindow, ...own.map((condition) => emitPredicate(condition, scope))];
    const filter = conditions.length === 0 ? undefined : allOf(conditions);
    return {
      feature,
      alias: alias(feature.id),
      ...aggregate(feature, alias(feature.id), rows, scope, filter),
    };
  });
  const where = [
    ...rows.where,
    ...bounds(rows, windows, build.program.timezone),
    ...shared.map((condition) => emitPredicate(condition, scope)),
  ];
  const joinsCustomer = group.flatMap(partsOf).some(speaksOfCustomer);
  const customerJoin: Join = {
    kind: "inner",
    table: identifier(customers.name),
    alias: "c",
    on: [fragment`c.customer = ${rows.customer}`],
  };
  const known = fragment`${rows.customer} in (select customer from ${identifier(customers.name)})`;
  const selection: Selection = {
    columns: [
      { alias: "customer", value: rows.customer },
      ...keys.columns,
      ...aggregates.flatMap(({ columns }) => columns),
    ],
    from: rows.from,
    joins: [...rows.joins, ...keys.joins(rows), ...(joinsCustomer ? [customerJoin] : []), ...rates.joins],
    where: [...where, ...keys.where(rows), ...(customers.restricted && !joinsCustomer ? [known] : [])],
    groupBy: [rows.customer, ...keys.columns.map(({ value }) => value)],
  };
  const comment = group.map((feature) => `${feature.id} (${feature.origin})`).join(", ");
  const name = addTable(build, first.over.kind === "event" ? "events" : "rows", comment, selection);
  return {
    name,
    columns: aggregates.map(({ feature, alias: column, read }) => ({
      feature: feature.id,
      alias: column,
      read,
    })),
  };
}

function rowsOver(build: StatementBuild, over: Feature["over"], windows: readonly Window[]): Rows {
  const { kind, name } = over;
  return kind === "ledger" ? ledgerRows(build, name, "e", windows) : rowsOf(build, { kind, name }, "e");
}

function timeOf(rows: Rows) {
  if (rows.time === undefined) throw new Error("rows of a collection have no time");
  return rows.time;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const asks = (feature: Feature, condition: Expression): boolean =>
  feature.where.some((other) => same(other, condition));

function distinctWindows(group: readonly Feature[]): readonly Window[] {
  const found: Window[] = [];
  for (const { window } of group) {
    if (window !== undefined && !found.some((other) => same(other, window))) found.push(window);
  }
  return found;
}

/** From the earliest beginning of the windows to the latest end, on the time and on the partition. */
function bounds(rows: Rows, windows: readonly Window[], timezone: string): readonly Sql[] {
  const { time } = rows;
  if (time === undefined || windows.length === 0) return [];
  const starts = windows.map(windowStart);
  const ends = distinct(windows.map(windowEnd));
  const known = starts.every((start) => start !== undefined) ? distinct(starts) : [];
  const after = known.length === 0 ? [] : [fragment`${time.sql} >= ${extreme(fragment`least`, known, rows)}`];
  return [
    ...after,
    fragment`${time.sql} < ${extreme(fragment`greatest`, ends, rows)}`,
    ...partitionBounds(rows.source, "e", timezone, known, ends),
  ];
}

const distinct = (moments: readonly Moment[]): readonly Moment[] =>
  moments.filter((moment, index) => moments.findIndex((other) => same(other, moment)) === index);

function extreme(pick: Sql, moments: readonly Moment[], rows: Rows): Sql {
  const time = timeOf(rows);
  const bound = moments.map((moment) => momentIn(moment, time));
  const [only] = bound;
  return bound.length === 1 && only !== undefined ? only : fragment`${pick}(${list(bound)})`;
}
