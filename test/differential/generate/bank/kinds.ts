import type { Case } from "../../case.ts";
import type { Stage } from "../dates.ts";

/** A type of the language, as expressions are made for. */
export type Kind =
  | { readonly kind: "boolean" | "integer" | "decimal" | "percent" | "text" | "product" | "date" | "instant" }
  /** Without a currency it differs from row to row. */
  | { readonly kind: "money"; readonly currency?: string }
  | { readonly kind: "enum"; readonly list: "stage" | "city" }
  | { readonly kind: "set" };

export const MEMBERS = {
  stage: ["lead", "growth", "mature"],
  city: ["leeds", "york", "bath"],
  set: ["travel", "sport", "food"],
} as const;

export const PRODUCTS = ["card.gold", "card.plain", "loan"] as const;

export interface NamedKind {
  readonly name: string;
  readonly type: Kind;
}

export interface BankTag extends NamedKind {
  /** Whether its source keeps copies or a history. */
  readonly kept: boolean;
}

export interface BankRows {
  readonly name: string;
  readonly kind: "event" | "collection";
  readonly attributes: readonly NamedKind[];
}

/** A bank: its catalog, what can be spoken of, and what its warehouse holds. */
export interface Bank {
  readonly stage: Stage;
  readonly currency: string;
  readonly catalog: Case["catalog"];
  readonly relations: Case["relations"];
  readonly tags: readonly BankTag[];
  readonly events: readonly BankRows[];
  readonly collections: readonly BankRows[];
  readonly channels: readonly string[];
  readonly hasRates: boolean;
}

/** How a type is written in the catalog. */
export function typeYaml(type: Kind): unknown {
  switch (type.kind) {
    case "money":
      return type.currency === undefined ? "money" : `money(${type.currency})`;
    case "enum":
      return { enum: [...MEMBERS[type.list]], ...(type.list === "stage" && { ordered: true }) };
    case "set":
      return { set: [...MEMBERS.set] };
    default:
      return type.kind;
  }
}
