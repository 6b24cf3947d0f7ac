import type {
  AggregateFunction,
  Expression,
  Feature,
  Moment,
  ValueType,
  Window,
} from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import type { CustomerTable } from "./customers.ts";
import { filtered, ordered } from "./dialect.ts";
import { emitValue } from "./expression.ts";
import { emitPredicate } from "./predicate.ts";
import { allOf, fragment, identifier, type Join, list, type Selection, type Sql } from "./query.ts";
import { rateJoins, tickRate } from "./rates.ts";
import { speaksOfCustomer } from "./references.ts";
import { partitionBounds, type Rows, rowsOf } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { comparable, type SqlValue, type TimeStorage } from "./sql-value.ts";
import { momentIn, reach, windowEnd, windowStart, withinWindow } from "./window.ts";

/** A table with a row for each customer who has any of the rows, and a column for each of some features. */
export interface FeatureTable {
  readonly name: string;
  readonly columns: readonly FeatureColumn[];
}

/** A feature's column, and its companion with the currency where it is money of any. */
export interface FeatureColumn {
  readonly feature: string;
  readonly alias: string;
  readonly type: ValueType;
  readonly time?: TimeStorage;
  readonly currencyAlias?: string;
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
  const groups = new Map<string, Feature[]>();
  for (const feature of features) {
    const group = groups.get(groupKey(feature));
    if (group === undefined) groups.set(groupKey(feature), [feature]);
    else group.push(feature);
  }
  return [...groups.values()].map((group) => addGroup(build, group, customers, alias));
}

function groupKey(feature: Feature): string {
  const asksCustomer = partsOf(feature).some(speaksOfCustomer);
  const far = feature.window === undefined ? "" : reach(feature.window);
  return JSON.stringify([feature.over.kind, feature.over.name, asksCustomer, far]);
}

function partsOf(feature: Feature): readonly Expression[] {
  return feature.subject === undefined ? feature.where : [...feature.where, feature.subject];
}

function addGroup(
  build: StatementBuild,
  group: readonly Feature[],
  customers: CustomerTable,
  alias: (feature: string) => string,
): FeatureTable {
  const [first] = group;
  if (first === undefined) throw new Error("a group of features is never empty");
  const rows = rowsOf(build.program, first.over, "e", build.dialect);
  const rates = rateJoins(build, "r");
  const scope: Scope = {
    ...customers.scope("c"),
    attribute: (_of, name) => rows.attribute(name),
    time: () => timeOf(rows),
    rate: (currency, at) => (at === "tick" ? tickRate(build, currency) : rates.rate(currency, timeOf(rows))),
  };
  const shared = first.where.filter((condition) => group.every((feature) => asks(feature, condition)));
  const windows = distinctWindows(group);
  const aggregates = group.map((feature) => {
    const inWindow =
      windows.length > 1 && feature.window !== undefined ? withinWindow(feature.window, timeOf(rows)) : [];
    const own = feature.where.filter((condition) => !shared.some((other) => same(other, condition)));
    const conditions = [...inWindow, ...own.map((condition) => emitPredicate(condition, scope))];
    return { feature, alias: alias(feature.id), value: aggregate(feature, rows, scope, conditions) };
  });
  const columns = aggregates.flatMap(({ alias: column, value }) => [
    { alias: column, value: value.sql },
    ...(value.currency === undefined ? [] : [{ alias: `${column}_currency`, value: value.currency }]),
  ]);
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
    columns: [{ alias: "customer", value: rows.customer }, ...columns],
    from: rows.from,
    joins: [...(joinsCustomer ? [customerJoin] : []), ...rates.joins],
    where: [...where, ...(customers.restricted && !joinsCustomer ? [known] : [])],
    groupBy: [rows.customer],
  };
  const comment = group.map((feature) => `${feature.id} (${feature.origin})`).join(", ");
  const name = addTable(build, first.over.kind === "event" ? "events" : "rows", comment, selection);
  return {
    name,
    columns: aggregates.map(({ feature, alias: column, value }) => ({
      feature: feature.id,
      alias: column,
      type: feature.type,
      ...(value.time && { time: value.time }),
      ...(value.currency && { currencyAlias: `${column}_currency` }),
    })),
  };
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

function aggregate(feature: Feature, rows: Rows, scope: Scope, conditions: readonly Sql[]): SqlValue {
  const filter = conditions.length === 0 ? undefined : allOf(conditions);
  if (feature.function === "count" || feature.function === "exists" || feature.subject === undefined) {
    return { sql: filtered(fragment`count(*)`, filter), type: feature.type };
  }
  const value = emitValue(feature.subject, scope);
  if (feature.function !== "first" && feature.function !== "latest") {
    return {
      sql: overall(feature.function, value, scope, filter),
      type: feature.type,
      ...(value.time && { time: value.time }),
    };
  }
  const direction = feature.function === "first" ? "asc" : "desc";
  if (feature.subject.kind === "time") {
    const extremeTime = direction === "asc" ? fragment`min(${value.sql})` : fragment`max(${value.sql})`;
    return { ...value, sql: filtered(extremeTime, filter) };
  }
  const order = [
    ...(rows.time === undefined ? [] : [ordered(rows.time.sql, direction)]),
    ...rows.id.flatMap((id) => scope.dialect.idOrder(id)).map((key) => ordered(key, direction)),
  ];
  const pick = (sql: Sql): Sql => scope.dialect.firstValue(sql, order, filter);
  return { ...value, sql: pick(value.sql), ...(value.currency && { currency: pick(value.currency) }) };
}

/** Aggregates that no order of rows enters into. */
function overall(
  of: Exclude<AggregateFunction, "count" | "exists" | "first" | "latest">,
  value: SqlValue,
  scope: Scope,
  filter: Sql | undefined,
): Sql {
  const { dialect } = scope;
  const scale = "scale" in value.type ? value.type.scale : 0;
  // Times are ordered as they are stored: no conversion of a whole column.
  const byOrder = value.type.kind === "instant" ? value.sql : comparable(value, dialect);
  switch (of) {
    case "sum":
      return filtered(fragment`sum(${value.sql})`, filter);
    case "avg":
      return dialect.divide(
        { sql: filtered(fragment`sum(${value.sql})`, filter), scale },
        { sql: filtered(fragment`count(${value.sql})`, filter), scale: 0 },
      );
    case "min":
      return filtered(fragment`min(${byOrder})`, filter);
    case "max":
      return filtered(fragment`max(${byOrder})`, filter);
    case "distinct":
      return filtered(fragment`count(distinct ${byOrder})`, filter);
    case "median": {
      const middle = (direction: "asc" | "desc"): Sql => {
        const order = ordered(value.sql, direction);
        return filtered(fragment`percentile_disc(0.5) within group (order by ${order})`, filter);
      };
      const both = [middle("asc"), middle("desc")].map((sql) => dialect.wide(sql, scale));
      const [low = fragment`null`, high = fragment`null`] = both;
      return dialect.divide(
        { sql: dialect.arithmetic("+", low, high), scale },
        { sql: fragment`2`, scale: 0 },
      );
    }
  }
}
