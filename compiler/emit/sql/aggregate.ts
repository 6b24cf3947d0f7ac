import type { AggregateFunction, Feature } from "../../../plan/index.ts";
import { filtered, ordered } from "./dialect.ts";
import { mostDigits } from "./digits.ts";
import { emitValue } from "./expression.ts";
import { allOf, fragment, identifier, type Sql } from "./query.ts";
import type { Rows } from "./rows.ts";
import type { Scope } from "./scope.ts";
import { comparable, type SqlValue } from "./sql-value.ts";

/**
 * An aggregate in two halves: what is computed of the rows, and what is made of that where it is read. Engines do
 * not let all of their functions around aggregates; and who has no rows is seen only where it is read.
 */
export interface Aggregate {
  readonly columns: readonly { readonly alias: string; readonly value: Sql }[];
  /** The value, given the alias of the table with the columns, which is joined by a left join. */
  read(table: string): SqlValue;
}

/** To how many places means are rounded. */
const meanScale = 6;

/** A feature's aggregate under a filter; the aliases of its columns begin with `alias`. */
export function aggregate(
  feature: Feature,
  alias: string,
  rows: Rows,
  scope: Scope,
  filter: Sql | undefined,
): Aggregate {
  const { type, subject } = feature;
  if (feature.function === "count" || feature.function === "exists" || subject === undefined) {
    const count = (table: string): Sql => fragment`coalesce(${identifier(table, alias)}, 0)`;
    return {
      columns: [{ alias, value: filtered(fragment`count(*)`, filter) }],
      read: (table) => ({
        sql: feature.function === "exists" ? fragment`(${count(table)} > 0)` : count(table),
        type,
      }),
    };
  }
  const value = emitValue(subject, scope);
  if (feature.function === "first" || feature.function === "latest") {
    return byTime(feature.function, feature, value, alias, rows, scope, filter);
  }
  return overall(feature.function, type, value, alias, scope, filter);
}

/** The value of the first or latest row, unknown if that is. */
function byTime(
  of: "first" | "latest",
  feature: Feature,
  value: SqlValue,
  alias: string,
  rows: Rows,
  scope: Scope,
  filter: Sql | undefined,
): Aggregate {
  const direction = of === "first" ? "asc" : "desc";
  if (feature.subject?.kind === "time") {
    const extreme = of === "first" ? fragment`min(${value.sql})` : fragment`max(${value.sql})`;
    return {
      columns: [{ alias, value: filtered(extreme, filter) }],
      read: (table) => ({ ...value, sql: identifier(table, alias) }),
    };
  }
  const order = [
    ...(rows.time === undefined ? [] : [ordered(rows.time.sql, direction)]),
    ...rows.id.flatMap((id) => scope.dialect.idOrder(id)).map((key) => ordered(key, direction)),
  ];
  const pick = (sql: Sql): Sql => scope.dialect.firstValue(sql, order, filter);
  const currency = `${alias}_currency`;
  return {
    columns: [
      { alias, value: pick(value.sql) },
      ...(value.currency === undefined ? [] : [{ alias: currency, value: pick(value.currency) }]),
    ],
    read: (table) => ({
      ...value,
      sql: identifier(table, alias),
      ...(value.currency && { currency: identifier(table, currency) }),
    }),
  };
}

/** Aggregates that no order of rows enters into. */
function overall(
  of: Exclude<AggregateFunction, "count" | "exists" | "first" | "latest">,
  type: SqlValue["type"],
  value: SqlValue,
  alias: string,
  scope: Scope,
  filter: Sql | undefined,
): Aggregate {
  const { dialect } = scope;
  const scale = "scale" in value.type ? value.type.scale : 0;
  const single = (sql: Sql, read: (column: Sql) => Sql = (column) => column): Aggregate => ({
    columns: [{ alias, value: filtered(sql, filter) }],
    read: (table) => ({
      sql: read(identifier(table, alias)),
      type,
      ...(value.time && { time: value.time }),
    }),
  });
  // Times are ordered as they are stored: no conversion of a whole column.
  const byOrder = value.type.kind === "instant" ? value.sql : comparable(value, dialect);
  switch (of) {
    case "sum":
    case "avg": {
      const sum = dialect.sum({ sql: value.sql, scale }, filter);
      const columns = sum.columns.map((sql, index) => ({
        alias: index === 0 ? alias : `${alias}_${index}`,
        value: sql,
      }));
      const number = { alias: `${alias}_n`, value: filtered(fragment`count(${value.sql})`, filter) };
      return {
        columns: of === "avg" ? [...columns, number] : columns,
        read: (table) => {
          const parts = columns.map((column) => identifier(table, column.alias));
          const total = sum.read(parts);
          if (of === "avg") {
            const count = { sql: identifier(table, number.alias), scale: 0 };
            return { sql: dialect.divide({ sql: total, scale }, count), type };
          }
          // Over nothing it is zero; where it has too many digits, unknown.
          const nothing = allOf(parts.map((part) => fragment`${part} is null`));
          return { sql: fragment`case when ${nothing} then 0 else ${total} end`, type };
        },
      };
    }
    case "min":
      return single(fragment`min(${byOrder})`);
    case "max":
      return single(fragment`max(${byOrder})`);
    case "distinct":
      return single(fragment`count(distinct ${byOrder})`, (count) => fragment`coalesce(${count}, 0)`);
    case "median": {
      // Of an even count the two in the middle are these; of an odd one both are the one in the middle, which is left as it is.
      const middle = (direction: "asc" | "desc"): Sql =>
        fragment`percentile_disc(0.5) within group (order by ${ordered(value.sql, direction)})`;
      const result = "scale" in type ? type.scale : 0;
      const column = (part: "low" | "high" | "n"): string => (part === "low" ? alias : `${alias}_${part}`);
      return {
        columns: [
          { alias: column("low"), value: filtered(middle("asc"), filter) },
          { alias: column("high"), value: filtered(middle("desc"), filter) },
          { alias: column("n"), value: filtered(fragment`count(${value.sql})`, filter) },
        ],
        read: (table) => {
          const [low, high] = [identifier(table, column("low")), identifier(table, column("high"))];
          const sum = dialect.arithmetic("+", dialect.wide(low, scale), dialect.wide(high, scale));
          const mean = dialect.divide(
            { sql: dialect.within(sum, mostDigits, scale), scale },
            { sql: fragment`2`, scale: 0 },
          );
          const isOdd = fragment`${identifier(table, column("n"))} % 2 = 1`;
          return {
            sql: fragment`case when ${isOdd} then ${dialect.aligned(low, scale, result)} else ${dialect.aligned(mean, meanScale, result)} end`,
            type,
          };
        },
      };
    }
  }
}
