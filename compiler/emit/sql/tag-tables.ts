import type { ColumnMapping, Source, TagHistory } from "../../../plan/index.ts";
import { addTable, type StatementBuild } from "./build.ts";
import { columnConditions, readColumn, textOf } from "./column.ts";
import { filtered, textConstant } from "./dialect.ts";
import { mostRunningDigits } from "./digits.ts";
import { missing } from "./empty-scope.ts";
import { anyOf, fragment, identifier, type Join, type Sql } from "./query.ts";
import { ownership, relation, standing } from "./rows.ts";
import { comparable, type SqlValue } from "./sql-value.ts";
import { dailyBounds, daysAgo, rowDays } from "./tag-days.ts";

/** What is read of tags for a table of customers: values by tag and history, and the joins that they come by. */
export interface TagColumns {
  readonly joins: readonly Join[];
  readonly tags: ReadonlyMap<string, SqlValue>;
  readonly histories: ReadonlyMap<string, SqlValue>;
}

/** A table of customers: the one with their source, read under an alias. */
export interface CustomerRows {
  readonly source: Source;
  readonly alias: string;
  readonly key: Sql;
  /** A table with a column `customer`: nobody else is needed. */
  readonly among: string | undefined;
}

/** What one column of the result is made of. */
interface Wanted {
  readonly kind: "tags" | "histories";
  readonly name: string;
  readonly mapping: ColumnMapping;
}

/** Reads tags as of D and histories. A source that is read as of one day is joined once for all of its tags. */
export function tagColumns(
  build: StatementBuild,
  customers: CustomerRows,
  tags: readonly string[],
  histories: readonly string[],
): TagColumns {
  const joins: Join[] = [];
  const values = { tags: new Map<string, SqlValue>(), histories: new Map<string, SqlValue>() };
  const { program } = build;
  const mappingOf = (tag: string): ColumnMapping => program.tags[tag] ?? missing(`tag ${tag}`);
  const sourceOf = (name: string): Source => program.sources[name] ?? missing(`source ${name}`);
  const byDay = new Map<string, { source: Source; day: Sql | undefined; wanted: Wanted[] }>();
  const want = (item: Wanted, day: { readonly key: string; readonly sql: Sql } | undefined): void => {
    const key = JSON.stringify([item.mapping.source, day?.key]);
    const group = byDay.get(key) ?? { source: sourceOf(item.mapping.source), day: day?.sql, wanted: [] };
    byDay.set(key, group);
    group.wanted.push(item);
  };
  for (const name of tags) want({ kind: "tags", name, mapping: mappingOf(name) }, undefined);
  const daily: TagHistory[] = [];
  for (const id of histories) {
    const history = program.tagHistories[id] ?? missing(`tag history ${id}`);
    const day = dayOf(history, program.timezone);
    if (day === undefined) daily.push(history);
    else want({ kind: "histories", name: id, mapping: mappingOf(history.tag) }, day);
  }
  const joined = (table: Sql, on: (alias: string) => readonly Sql[]): string => {
    const alias = `s${joins.length + 1}`;
    joins.push({ kind: "left", table, alias, on: on(alias) });
    return alias;
  };
  const customerOf = (alias: string): readonly Sql[] => [
    fragment`${identifier(alias, "customer")} = ${customers.key}`,
  ];
  for (const { source, day, wanted } of byDay.values()) {
    if (source.tagRows !== undefined) {
      const table = addPivot(build, customers, source, day, wanted);
      const alias = joined(identifier(table.name), customerOf);
      for (const { kind, name } of wanted) values[kind].set(name, table.read(alias, kind, name));
      continue;
    }
    const own = source.name === customers.source.name && day === undefined;
    const alias = own
      ? customers.alias
      : joined(relation(source.relation), (s) => [
          fragment`${ownership(build, source, s).customer} = ${customers.key}`,
          ...columnConditions(source.where, s, build.dialect),
          ...standing(source, s, day),
        ]);
    for (const { kind, name, mapping } of wanted)
      values[kind].set(name, readColumn(mapping, alias, program.timezone, build.dialect));
  }
  for (const history of daily) {
    const source = sourceOf(mappingOf(history.tag).source);
    const table = addDaily(build, customers, source, history);
    values.histories.set(history.id, table.read(joined(identifier(table.name), customerOf)));
  }
  return { joins, ...values };
}

/** The one day whose value a history is, where it is one's. */
function dayOf(
  history: TagHistory,
  timezone: string,
): { readonly key: string; readonly sql: Sql } | undefined {
  const { over } = history;
  if (over.kind === "as-of") return { key: JSON.stringify(over.ago), sql: daysAgo(over.ago, timezone) };
  const { first, last } = dailyBounds(over.window, timezone);
  if (over.function === "first") return { key: JSON.stringify([over.window, "first"]), sql: first };
  if (over.function === "latest") return { key: JSON.stringify([over.window, "last"]), sql: last };
  return undefined;
}

function among(customers: CustomerRows, customer: Sql): readonly Sql[] {
  return customers.among === undefined
    ? []
    : [fragment`${customer} in (select customer from ${identifier(customers.among)})`];
}

/** Rows of tags, a row for each tag of a customer, made one row a customer in one pass. */
function addPivot(
  build: StatementBuild,
  customers: CustomerRows,
  source: Source,
  day: Sql | undefined,
  wanted: readonly Wanted[],
): {
  readonly name: string;
  read(alias: string, kind: Wanted["kind"], name: string): SqlValue;
} {
  const { dialect } = build;
  const rows = source.tagRows ?? missing(`tag rows of ${source.name}`);
  const { customer } = ownership(build, source, "e");
  const value = dialect.byCodePoint(textOf(identifier("e", rows.value)));
  const isTag = (code: string): Sql => fragment`${textOf(identifier("e", rows.tag))} = ${textConstant(code)}`;
  const codes = [...new Set(wanted.map(({ mapping }) => mapping.column))];
  const name = addTable(build, "tag_values", `the tags ${codes.join(", ")} of ${source.name}`, {
    columns: [
      { alias: "customer", value: customer },
      // One row a tag; of several the greatest, so that the order of rows means nothing.
      ...codes.map((code, index) => ({
        alias: `v${index}`,
        value: filtered(fragment`max(${value})`, isTag(code)),
      })),
    ],
    from: { table: relation(source.relation), alias: "e" },
    where: [
      ...columnConditions(source.where, "e", dialect),
      ...standing(source, "e", day),
      anyOf(codes.map(isTag)),
      ...among(customers, customer),
    ],
    groupBy: [customer],
  });
  return {
    name,
    read: (alias, kind, tag) => {
      const { mapping } = wanted.find((item) => item.kind === kind && item.name === tag) ?? missing(tag);
      const column = `v${codes.indexOf(mapping.column)}`;
      return readColumn({ ...asText(mapping), column }, alias, build.program.timezone, dialect);
    },
  };
}

/** How a tag is read from a text: by its type's usual form, where the catalog says nothing else. */
export function asText(mapping: ColumnMapping): ColumnMapping {
  const { type } = mapping;
  switch (type.kind) {
    case "integer":
      return { ...mapping, decimals: mapping.decimals ?? 0 };
    case "decimal":
    case "percent":
    case "money": {
      const factor = mapping.scale?.split(".")[1]?.length ?? 0;
      return { ...mapping, decimals: mapping.decimals ?? Math.max(0, type.scale - factor) };
    }
    case "boolean":
      return { ...mapping, map: mapping.map ?? { false: "false", true: "true" } };
    case "date":
      return { ...mapping, format: mapping.format ?? "yyyy-MM-dd" };
    case "instant":
      return { ...mapping, format: mapping.format ?? "yyyy-MM-dd HH:mm:ss" };
    case "text":
    case "enum":
    case "set":
    case "product":
      return mapping;
  }
}

/** An average, least or greatest value over the days of a window, each day with the value that stood on it. */
function addDaily(
  build: StatementBuild,
  customers: CustomerRows,
  source: Source,
  history: TagHistory,
): { readonly name: string; read(alias: string): SqlValue } {
  const { dialect, program } = build;
  if (history.over.kind !== "daily") throw new Error(`${history.id} is not of several days`);
  const of = history.over.function;
  const bounds = dailyBounds(history.over.window, program.timezone);
  const mapping = program.tags[history.tag] ?? missing(`tag ${history.tag}`);
  const { customer } = ownership(build, source, "e");
  const stored = mappingOf(mapping, source);
  const value = readColumn(stored, "e", program.timezone, dialect);
  const span = rowDays(build, source, "e", bounds);
  const ofTag =
    source.tagRows === undefined
      ? []
      : [fragment`${textOf(identifier("e", source.tagRows.tag))} = ${textConstant(mapping.column)}`];
  const scale = "scale" in value.type ? value.type.scale : 0;
  const summable = dialect.within(dialect.wide(value.sql, scale), mostRunningDigits, scale);
  const summed = (weighted: Sql) => dialect.sum({ sql: weighted, scale }, undefined);
  const result: Readonly<Record<string, Sql>> = (() => {
    if (of !== "avg") {
      const sql = value.type.kind === "instant" ? value.sql : comparable(value, dialect);
      return { h: of === "min" ? fragment`min(${sql})` : fragment`max(${sql})` };
    }
    const weighted = dialect.arithmetic("*", summable, span.days);
    return {
      ...Object.fromEntries(summed(weighted).columns.map((column, index) => [`h${index}`, column])),
      n: filtered(fragment`sum(${span.days})`, fragment`${summable} is not null`),
    };
  })();
  const name = addTable(build, "daily", `${history.id} (${history.origin})`, {
    columns: [
      { alias: "customer", value: customer },
      ...Object.entries(result).map(([alias, sql]) => ({ alias, value: sql })),
    ],
    from: { table: relation(source.relation), alias: "e" },
    joins: span.joins,
    where: [
      ...columnConditions(source.where, "e", dialect),
      ...span.where,
      ...ofTag,
      ...among(customers, customer),
    ],
    groupBy: [customer],
  });
  return {
    name,
    read: (alias) => {
      const column = (part: string): Sql => identifier(alias, part);
      if (of !== "avg") return { ...value, sql: column("h"), type: history.type };
      const parts = Object.keys(result).filter((part) => part !== "n");
      const total = summed(value.sql).read(parts.map(column));
      const sql = dialect.divide({ sql: total, scale }, { sql: column("n"), scale: 0 });
      return { sql, type: history.type };
    },
  };
}

function mappingOf(mapping: ColumnMapping, source: Source): ColumnMapping {
  return source.tagRows === undefined ? mapping : { ...asText(mapping), column: source.tagRows.value };
}
