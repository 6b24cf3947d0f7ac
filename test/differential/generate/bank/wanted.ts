import type { NamedKind } from "./kinds.ts";

/** Tags that every customer has. */
export const PEOPLE: readonly NamedKind[] = [
  { name: "age", type: { kind: "integer" } },
  { name: "aum", type: { kind: "money", currency: "GBP" } },
  { name: "score", type: { kind: "decimal" } },
  { name: "nick", type: { kind: "text" } },
  { name: "stage", type: { kind: "enum", list: "stage" } },
  { name: "interests", type: { kind: "set" } },
  { name: "born", type: { kind: "date" } },
  { name: "seen", type: { kind: "instant" } },
  { name: "vip", type: { kind: "boolean" } },
  { name: "phone", type: { kind: "text" } },
  { name: "consent", type: { kind: "boolean" } },
  { name: "blocked", type: { kind: "boolean" } },
];

/** Tags that some customers lack. */
export const FIGURES: readonly NamedKind[] = [
  { name: "bal", type: { kind: "money", currency: "GBP" } },
  { name: "usd_bal", type: { kind: "money", currency: "USD" } },
  { name: "cards", type: { kind: "integer" } },
  { name: "part", type: { kind: "percent" } },
  { name: "city", type: { kind: "enum", list: "city" } },
  { name: "fav", type: { kind: "product" } },
  { name: "renews", type: { kind: "date" } },
  { name: "note", type: { kind: "text" } },
];

/** Attributes of purchases and payments. */
export const MOVES: readonly NamedKind[] = [
  { name: "amount", type: { kind: "money" } },
  { name: "fee", type: { kind: "money", currency: "GBP" } },
  { name: "shop", type: { kind: "text" } },
  { name: "place", type: { kind: "enum", list: "city" } },
  { name: "points", type: { kind: "integer" } },
  { name: "booked", type: { kind: "date" } },
];

/** Attributes of visits. */
export const VISITS: readonly NamedKind[] = [
  { name: "page", type: { kind: "text" } },
  { name: "dwell", type: { kind: "decimal" } },
  { name: "level", type: { kind: "enum", list: "stage" } },
  { name: "item", type: { kind: "product" } },
  { name: "ok", type: { kind: "boolean" } },
  { name: "ended", type: { kind: "instant" } },
];
