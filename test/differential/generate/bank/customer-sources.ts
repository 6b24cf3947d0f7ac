import type { Stored } from "../../../../oracle/index.ts";
import type { CaseRow } from "../../case.ts";
import { daysAfter } from "../dates.ts";
import { date, type Yaml } from "./cells.ts";
import { type NamedKind, typeYaml } from "./kinds.ts";
import { columnsOf, columnTypes, type Making, rowOf } from "./making.ts";

/** Rows of one a customer: plain, in daily copies, or valid from a day to another. */
export function makeCustomerSource(
  making: Making,
  source: string,
  wanted: readonly NamedKind[],
  all: boolean,
  forms: readonly ("plain" | "snapshot" | "history")[],
): void {
  const { choices, stage, keys, keyColumn, relations, sources, tags, bankTags } = making;
  const { today } = stage;
  const form = choices.pick(forms);
  const { columns, yamls } = columnsOf(making, wanted, false);
  for (const { name, type } of wanted) {
    tags[name] = { type: typeYaml(type), from: { source, column: name, ...yamls[name] } };
    bankTags.push({ name, type, kept: form !== "plain" });
  }
  const types = columnTypes(columns, { id: keyColumn });
  const rows: CaseRow[] = [];
  const present = (): boolean => all || !choices.chance(15);
  const yaml: Yaml = { relation: source, grain: "customer" };
  switch (form) {
    case "plain":
      for (const id of keys) if (present()) rows.push({ cells: rowOf(making, columns, { id }), run: 0 });
      break;
    case "snapshot": {
      types["ds"] = "date";
      yaml["snapshot"] = "ds";
      const offsets = [-1, 0, -2, -7, -30, -31, -60, 1].slice(0, choices.between(1, 8));
      for (const offset of offsets) {
        for (const id of keys) {
          if (present() || (all && offset === -1)) {
            rows.push({ cells: rowOf(making, columns, { id, ds: date(daysAfter(today, offset)) }), run: 0 });
          }
        }
      }
      break;
    }
    case "history": {
      types["since"] = "date";
      types["until"] = "date";
      yaml["history"] = { from: "since", to: "until" };
      for (const id of keys) {
        const starts = choices.some([-400, -60, -31, -30, -7, -2, -1, 0], 40);
        const cuts = starts.length === 0 ? [-400] : starts;
        cuts.forEach((start, index) => {
          const next = cuts[index + 1];
          if (index > 0 && choices.chance(15)) return;
          const end = next === undefined ? (choices.chance(25) ? 2 : undefined) : next;
          rows.push({
            cells: rowOf(making, columns, {
              id,
              since: date(daysAfter(today, start)),
              until: end === undefined ? null : date(daysAfter(today, end)),
            }),
            run: 0,
          });
        });
      }
      break;
    }
  }
  if (choices.chance(15)) {
    yaml["where"] = { live: true };
    types["live"] = "boolean";
    for (const one of rows) {
      (one.cells as Record<string, Stored>)["live"] = { kind: "boolean", value: !choices.chance(15) };
    }
  }
  sources[source] = yaml;
  relations[source] = { columns: types, rows };
}
