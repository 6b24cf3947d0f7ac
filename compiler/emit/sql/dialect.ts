import type { Engine } from "../../../plan/index.ts";
import { fragment, keyword, parameter, type Sql, word } from "./query.ts";

/**
 * What differs between the engines, as one table of functions from pieces of SQL to a piece of SQL. Everything
 * that reads the same in all engines stands in the shared modules. No function uses an argument twice unless it
 * says so: expressions nest, and a doubled argument doubles at every level.
 */
export interface Dialect {
  readonly engine: Engine;
  /** A constant number to compare with, exact: `digits` in all, `scale` of them after the point. */
  number(value: Sql, digits: number, scale: number): Sql;
  /** A constant number to compute with. */
  factor(value: Sql, digits: number, scale: number): Sql;
  /** An integer or decimal, widened so that sums and products of it do not overflow; no number of too many digits fails. */
  wide(value: Sql, scale: number): Sql;
  /** A number with `from` digits after the point as it meets others that have up to `to`: unknown where it then has too many. */
  aligned(value: Sql, from: number, to: number): Sql;
  /** A number of at most `scale` digits after the point: unknown where it has more than so many `digits` in all. */
  within(value: Sql, digits: number, scale: number): Sql;
  /** A number stored as binary floating point or text, read exactly; unknown where it is no number. */
  exact(value: Sql, scale: number): Sql;
  /** a × b, a + b, a − b of widened numbers; what has outgrown 38 digits may stand. */
  arithmetic(operator: "+" | "-" | "*", left: Sql, right: Sql): Sql;
  /** a ÷ b (a × `times` ÷ b), rounded half away from zero at the sixth place, once; unknown where b is zero. */
  divide(left: Scaled, right: Scaled, times?: Scaled): Sql;
  /** The sum of a number of the rows that the filter lets through. May use its arguments more than once. */
  sum(value: Scaled, filter: Sql | undefined): Summed;
  /** A stored number, rounded half away from zero at a place behind the point. */
  round(value: Sql, scale: number): Sql;
  /** The day, as a date, of each day from one date to another: one row each. */
  everyDay(from: Sql, to: Sql): Sql;
  /** A local time read from text by a date pattern; unknown where it does not fit. May use its argument more than once. */
  parseLocal(value: Sql, format: string): Sql;
  /** A date or time that arithmetic can be done with: unknown where it is an infinite one. */
  finite(value: Sql): Sql;
  /** Whole days from one date to another. */
  daysBetween(from: Sql, to: Sql): Sql;
  /** The last day of a date's month. */
  lastDayOfMonth(date: Sql): Sql;
  /** Microseconds since 1970 UTC of an instant. */
  microseconds(instant: Sql): Sql;
  /** The instant of microseconds since 1970 UTC. */
  instantAt(microseconds: Sql): Sql;
  /** Rows that the runtime hands over as the text of a JSON list of objects: a query with the columns. */
  handedRows(text: Sql, columns: readonly HandedColumn[]): Sql;
  /** Text in an order by code point. */
  byCodePoint(text: Sql): Sql;
  /** What to order by so that ids of any type come in their type's order, text by bytes. May use its argument more than once. */
  idOrder(id: Sql): readonly Sql[];
  /** The first value in an order, unknowns not passed over; of the rows that the filter lets through. */
  firstValue(value: Sql, order: readonly Sql[], filter: Sql | undefined): Sql;
  /** The text with every match of a pattern (ours) taken out. */
  without(text: Sql, pattern: "brackets"): Sql;
}

/** A column of handed rows. `texts`: a list of them, counted from 1. */
export interface HandedColumn {
  readonly name: string;
  readonly type: "text" | "texts" | "bigint" | "boolean" | "timestamp";
}

/** A sum in the columns that an aggregation gives, and what it comes to: unknown beyond 38 digits, and over nothing. */
export interface Summed {
  readonly columns: readonly Sql[];
  /** Given the columns where they are read; may use them more than once. */
  read(columns: readonly Sql[]): Sql;
}

/** A number with at most `scale` digits after the point. */
export interface Scaled {
  readonly sql: Sql;
  readonly scale: number;
}

const asc = keyword(word("asc nulls last"));
const desc = keyword(word("desc nulls first"));

/** `x asc` or `x desc`; unknowns come last in the one and so first in the other. */
export function ordered(value: Sql, direction: "asc" | "desc"): Sql {
  return fragment`${value} ${direction === "asc" ? asc : desc}`;
}

/** A decimal number, spaces around it let in, as a regular expression that gives the number alone. */
export const numberPattern = "^\\s*([+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?)\\s*$";

/** A constant text, as a parameter. */
export function textConstant(value: string): Sql {
  return fragment`cast(${parameter({ kind: "text", value })} as text)`;
}

/** Ten to a power, as an exact integer constant. */
export function powerOfTen(exponent: number): Sql {
  return parameter({ kind: "number", value: `1${"0".repeat(exponent)}` });
}

/** An aggregate with its filter, where there is one. */
export function filtered(aggregate: Sql, filter: Sql | undefined): Sql {
  return filter === undefined ? aggregate : fragment`${aggregate} filter (where ${filter})`;
}

/** A decimal type of 38 digits; of what has more places there is nothing but unknowns. */
export function decimalType(scale: number): Sql {
  return keyword(word(`decimal(38,${Math.min(38, scale)})`));
}

/** `date_part(part, x)` as an integer, by the standard's `extract`. */
export function datePart(part: "hour" | "isodow" | "month" | "day" | "year", value: Sql): Sql {
  return fragment`cast(extract(${keyword(word(part))} from ${value}) as integer)`;
}

/** The local time of an instant in a zone, which is the catalog's or the project's. */
export function localTime(instant: Sql, zone: string): Sql {
  return fragment`(${instant} at time zone ${textConstant(zone)})`;
}

/** The instant of a local time in a zone. The same SQL as `localTime`: the engines tell them apart by type. */
export const instantOf: (local: Sql, zone: string) => Sql = localTime;
