import type { ValueType } from "../../../plan/index.ts";
import type { StatementBuild } from "./build.ts";
import { emptyScope, missing } from "./empty-scope.ts";
import { identifier, type Sql } from "./query.ts";
import type { Scope } from "./scope.ts";
import type { SqlValue, TimeStorage } from "./sql-value.ts";

/** The columns of a customers' table, by what they hold. */
export interface Columns {
  readonly tags: Map<string, Column>;
  readonly histories: Map<string, Column>;
  readonly definitions: Map<string, Column>;
  readonly features: Map<string, Column>;
  readonly rankings: Map<string, string>;
}

/** A column of a customers' table, with the one that holds its currency where it is money of any. */
export interface Column {
  readonly alias: string;
  readonly type: ValueType;
  readonly time?: TimeStorage;
  readonly currencyAlias?: string;
}

/** The column that a value is put into. */
export function columnOf(value: SqlValue, alias: string): Column {
  return {
    alias,
    type: value.type,
    ...(value.time && { time: value.time }),
    ...(value.currency && { currencyAlias: `${alias}_currency` }),
  };
}

/** What is selected for a value: itself, and its currency where it is money of any. */
export function selected(
  value: SqlValue,
  alias: string,
): readonly { readonly alias: string; readonly value: Sql }[] {
  return [
    { alias, value: value.sql },
    ...(value.currency === undefined ? [] : [{ alias: `${alias}_currency`, value: value.currency }]),
  ];
}

function namesOf(columns: Iterable<Pick<Column, "alias" | "currencyAlias">>): readonly string[] {
  return [...columns].flatMap(({ alias, currencyAlias }) =>
    currencyAlias === undefined ? [alias] : [alias, currencyAlias],
  );
}

/** The names of all columns, for the next table to carry on. */
export function carriedColumns({
  tags,
  histories,
  features,
  definitions,
  rankings,
}: Columns): readonly string[] {
  return [
    ...namesOf(tags.values()),
    ...namesOf(histories.values()),
    ...namesOf(features.values()),
    ...namesOf(definitions.values()),
    ...rankings.values(),
  ];
}

/** What the names of customers' things stand for where a table with the columns has an alias; rows' things throw. */
export function customerScope(build: StatementBuild, columns: Columns, alias: string): Scope {
  const read = (found: Column | undefined, what: string): SqlValue => {
    const column = found ?? missing(what);
    return {
      sql: identifier(alias, column.alias),
      type: column.type,
      ...(column.time && { time: column.time }),
      ...(column.currencyAlias && { currency: identifier(alias, column.currencyAlias) }),
    };
  };
  return {
    ...emptyScope(build),
    tag: (name) => read(columns.tags.get(name), `tag ${name}`),
    tagHistory: (id) => read(columns.histories.get(id), `tag history ${id}`),
    definition: (name) => read(columns.definitions.get(name), `definition ${name}`),
    feature: (id) => read(columns.features.get(id), `feature ${id}`),
    ranking: (id) => identifier(alias, columns.rankings.get(id) ?? missing(`ranking ${id}`)),
  };
}
