import type { ColumnConditions, ColumnMapping, TimeColumn } from "../../../plan/index.ts";
import { type Dialect, textConstant } from "./dialect.ts";
import { allOf, anyOf, fragment, identifier, joined, parameter, type Sql } from "./query.ts";
import type { SqlValue } from "./sql-value.ts";

/** A constant as a number to compare with: the narrowest exact type that holds it, so that columns keep theirs. */
export function numberConstant(value: string, dialect: Dialect): Sql {
  const { digits, scale } = widthOf(value);
  return dialect.number(parameter({ kind: "number", value }), digits, scale);
}

/** A constant as a number to compute with, which may give wider ones. */
export function factorConstant(value: string, dialect: Dialect): Sql {
  const { digits, scale } = widthOf(value);
  return dialect.factor(parameter({ kind: "number", value }), digits, scale);
}

function widthOf(value: string): { readonly digits: number; readonly scale: number } {
  const [whole = "", decimals = ""] = value.replace("-", "").split(".");
  return {
    digits: Math.max(1, whole.replace(/^0+/, "").length + decimals.length),
    scale: decimals.length,
  };
}

/** `column = constant` for each of the catalog's conditions; text is compared as text. */
export function columnConditions(
  conditions: ColumnConditions,
  alias: string,
  dialect: Dialect,
): readonly Sql[] {
  return Object.entries(conditions).map(([column, value]) =>
    storedEquals(identifier(alias, column), value, dialect),
  );
}

function storedEquals(column: Sql, value: string | number | boolean, dialect: Dialect): Sql {
  if (typeof value === "boolean") return fragment`${column} = ${parameter({ kind: "boolean", value })}`;
  if (typeof value === "number") return fragment`${column} = ${numberConstant(String(value), dialect)}`;
  return fragment`${textOf(column)} = ${textConstant(value)}`;
}

/** A tag's or attribute's value, read from the row under an alias as the catalog says. */
export function readColumn(
  mapping: ColumnMapping,
  alias: string,
  timezone: string,
  dialect: Dialect,
): SqlValue {
  const raw = withoutUnknowns(mapping, identifier(alias, mapping.column), dialect);
  const { type } = mapping;
  switch (type.kind) {
    case "integer":
    case "decimal":
    case "percent":
    case "money": {
      const sql = readNumber(mapping, raw, alias, dialect);
      return mapping.currencyColumn === undefined
        ? { sql, type }
        : { sql, type, currency: textOf(identifier(alias, mapping.currencyColumn)) };
    }
    case "date":
      return mapping.format === undefined
        ? { sql: raw, type }
        : { sql: fragment`cast(${dialect.parseLocal(raw, mapping.format)} as date)`, type };
    case "instant":
      return { type, ...readTime(mapping, raw, timezone, dialect) };
    case "boolean":
    case "set":
      return { sql: mapped(mapping, raw), type };
    case "text":
    case "enum":
    case "product":
      return { sql: mapping.map === undefined ? textOf(raw) : mapped(mapping, raw), type };
  }
}

/** Text, where the engine has it as a type of its own (an enumeration, a UUID) that compares with no text. */
export function textOf(column: Sql): Sql {
  return fragment`cast(${column} as text)`;
}

/** The time of an event's row. */
export function readEventTime(
  column: TimeColumn,
  alias: string,
  timezone: string,
  dialect: Dialect,
): SqlValue {
  const stored = identifier(alias, column.column);
  const raw =
    column.clock === undefined
      ? stored
      : fragment`${textOf(stored)} || ' ' || ${textOf(identifier(alias, column.clock))}`;
  return { type: { kind: "instant" }, ...readTime(column, raw, timezone, dialect) };
}

function readTime(
  stored: Pick<ColumnMapping, "format" | "zone">,
  raw: Sql,
  timezone: string,
  dialect: Dialect,
): Required<Pick<SqlValue, "sql" | "time">> {
  if (stored.format !== undefined) {
    return {
      sql: dialect.parseLocal(raw, stored.format),
      time: { kind: "local", zone: stored.zone ?? timezone },
    };
  }
  return stored.zone === undefined
    ? { sql: raw, time: { kind: "instant" } }
    : { sql: raw, time: { kind: "local", zone: stored.zone } };
}

function readNumber(mapping: ColumnMapping, raw: Sql, alias: string, dialect: Dialect): Sql {
  const isMapped = mapping.map !== undefined;
  const decimals = mapping.decimals ?? (isMapped && "scale" in mapping.type ? mapping.type.scale : undefined);
  let sql = mapped(mapping, raw);
  if (decimals !== undefined) sql = dialect.exact(sql, decimals);
  else if (isMapped) sql = dialect.exact(sql, 0);
  if (mapping.scale !== undefined) {
    sql = dialect.arithmetic("*", sql, factorConstant(mapping.scale, dialect));
  }
  if (mapping.negativeWhen === undefined) return sql;
  const negative = allOf(columnConditions(mapping.negativeWhen, alias, dialect));
  // The least number of a width has no counterpart in it.
  const wide = mapping.type.kind === "integer" ? dialect.wide(sql, 0) : sql;
  return fragment`(${wide} * case when ${negative} then -1 else 1 end)`;
}

function mapped(mapping: ColumnMapping, raw: Sql): Sql {
  const entries = Object.entries(mapping.map ?? {});
  if (mapping.map === undefined) return raw;
  if (mapping.type.kind === "boolean") {
    const values = (wanted: string): readonly Sql[] =>
      entries.filter(([, value]) => value === wanted).map(([stored]) => textConstant(stored));
    const branch = (wanted: "true" | "false"): readonly Sql[] => {
      const stored = values(wanted);
      if (stored.length === 0) return [];
      const equal = anyOf(stored.map((value) => fragment`${textOf(raw)} = ${value}`));
      return [wanted === "true" ? fragment`when ${equal} then true` : fragment`when ${equal} then false`];
    };
    return caseOf([...branch("true"), ...branch("false")]);
  }
  return caseOf(
    entries.map(
      ([stored, value]) =>
        fragment`when ${textOf(raw)} = ${textConstant(stored)} then ${textConstant(value)}`,
    ),
  );
}

function caseOf(branches: readonly Sql[]): Sql {
  return branches.length === 0 ? fragment`null` : fragment`case ${joined(branches, fragment` `)} end`;
}

function withoutUnknowns(mapping: ColumnMapping, raw: Sql, dialect: Dialect): Sql {
  if (mapping.unknown.length === 0) return raw;
  const stored = mapping.unknown.map((value) =>
    typeof value === "string" || readsAsText(mapping)
      ? fragment`${textOf(raw)} = ${textConstant(String(value))}`
      : storedEquals(raw, value, dialect),
  );
  return fragment`case when ${anyOf(stored)} then null else ${raw} end`;
}

function readsAsText(mapping: ColumnMapping): boolean {
  if (mapping.map !== undefined || mapping.format !== undefined || mapping.decimals !== undefined)
    return true;
  return ["text", "enum", "product", "set"].includes(mapping.type.kind);
}
