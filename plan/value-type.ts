/** The type of a value, LANGUAGE § 4. Plain JSON. */
export type ValueType =
  | { readonly kind: "boolean" }
  | { readonly kind: "integer" }
  /** `scale`: the most digits after the point that a value can have. */
  | { readonly kind: "decimal"; readonly scale: number }
  /** A number: `20%` is 0.2. */
  | { readonly kind: "percent"; readonly scale: number }
  /** `currency` is missing where it differs from row to row (an attribute with a currency column). */
  | { readonly kind: "money"; readonly currency?: string; readonly scale: number }
  | { readonly kind: "text" }
  | { readonly kind: "enum"; readonly members: readonly string[]; readonly ordered: boolean }
  | { readonly kind: "set"; readonly members: readonly string[] }
  | { readonly kind: "product" }
  /** A local date of the project's zone. */
  | { readonly kind: "date" }
  /** A point in time, to the microsecond. */
  | { readonly kind: "instant" };

export type DurationUnit = "minute" | "hour" | "day" | "business-day" | "week" | "month" | "quarter" | "year";

/** A positive count of a unit. Days and longer keep the local clock time; hours and minutes are elapsed time. */
export interface Duration {
  readonly count: number;
  readonly unit: DurationUnit;
}

export type CalendarPeriod = "day" | "week" | "month" | "quarter" | "year";

/** Local times of day `HH:mm`; start included, end left out; wraps past midnight where `to` is not after `from`. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}
