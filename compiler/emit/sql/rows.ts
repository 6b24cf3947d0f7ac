import type { Moment, Program, Source } from "../../../plan/index.ts";
import { columnConditions, readColumn, readEventTime, textOf } from "./column.ts";
import type { Dialect } from "./dialect.ts";
import { tickDate } from "./expression.ts";
import { fragment, identifier, list, parameter, type Sql, subquery, type TableSource } from "./query.ts";
import type { SqlValue } from "./sql-value.ts";

/** The rows of an event or a collection, as a statement reads them. */
export interface Rows {
  readonly source: Source;
  readonly from: TableSource;
  /** What the catalog asks of the rows: its conditions, the latest snapshot. */
  readonly where: readonly Sql[];
  readonly customer: Sql;
  readonly id: readonly Sql[];
  /** Missing for collections. */
  readonly time: SqlValue | undefined;
  attribute(name: string): SqlValue;
}

/** A relation by its name. */
export function relation(name: string): Sql {
  return identifier(name);
}

/** A column with a customer's key, in the one type that it has everywhere. */
export function customerKey(program: Program, alias: string, column: string): Sql {
  const key = identifier(alias, column);
  return program.customer.type === "text" ? textOf(key) : key;
}

/** Only the copy of the latest date on or before D, for sources that keep a copy a day. */
export function latestSnapshot(source: Source, alias: string): readonly Sql[] {
  if (source.snapshot === undefined) return [];
  const date = identifier("latest", source.snapshot);
  const latest = subquery({
    columns: [{ alias: "snapshot", value: fragment`max(${date})` }],
    from: { table: relation(source.relation), alias: "latest" },
    where: [fragment`${date} <= ${tickDate}`],
  });
  return [fragment`${identifier(alias, source.snapshot)} = (${latest})`];
}

/** Only the rows valid on D, for sources with a history. */
export function validOnTickDate(source: Source, alias: string): readonly Sql[] {
  if (source.history === undefined) return [];
  const to = identifier(alias, source.history.to);
  return [
    fragment`${identifier(alias, source.history.from)} <= ${tickDate}`,
    fragment`(${to} > ${tickDate} or ${to} is null)`,
  ];
}

/**
 * Bounds on the partition column that follow from bounds on the time, so that engines skip partitions: from the least
 * of the beginnings (none: from ever) to the greatest of the ends.
 */
export function partitionBounds(
  source: Source,
  alias: string,
  timezone: string,
  starts: readonly Moment[],
  ends: readonly Moment[],
): readonly Sql[] {
  if (source.partition === undefined) return [];
  const { column, format } = source.partition;
  const zone = source.time?.zone ?? timezone;
  const partition = (moment: Moment): Sql =>
    fragment`cast(${parameter({ kind: "moment", moment, as: { kind: "partition", zone, format } })} as text)`;
  const extreme = (pick: Sql, moments: readonly Moment[]): Sql => {
    const [only] = moments;
    return moments.length === 1 && only !== undefined
      ? partition(only)
      : fragment`${pick}(${list(moments.map(partition))})`;
  };
  const stored = identifier(alias, column);
  const before = fragment`${stored} <= ${extreme(fragment`greatest`, ends)}`;
  return starts.length === 0
    ? [before]
    : [fragment`${stored} >= ${extreme(fragment`least`, starts)}`, before];
}

/** The rows of an event or collection under an alias. */
export function rowsOf(
  program: Program,
  over: { readonly kind: "event" | "collection"; readonly name: string },
  alias: string,
  dialect: Dialect,
): Rows {
  const entry = (over.kind === "event" ? program.events : program.collections)[over.name];
  const source = entry === undefined ? undefined : program.sources[entry.source];
  if (entry === undefined || source === undefined)
    throw new Error(`the program lacks ${over.kind} ${over.name}`);
  return {
    source,
    from: { table: relation(source.relation), alias },
    where: [
      ...columnConditions(source.where, alias, dialect),
      ...columnConditions(entry.where, alias, dialect),
      ...latestSnapshot(source, alias),
      ...validOnTickDate(source, alias),
    ],
    customer: customerKey(program, alias, source.customer),
    id: source.id.map((column) => identifier(alias, column)),
    time:
      source.time === undefined ? undefined : readEventTime(source.time, alias, program.timezone, dialect),
    attribute: (name) => {
      const mapping = entry.attributes[name];
      if (mapping === undefined) throw new Error(`the program lacks attribute ${over.name}.${name}`);
      return readColumn(mapping, alias, program.timezone, dialect);
    },
  };
}
