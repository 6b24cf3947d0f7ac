import type { ValueType } from "../../../plan/index.ts";
import type { Dialect } from "./dialect.ts";
import { fragment, integer, type Sql } from "./query.ts";
import type { Scope } from "./scope.ts";
import { asInstant, type SqlValue } from "./sql-value.ts";

/** A value in canonical text, as `PlaceholderColumn` describes it. */
export function canonicalText(type: ValueType, value: SqlValue, scope: Pick<Scope, "dialect">): Sql {
  if (type.kind === "instant") {
    return fragment`cast(${scope.dialect.microseconds(asInstant(value))} as text)`;
  }
  const text = fragment`cast(${value.sql} as text)`;
  if (value.currency !== undefined) return fragment`${text} || ' ' || ${value.currency}`;
  return type.kind === "set"
    ? fragment`replace(${scope.dialect.without(text, "brackets")}, ',', ', ')`
    : text;
}

/** A value from its canonical text. */
export function fromCanonicalText(text: Sql, type: ValueType, dialect: Dialect): SqlValue {
  switch (type.kind) {
    case "boolean":
      return { sql: fragment`cast(${text} as boolean)`, type };
    case "integer":
      return { sql: dialect.wide(text, 0), type };
    case "decimal":
    case "percent":
      return { sql: dialect.wide(text, type.scale), type };
    case "money": {
      if (type.currency !== undefined) return { sql: dialect.wide(text, type.scale), type };
      const part = (index: number): Sql => fragment`split_part(${text}, ' ', ${integer(index)})`;
      return { sql: dialect.wide(part(1), type.scale), type, currency: part(2) };
    }
    case "date":
      return { sql: fragment`cast(${text} as date)`, type };
    case "instant":
      return { sql: dialect.instantAt(fragment`cast(${text} as bigint)`), type, time: { kind: "instant" } };
    case "text":
    case "enum":
    case "set":
    case "product":
      return { sql: text, type };
  }
}
