import type { Bank } from "../support/detection.ts";

/** What a case says and what must come of it: worked out from the language reference by hand, never taken from a run. */
export type FormCase =
  /** The customers for whom a predicate holds: `1 3`. */
  | { readonly kind: "holds"; readonly text: string; readonly customers: string; readonly given: Given }
  /** An expression's value in canonical text for each customer; null is unknown. */
  | {
      readonly kind: "values";
      readonly text: string;
      readonly values: Readonly<Record<string, string | null>>;
      readonly given: Given;
    }
  /** What a trigger fires on: customer and event, `1:10 2:20`, in order of customer, time and id. */
  | { readonly kind: "fires"; readonly text: string; readonly firings: string; readonly given: Given }
  /** What whole runs come to, one after the other on one ledger: see `linesOf`. */
  | {
      readonly kind: "decides";
      readonly text: string;
      readonly runs: readonly string[];
      readonly lines: readonly string[];
      readonly bank?: Bank;
    }
  /** Which expectations of a text's one `test` are met, in order. Tests run on the embedded warehouse alone. */
  | { readonly kind: "told"; readonly text: string; readonly met: readonly boolean[] };

export interface Given {
  /** Declarations that the case needs. */
  readonly declarations?: string;
  /** The tick, if it is not the family's. */
  readonly tick?: string;
  /** T′ of a firing; a day before the tick unless given. */
  readonly after?: string;
  /** Another bank than the family's. */
  readonly bank?: Bank;
  /** Rows that the ledger has. */
  readonly ledger?: Readonly<Partial<Record<"contact" | "response", readonly object[]>>>;
}

/** A case that stands in another test file, by its title there. */
export interface Elsewhere {
  readonly file: string;
  readonly test: string;
}

export interface Form {
  /** By what each shows. The first is the one whose SQL is kept. */
  readonly cases: Readonly<Record<string, FormCase>>;
  /** A form that leaves no trace in the statement: it is that of another one of the family, byte for byte. */
  readonly sqlOf?: string;
  /** Edges that are tested where the form's machinery is. */
  readonly elsewhere?: Readonly<Record<string, Elsewhere>>;
}

/** Forms that share a section of the language reference and a bank. */
export interface Family {
  readonly section: 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10;
  /** Of file names: lower-case letters and hyphens. */
  readonly name: string;
  readonly bank: Bank;
  readonly tick: string;
  /** By how the reference writes them. */
  readonly forms: Readonly<Record<string, Form>>;
}

export function holds(text: string, customers: string, given: Given = {}): FormCase {
  return { kind: "holds", text, customers, given };
}

export function values(
  text: string,
  of: Readonly<Record<string, string | null>>,
  given: Given = {},
): FormCase {
  return { kind: "values", text, values: of, given };
}

export function fires(text: string, firings: string, given: Given = {}): FormCase {
  return { kind: "fires", text, firings, given };
}

export function decides(
  text: string,
  runs: readonly string[],
  lines: readonly string[],
  bank?: Bank,
): FormCase {
  return { kind: "decides", text, runs, lines, ...(bank !== undefined && { bank }) };
}

/** The whole text that a case compiles. */
export function textOf(one: FormCase): string {
  switch (one.kind) {
    case "holds":
      return `${probe(one.text, "daily at 06:00", ".")}${one.given.declarations ?? ""}`;
    case "values":
      return `${probe("true", "daily at 06:00", "{v}")}tag v = ${one.text}\n${one.given.declarations ?? ""}`;
    case "fires":
      return `${probe("true", `daily at 06:00\n           ${one.text}`, ".")}${one.given.declarations ?? ""}`;
    case "decides":
    case "told":
      return one.text;
  }
}

function probe(segment: string, trigger: string, message: string): string {
  return `campaign probe {
  owner    "test"
  segment  ${segment}
  trigger  ${trigger}
  window   2000-01-01 .. 2099-12-31
  offer    probe
  channel  letter
  priority 10
}
offer probe { message letter "${message}" }
`;
}

/** A form's name as file names have it: `between A and B` is `between-a-and-b`. */
export function slugOf(form: string): string {
  const signs: Readonly<Record<string, string>> = {
    "=": "equals",
    "!=": "differs",
    "<": "less",
    "<=": "at-most",
    ">": "more",
    ">=": "at-least",
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "over",
  };
  return form
    .split(" ")
    .map((word) => signs[word] ?? word)
    .join("-")
    .toLowerCase()
    .replace(/%/g, "percent")
    .replace(/\.\./g, "-to-")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
