import { type Moment, type Program, relationName, type Source } from "../../../plan/index.ts";
import type { StatementBuild } from "./build.ts";
import { columnConditions, readColumn, readEventTime, textOf } from "./column.ts";
import { tickDate } from "./expression.ts";
import {
  fragment,
  identifier,
  type Join,
  list,
  parameter,
  type Sql,
  subquery,
  type TableSource,
} from "./query.ts";
import type { SqlValue } from "./sql-value.ts";

/** The rows of an event or a collection, as a statement reads them. */
export interface Rows {
  readonly source: Source;
  readonly from: TableSource;
  /** To whom the rows belong, where another source says so: a row with several owners stands there for each. */
  readonly joins: readonly Join[];
  /** What the catalog asks of the rows: its conditions, the latest snapshot. */
  readonly where: readonly Sql[];
  readonly customer: Sql;
  readonly id: readonly Sql[];
  /** Missing for collections. */
  readonly time: SqlValue | undefined;
  attribute(name: string): SqlValue;
}

/** A relation by its name, schema and table as an identifier each. */
export function relation(name: string): Sql {
  const { schema, table } = relationName(name);
  return schema === undefined ? identifier(table) : identifier(schema, table);
}

/** A column with a customer's key, in the one type that it has everywhere. */
export function customerKey(program: Program, alias: string, column: string): Sql {
  const key = identifier(alias, column);
  return program.customer.type === "text" ? textOf(key) : key;
}

/** The date of the latest copy on or before a day, of a source that keeps a copy a day. */
export function latestSnapshot(relationName: string, snapshot: string, day: Sql): Sql {
  const date = identifier("latest", snapshot);
  return fragment`(${subquery({
    columns: [{ alias: "snapshot", value: fragment`max(${date})` }],
    from: { table: relation(relationName), alias: "latest" },
    where: [fragment`${date} <= ${day}`],
  })})`;
}

/** Only what stood on a day, D unless given: the copy of the latest date on or before it, or the rows valid on it. */
export function standing(source: Source, alias: string, day: Sql = tickDate): readonly Sql[] {
  if (source.snapshot !== undefined) {
    const latest = latestSnapshot(source.relation, source.snapshot, day);
    return [fragment`${identifier(alias, source.snapshot)} = ${latest}`];
  }
  if (source.history === undefined) return [];
  const to = identifier(alias, source.history.to);
  return [
    fragment`${identifier(alias, source.history.from)} <= ${day}`,
    fragment`(${to} > ${day} or ${to} is null)`,
  ];
}

/** Whom a source's rows under an alias belong to, and the join that this takes. */
export function ownership(
  build: StatementBuild,
  source: Source,
  alias: string,
): { readonly customer: Sql; readonly joins: readonly Join[] } {
  const { program, dialect } = build;
  build.sources.add(source.name);
  if (source.customer.kind === "column") {
    return { customer: customerKey(program, alias, source.customer.column), joins: [] };
  }
  const owning = program.sources[source.customer.source];
  if (owning?.key === undefined || owning.customer.kind !== "column")
    throw new Error(`the program lacks who owns what ${source.name} holds`);
  build.sources.add(owning.name);
  const of = `${alias}_owner`;
  // Distinct: a customer who stands twice beside one key, in two roles, still has each of its rows once.
  const owners = subquery({
    distinct: true,
    columns: [
      { alias: "key", value: identifier("o", owning.key) },
      { alias: "customer", value: customerKey(program, "o", owning.customer.column) },
    ],
    from: { table: relation(owning.relation), alias: "o" },
    where: [
      ...columnConditions(owning.where, "o", dialect),
      ...(owning.owners === undefined
        ? []
        : columnConditions({ [owning.owners.column]: owning.owners.primary }, "o", dialect)),
      ...standing(owning, "o"),
    ],
  });
  const on = [fragment`${identifier(of, "key")} = ${identifier(alias, source.customer.column)}`];
  return {
    customer: identifier(of, "customer"),
    joins: [{ kind: "inner", table: fragment`(${owners})`, alias: of, on }],
  };
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
  build: StatementBuild,
  over: { readonly kind: "event" | "collection"; readonly name: string },
  alias: string,
): Rows {
  const { program, dialect } = build;
  const entry = (over.kind === "event" ? program.events : program.collections)[over.name];
  const source = entry === undefined ? undefined : program.sources[entry.source];
  if (entry === undefined || source === undefined)
    throw new Error(`the program lacks ${over.kind} ${over.name}`);
  const { customer, joins } = ownership(build, source, alias);
  return {
    source,
    from: { table: relation(source.relation), alias },
    joins,
    where: [
      ...columnConditions(source.where, alias, dialect),
      ...columnConditions(entry.where, alias, dialect),
      ...standing(source, alias),
    ],
    customer,
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
