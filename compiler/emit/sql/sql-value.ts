import type { Expression, ValueType } from "../../../plan/index.ts";
import type { Dialect } from "./dialect.ts";
import { datePart, decimalType, instantOf, localTime } from "./dialect.ts";
import { alwaysFits } from "./digits.ts";
import { fragment, keyword, type Sql, word } from "./query.ts";
import { scaleOf } from "./type-of.ts";

/** A value of the language as SQL. */
export interface SqlValue {
  readonly sql: Sql;
  readonly type: ValueType;
  /** Of instants: how `sql` holds it. */
  readonly time?: TimeStorage;
  /** Of sets: whether it is a list of texts; else it is text with commas, or what an engine shows as that. */
  readonly list?: true;
  /** Of money whose currency differs from row to row: its currency. */
  readonly currency?: Sql;
}

/** A timestamp with a zone (or a date, which is its local midnight), or a local time of a zone. */
export type TimeStorage = { readonly kind: "instant" } | { readonly kind: "local"; readonly zone: string };

/** The instant itself, as a timestamp with time zone. */
export function asInstant(value: SqlValue): Sql {
  const storage = value.time ?? { kind: "instant" };
  return storage.kind === "instant"
    ? fragment`cast(${value.sql} as ${keyword(word("timestamptz"))})`
    : instantOf(fragment`cast(${value.sql} as timestamp)`, storage.zone);
}

/** The local time of a zone at an instant, as a timestamp without zone. */
export function asLocal(value: SqlValue, zone: string): Sql {
  const storage = value.time ?? { kind: "instant" };
  return storage.kind === "local" && storage.zone === zone
    ? fragment`cast(${value.sql} as timestamp)`
    : localTime(asInstant(value), zone);
}

/** The local date of a date or an instant in a zone. */
export function asLocalDate(value: SqlValue, zone: string): Sql {
  return value.type.kind === "date" ? value.sql : fragment`cast(${asLocal(value, zone)} as date)`;
}

/** What two values of a type are ordered and compared by: enums by rank, text by code point, instants as such. */
export function comparable(value: SqlValue, dialect: Dialect): Sql {
  switch (value.type.kind) {
    case "text":
    case "product":
      return dialect.byCodePoint(value.sql);
    case "instant":
      return asInstant(value);
    default:
      return value.sql;
  }
}

/**
 * Whole months between two dates, toward zero, below zero where `from` is after `to`: a month is over on the same
 * day of the month, or on the last day of a shorter one. Both arguments are used more than once.
 */
export function monthsBetween(from: Sql, to: Sql, dialect: Dialect): Sql {
  const forward = (start: Sql, end: Sql): Sql => {
    const months = fragment`(${datePart("year", end)} - ${datePart("year", start)}) * 12 + ${datePart("month", end)} - ${datePart("month", start)}`;
    const short = fragment`${datePart("day", start)} > ${datePart("day", end)} and ${end} <> ${dialect.lastDayOfMonth(end)}`;
    return fragment`(${months} - case when ${short} then 1 else 0 end)`;
  };
  return fragment`case when ${from} <= ${to} then ${forward(from, to)} else -${forward(to, from)} end`;
}

/**
 * A number as it meets others that have up to so many digits after the point: unknown where it then has more than 38 of them.
 * Anything else as it is.
 */
export function alignedNumber(
  operand: Expression,
  { sql, type }: SqlValue,
  scale: number,
  dialect: Dialect,
): Sql {
  if (type.kind !== "integer" && !("scale" in type)) return sql;
  const fits = alwaysFits(operand, scale);
  if (operand.kind === "literal") return fits ? sql : fragment`cast(null as ${decimalType(scale)})`;
  if (type.kind === "integer" && (scale === 0 || fits)) return sql;
  return dialect.aligned(sql, scaleOf(operand), scale);
}
