import type { StoredRow } from "../../../../oracle/index.ts";
import type { CaseRow } from "../../case.ts";
import { daysAfter } from "../dates.ts";
import { date, text, type Yaml } from "./cells.ts";
import type { NamedKind } from "./kinds.ts";
import { attributesYaml, columnsOf, columnTypes, type Making, rowOf } from "./making.ts";

const WANTED: readonly NamedKind[] = [
  { name: "balance", type: { kind: "money", currency: "GBP" } },
  { name: "sort", type: { kind: "enum", list: "city" } },
  { name: "matures", type: { kind: "date" } },
  { name: "units", type: { kind: "decimal" } },
  { name: "goods", type: { kind: "product" } },
];

/** What customers hold: as it is, in daily copies, or valid from a day to another. */
export function makeCollection(making: Making): void {
  const { choices, stage, keys, keyColumn, nobody, relations, sources } = making;
  const { today } = stage;
  const { columns, yamls } = columnsOf(making, WANTED, true);
  const types = columnTypes(columns, { hold: "text", id: keyColumn });
  const form = choices.pick(["plain", "plain", "snapshot", "history"] as const);
  const yaml: Yaml = { relation: "holds", grain: "collection", id: "hold" };
  const rows: CaseRow[] = [];
  const count = choices.chance(8) ? 0 : choices.between(1, 12);
  for (let hold = 1; hold <= count; hold++) {
    const fixed: StoredRow = {
      hold: text(choices.pick(["h", "a|", "1"]) + hold),
      id: choices.chance(5) ? nobody : choices.pick(keys),
    };
    if (form === "snapshot") {
      for (const offset of [-1, 0, -7]) {
        if (choices.chance(30)) continue;
        rows.push({
          cells: rowOf(making, columns, { ...fixed, ds: date(daysAfter(today, offset)) }),
          run: 0,
        });
      }
    } else if (form === "history") {
      const since = choices.pick([-400, -1, 0, -7]);
      const until = choices.chance(60) ? undefined : choices.pick([0, 1, 2, -1]);
      rows.push({
        cells: rowOf(making, columns, {
          ...fixed,
          since: date(daysAfter(today, since)),
          until: until === undefined ? null : date(daysAfter(today, until)),
        }),
        run: 0,
      });
    } else rows.push({ cells: rowOf(making, columns, fixed), run: 0 });
  }
  if (form === "snapshot") {
    yaml["snapshot"] = "ds";
    types["ds"] = "date";
  }
  if (form === "history") {
    yaml["history"] = { from: "since", to: "until" };
    types["since"] = "date";
    types["until"] = "date";
  }
  sources["holds"] = yaml;
  relations["holds"] = { columns: types, rows };
  making.collections["holding"] = { source: "holds", attributes: attributesYaml(WANTED, yamls) };
  making.bankCollections.push({ name: "holding", kind: "collection", attributes: WANTED });
}
