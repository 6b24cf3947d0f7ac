import type { Choices } from "../choices.ts";
import type { Stage } from "../dates.ts";
import { type StoredColumn, text } from "./cells.ts";
import { type Kind, MEMBERS, PRODUCTS } from "./kinds.ts";
import { storedDecimal, storedInteger, storedMoney } from "./stored-numbers.ts";
import { storedDate, storedInstant } from "./stored-times.ts";

/** What values of a bank are made of. */
export interface ValueWorld {
  readonly choices: Choices;
  readonly stage: Stage;
  /** Local times, `2026-03-02 06:00:00`, that clocks show there. */
  readonly times: readonly string[];
}

/** How a value of a type is stored, and what stands in the catalog for it. */
export function storedColumn(
  type: Kind,
  name: string,
  forEvents: boolean,
  { choices, stage, times }: ValueWorld,
): StoredColumn {
  switch (type.kind) {
    case "boolean":
      return choices.chance(30)
        ? {
            column: { type: "text", values: ["Y", "N", "?"].map(text) },
            yaml: { map: { Y: true, N: false } },
          }
        : {
            column: {
              type: "boolean",
              values: [true, true, false].map((value) => ({ kind: "boolean", value })),
            },
            yaml: {},
          };
    case "integer":
      return storedInteger(name, choices);
    case "decimal":
    case "percent":
      return storedDecimal(choices);
    case "money":
      return storedMoney(type, name, choices);
    case "text":
      return choices.chance(20)
        ? {
            column: { type: "text", values: ["M", "F", "X", ""].map(text) },
            yaml: { map: { M: "Ms Li", F: "zoë" }, unknown: [""] },
          }
        : {
            column: {
              type: "text",
              values: ["Ms Li", "zoë", "", "李", "𝒜b%", "Ms", "a_b", "O'Brien", "\\"].map(text),
            },
            yaml: choices.chance(20) ? { unknown: ["", "Ms"] } : {},
          };
    case "enum": {
      const members = MEMBERS[type.list];
      return choices.chance(30)
        ? {
            column: { type: "text", values: ["1", "2", "3", "9"].map(text) },
            yaml: { map: { 1: members[0], 2: members[1], 3: members[2] } },
          }
        : { column: { type: "text", values: [...members, "other"].map(text) }, yaml: {} };
    }
    case "set":
      return choices.chance(50)
        ? {
            column: {
              type: "list",
              values: [["travel"], ["sport", "travel"], [], ["food"]].map((items) => ({
                kind: "list",
                items,
              })),
            },
            yaml: {},
          }
        : { column: { type: "text", values: ["travel", "sport,travel", "", "food"].map(text) }, yaml: {} };
    case "product":
      return { column: { type: "text", values: [...PRODUCTS, "other"].map(text) }, yaml: {} };
    case "date":
      return storedDate(stage.today, choices);
    case "instant":
      return storedInstant(stage, times, forEvents, choices);
  }
}
