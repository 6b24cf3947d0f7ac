import type { ColumnKind, ContentKind } from "../../plan/index.ts";

/** A column as the warehouse has it. */
export interface ActualColumn {
  readonly name: string;
  readonly content: ContentKind;
  /** The engine's name of the type, `DOUBLE`. */
  readonly type: string;
}

const ACCEPTED: Readonly<Record<ColumnKind, readonly ContentKind[] | "anything">> = {
  any: "anything",
  boolean: ["boolean"],
  integer: ["integer"],
  number: ["integer", "decimal"],
  float: ["integer", "decimal", "float", "text"],
  text: ["text"],
  date: ["date"],
  "local-time": ["local-time", "date"],
  instant: ["instant", "date"],
  set: ["text", "text-list"],
};

/** Whether a column with such content can be read as the kind that the statements expect. */
export function accepts(expected: ColumnKind, content: ContentKind): boolean {
  const accepted = ACCEPTED[expected];
  return accepted === "anything" || accepted.includes(content);
}

/** What a column holds, in words: "column `x` holds …". */
export const CONTENT_WORDS: Readonly<Record<ContentKind, string>> = {
  integer: "whole numbers",
  decimal: "decimal numbers",
  float: "floating-point numbers",
  text: "text",
  boolean: "true or false",
  date: "dates",
  "local-time": "times without a zone",
  instant: "times with a zone",
  "text-list": "lists of text",
  other: "values of a type that is not read",
};

/** What the catalog needs of a column, in words: "the catalog needs …". */
export const EXPECTED_WORDS: Readonly<Record<ColumnKind, string>> = {
  any: "any values",
  boolean: "true or false",
  integer: "whole numbers",
  number: "exact numbers",
  float: "numbers",
  text: "text",
  date: "dates",
  "local-time": "times without a zone, or dates",
  instant: "times with a zone, or dates",
  set: "text, or lists of text",
};

/** How to bring together what the catalog expects and what the column holds. */
export function cureFor(expected: ColumnKind, content: ContentKind, timezone: string): string {
  const elsewhere = `name a column or a view that holds ${EXPECTED_WORDS[expected]}`;
  switch (expected) {
    case "number":
    case "integer":
      return content === "float" || content === "text"
        ? "say in the catalog how many digits after the point to read: `decimals: 2`"
        : content === "decimal"
          ? "give it the type `decimal` in the catalog, or name a column of whole numbers"
          : elsewhere;
    case "instant":
      if (content === "local-time") return `say in the catalog which zone they are in: \`zone: ${timezone}\``;
      return content === "text"
        ? "say in the catalog how they are written: `format: yyyyMMddHHmmss`"
        : elsewhere;
    case "local-time":
      if (content === "instant") return "take `zone:` away in the catalog: the column has its own";
      return content === "text"
        ? "say in the catalog how they are written: `format: yyyyMMddHHmmss`"
        : elsewhere;
    case "date":
      if (content === "text") return "say in the catalog how they are written: `format: yyyyMMdd`";
      return content === "local-time" || content === "instant"
        ? "give it the type `instant` in the catalog, or name a view that casts it to a date"
        : elsewhere;
    case "text":
      return `give it a type in the catalog that suits ${CONTENT_WORDS[content]}, or name a view that casts it to text`;
    case "boolean":
    case "float":
    case "set":
    case "any":
      return elsewhere;
  }
}
