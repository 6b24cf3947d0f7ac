import type { LocalDate } from "./calendar.ts";

/** A value as a table of the warehouse holds it; null is unknown. */
export type Stored =
  | null
  | { readonly kind: "text"; readonly text: string }
  /** As the warehouse would write it: `12.50`, `-3`. */
  | { readonly kind: "number"; readonly number: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "date"; readonly date: LocalDate }
  /** A timestamp without zone, `2026-03-02 09:00:00.000001`. */
  | { readonly kind: "local-time"; readonly time: string }
  /** A timestamp with zone, `2026-03-02T01:00:00.000001Z`. */
  | { readonly kind: "instant"; readonly instant: string }
  /** An array of text. */
  | { readonly kind: "list"; readonly items: readonly string[] };

export type StoredRow = Readonly<Record<string, Stored>>;

/** What the warehouse holds: the rows of each relation, by its name as the catalog has it. A relation that is missing is empty. */
export type World = Readonly<Record<string, readonly StoredRow[]>>;

export const text = (value: string): Stored => ({ kind: "text", text: value });
export const number = (value: string | number): Stored => ({ kind: "number", number: String(value) });
export const boolean = (value: boolean): Stored => ({ kind: "boolean", value });
export const date = (value: LocalDate): Stored => ({ kind: "date", date: value });
export const localTime = (value: string): Stored => ({ kind: "local-time", time: value });
export const instant = (value: string): Stored => ({ kind: "instant", instant: value });
export const list = (...items: readonly string[]): Stored => ({ kind: "list", items });
