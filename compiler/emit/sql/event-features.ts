import type { Expression, Feature, Moment } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import type { CustomerTable } from "./customers.ts";
import { missing } from "./empty-scope.ts";
import { addFeatureTable, groupsOf } from "./feature.ts";
import { localClock } from "./local-clock.ts";
import { fragment, identifier, type Join, type Sql } from "./query.ts";
import { walk } from "./references.ts";
import { partitionBounds } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { asInstant, type SqlValue } from "./sql-value.ts";
import { momentIn } from "./window.ts";

/** Events that a statement has found, as a table with the columns `customer` and `event_time`. */
export interface FoundEvents {
  readonly name: string;
  /** A moment that none of them lies before. */
  readonly since: Moment;
  /** What `event_time` holds where the table has an alias. */
  time(alias: string): SqlValue;
}

/** Features of windows that end at events: how they are joined to these, and what they are there. */
export interface EventFeatures {
  /** The joins that the features take where the table of the events has an alias. */
  joins(alias: string): readonly Join[];
  /** Undefined for features whose windows end elsewhere. */
  feature(id: string): SqlValue | undefined;
}

/**
 * Adds the tables of those features that expressions ask for before events (`30 days before event`): a row for each
 * customer and time of her events, so that events of one time share it.
 */
export function addEventFeatures(
  build: StatementBuild,
  events: FoundEvents,
  expressions: readonly Expression[],
  customers: CustomerTable,
): EventFeatures {
  const ids = Object.keys(build.program.features);
  const features = beforeEvents(build, expressions);
  const tables = groupsOf(features).map((group) =>
    addTableBefore(build, events, group, customers, (id) => `f${ids.indexOf(id)}`),
  );
  const values = new Map<string, SqlValue>();
  for (const [index, table] of tables.entries()) {
    for (const { feature, read } of table.columns) values.set(feature, read(`b${index}`));
  }
  return {
    joins: (alias) =>
      tables.map(({ name }, index) => ({
        kind: "left",
        table: identifier(name),
        alias: `b${index}`,
        on: ["customer", "event_time"].map(
          (column) => fragment`${identifier(`b${index}`, column)} = ${identifier(alias, column)}`,
        ),
      })),
    feature: (id) => values.get(id),
  };
}

/** A scope in which features of windows before events can be asked for as well. */
export function withEventFeatures(scope: Scope, features: EventFeatures | undefined): Scope {
  return { ...scope, feature: (id) => features?.feature(id) ?? scope.feature(id) };
}

/** The features before events that expressions ask for, each once. */
function beforeEvents(build: StatementBuild, expressions: readonly Expression[]): readonly Feature[] {
  const found = new Map<string, Feature>();
  for (const expression of expressions) {
    walk(expression, (part) => {
      if (part.kind !== "feature") return;
      const feature = build.program.features[part.feature] ?? missing(`feature ${part.feature}`);
      if (feature.window?.kind === "before-event") found.set(feature.id, feature);
    });
  }
  return [...found.values()];
}

function addTableBefore(
  build: StatementBuild,
  events: FoundEvents,
  group: readonly Feature[],
  customers: CustomerTable,
  alias: (feature: string) => string,
) {
  const window = group[0]?.window;
  if (window?.kind !== "before-event") throw new Error("a feature of a window that ends elsewhere");
  const { duration } = window;
  const time = events.time("x");
  const shifted =
    duration === undefined
      ? undefined
      : localClock(build, events.since).shift(time, duration, "earlier", "k");
  const spans = addTable(build, "before", "whose events they are, and how far back from these is looked", {
    distinct: true,
    columns: [
      { alias: "customer", value: fragment`x.customer` },
      { alias: "event_time", value: identifier("x", "event_time") },
      ...(shifted === undefined ? [] : [{ alias: "since", value: shifted.sql }]),
    ],
    from: { table: identifier(events.name), alias: "x" },
    joins: shifted?.joins ?? [],
  });
  const end = events.time("w");
  const before = (row: SqlValue): readonly Sql[] => [
    sameStorage(row, end)
      ? fragment`${row.sql} < ${end.sql}`
      : fragment`${asInstant(row)} < ${asInstant(end)}`,
    ...(shifted === undefined ? [] : [fragment`${asInstant(row)} >= w.since`]),
  ];
  const earliest: Moment | undefined =
    duration === undefined
      ? undefined
      : { kind: "earlier", than: events.since, by: [duration], spare: "more" };
  return addFeatureTable(build, group, customers, alias, {
    columns: [{ alias: "event_time", value: identifier("w", "event_time") }],
    joins: (rows) => [
      {
        kind: "inner",
        table: identifier(spans),
        alias: "w",
        on: [fragment`w.customer = ${rows.customer}`, ...before(rows.time ?? missing("the rows' time"))],
      },
    ],
    where: ({ time: stored, source }) =>
      stored === undefined || earliest === undefined
        ? []
        : [
            fragment`${stored.sql} >= ${momentIn(earliest, stored)}`,
            ...partitionBounds(source, "e", build.program.timezone, [earliest], [{ kind: "tick-end" }]),
          ],
  });
}

/** Whether two times are held alike, so that they can be compared as they are. */
function sameStorage(a: SqlValue, b: SqlValue): boolean {
  return JSON.stringify(a.time) === JSON.stringify(b.time);
}
