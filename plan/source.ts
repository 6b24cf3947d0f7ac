import type { Duration, TimeRange, ValueType } from "./value-type.ts";

/** Values that a source's columns must equal for a row to count. */
export type ColumnConditions = Readonly<Record<string, string | number | boolean>>;

/** A relation of the warehouse, as the catalog describes it. */
export interface Source {
  readonly name: string;
  readonly relation: string;
  readonly grain: "customer" | "event" | "collection" | "tag-rows";
  readonly customer: CustomerLink;
  readonly where: ColumnConditions;
  /** The column with the date of a daily copy; a run reads the latest on or before D. */
  readonly snapshot?: string;
  /** The column that other sources name a row by (`customer: { via, on }`), and who of its customers count. */
  readonly key?: string;
  readonly owners?: { readonly column: string; readonly primary: string };
  /** Rows valid from ≤ D < to; an unknown `to` is open. */
  readonly history?: { readonly from: string; readonly to: string };
  readonly time?: TimeColumn;
  /** The columns that identify a row of an event or collection. */
  readonly id: readonly string[];
  readonly lateness?: Duration;
  readonly partition?: { readonly column: string; readonly format: string };
  /** Of `tag-rows`: the columns with a tag's code and its value. */
  readonly tagRows?: { readonly tag: string; readonly value: string };
  readonly ready?: Readiness;
}

/**
 * How a row leads to its customer: by a column with her key; or by another source whose `key` column equals this one's
 * `column`, whose owners then are the row's: a row can have several.
 */
export type CustomerLink =
  | { readonly kind: "column"; readonly column: string }
  | { readonly kind: "via"; readonly source: string; readonly column: string };

/** Where the warehouse says that a day's data have come: a row with the date, and with what `where` asks. */
export interface Readiness {
  readonly relation: string;
  readonly where: ColumnConditions;
  readonly date: string;
  readonly whenLate:
    | { readonly kind: "wait"; readonly duration: Duration }
    | { readonly kind: "skip" }
    | { readonly kind: "fail" };
}

/** How the time of an event is stored. */
export interface TimeColumn {
  readonly column: string;
  /** A further column with the time of day, where the first has the date alone; both text then, in one `format`, joined by a space. */
  readonly clock?: string;
  /** The zone of a local time without one. Missing: the column is an instant, or a date. */
  readonly zone?: string;
  /** Unicode (CLDR) date pattern of a text column, `yyyyMMddHHmmss`. */
  readonly format?: string;
}

/** How a tag or attribute is read from a column. */
export interface ColumnMapping {
  readonly source: string;
  /** Of a source of tag rows: the tag's code. */
  readonly column: string;
  readonly type: ValueType;
  /** Decimal text by which the stored number is multiplied. */
  readonly scale?: string;
  /** Stored values that mean unknown. */
  readonly unknown: readonly (string | number | boolean)[];
  /** Stored value (as text) → the language's value (as text). */
  readonly map?: Readonly<Record<string, string>>;
  /** Pattern of a date or instant stored as text. */
  readonly format?: string;
  /** Zone of an instant stored without one. */
  readonly zone?: string;
  /** Digits to read of a number stored as binary floating point or text; missing: the column is exact. */
  readonly decimals?: number;
  /** The column with the currency of money that differs from row to row. */
  readonly currencyColumn?: string;
  /** The amount is below zero where these columns hold these values. */
  readonly negativeWhen?: ColumnConditions;
}

export interface EventSource {
  readonly name: string;
  readonly source: string;
  readonly where: ColumnConditions;
  readonly attributes: Readonly<Record<string, ColumnMapping>>;
}

/** The customers: the rows of one source. */
export interface CustomerSource {
  readonly source: string;
  readonly key: string;
  readonly type: "integer" | "text";
}

/** Rates into the project's currency: `rate` of `per` units of `from`; the latest on or before a date. */
export interface RateSource {
  readonly relation: string;
  readonly date: string;
  readonly from: string;
  readonly rate: string;
  readonly per: number;
}

export interface Channel {
  readonly name: string;
  /** The tag with the address; missing: the channel needs none. */
  readonly address?: string;
  /** The boolean tag with the consent; missing: none is asked for. */
  readonly consent?: string;
  readonly cost?: { readonly amount: string; readonly currency: string };
  readonly capacity?: { readonly limit: number; readonly period: "day" | "week" | "month" };
  readonly hours?: TimeRange;
  /** In characters (code points) of the rendered message. */
  readonly maxLength?: number;
  readonly message: boolean;
}

/** Weekend days in English (`saturday`), dates in ISO. */
export interface BusinessCalendar {
  readonly weekend: readonly string[];
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
}
