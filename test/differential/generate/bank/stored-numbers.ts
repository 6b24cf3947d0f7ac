import type { Choices } from "../choices.ts";
import { type Column, number, type StoredColumn, text, type Yaml } from "./cells.ts";
import type { Kind } from "./kinds.ts";

/** Numbers near the most digits that there are, of six and of no places behind the point. */
const LARGE = [
  "99999999999999999999999999999999.999999",
  "-99999999999999999999999999999999.999999",
  "50000000000000000000000000000000.5",
  "10000000000000000000000000000.000001",
  "9999999999999999999999.999999",
  "-10000000000000000000000",
  "99999999999999999.99",
  "123456789012.000001",
];
const LARGE_WHOLE = [
  "99999999999999999999999999999999999999",
  "-50000000000000000000000000000000000000",
  "10000000000000000000000000000",
  "9999999999999999999999999999",
  "9223372036854775807",
  "-9223372036854775808",
];

/** How whole numbers are stored. */
export function storedInteger(name: string, choices: Choices): StoredColumn {
  const values = [18, 0, -1, 30, 30, 60].map(number);
  if (choices.chance(8)) {
    const column = { type: "decimal(38,0)", values: [...values, ...LARGE_WHOLE.map(number)] } as const;
    return { column, yaml: {} };
  }
  if (choices.chance(20)) return { column: { type: "integer", values }, yaml: { unknown: [-1] } };
  if (choices.chance(20)) {
    return {
      column: {
        type: "text",
        values: ["18", "0", "-1", "30", " 7", "x", "1e2", "2.5", "1e37", "-1e38", "1e60"].map(text),
      },
      yaml: { decimals: 0 },
    };
  }
  if (choices.chance(15)) {
    return {
      column: { type: "integer", values },
      yaml: { negative_when: { [`${name}_dc`]: "D" } },
      more: { [`${name}_dc`]: { type: "text", values: ["D", "C"].map(text) } },
    };
  }
  if (choices.chance(15))
    return { column: { type: "integer", values }, yaml: { map: { 18: 18, 30: 31, 0: -5 } } };
  return { column: { type: "integer", values }, yaml: {} };
}

/** How decimal numbers and percentages are stored. */
export function storedDecimal(choices: Choices): StoredColumn {
  const values = ["0.2", "1.5", "0", "-0.333333", "20.000001", "100"].map(number);
  if (choices.chance(8)) {
    const column = { type: "decimal(38,6)", values: [...values, ...LARGE.map(number)] } as const;
    return { column, yaml: {} };
  }
  if (choices.chance(25)) return { column: { type: "decimal(18,6)", values }, yaml: { scale: 0.01 } };
  if (choices.chance(20)) {
    return {
      column: {
        type: "text",
        values: ["0.2", "1.505", "-2.5", "", "3", "abc", `${"9".repeat(36)}.994`].map(text),
      },
      yaml: { decimals: 2 },
    };
  }
  return { column: { type: "decimal(18,6)", values }, yaml: {} };
}

/** How money is stored; without a currency of its own it has one in each row. */
export function storedMoney(
  type: Extract<Kind, { readonly kind: "money" }>,
  name: string,
  choices: Choices,
): StoredColumn {
  const nice = ["100", "0", "-50.25", "100.005", "30", "250.5"];
  const large = choices.chance(12);
  const fine = large || choices.chance(15);
  const more: Record<string, Column> = {};
  const yaml: Yaml = {};
  if (type.currency === undefined) {
    yaml["currency"] = `${name}_ccy`;
    more[`${name}_ccy`] = { type: "text", values: ["GBP", "USD", "GBP", "JPY", "XXX"].map(text) };
  }
  const scaled = choices.chance(25);
  if (scaled) yaml["scale"] = 0.01;
  // Two more places leave two digits less.
  const most = scaled ? LARGE.slice(3) : LARGE;
  const values = [...nice, ...(fine ? ["0.000001", "-12.345678"] : []), ...(large ? most : [])].map(number);
  if (choices.chance(20)) {
    yaml["negative_when"] = { [`${name}_dc`]: "D" };
    more[`${name}_dc`] = { type: "text", values: ["D", "C"].map(text) };
  }
  const columnType = large ? "decimal(38,6)" : fine ? "decimal(18,6)" : "decimal(18,3)";
  return { column: { type: columnType, values }, yaml, more };
}
