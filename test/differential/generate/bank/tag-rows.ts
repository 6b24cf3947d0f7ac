import type { CaseRow } from "../../case.ts";
import { daysAfter } from "../dates.ts";
import { date, text, type Yaml } from "./cells.ts";
import { type Kind, typeYaml } from "./kinds.ts";
import { type Making, orNull } from "./making.ts";

/** Some tags in rows of their own. */
export function makeTagRows(making: Making): void {
  const { choices, stage, keys, keyColumn, relations, sources, tags, bankTags } = making;
  if (choices.chance(40)) return;
  const kept = choices.chance(40);
  const rows: CaseRow[] = [];
  const kinds: readonly (readonly [string, Kind, Yaml, readonly string[]])[] = [
    ["kv_points", { kind: "integer" }, { decimals: 0 }, ["5", "0", "-3", "x"]],
    [
      "kv_rank",
      { kind: "enum", list: "stage" },
      { map: { L: "lead", G: "growth", M: "mature" } },
      ["L", "G", "M", "?"],
    ],
    ["kv_rate", { kind: "decimal" }, { decimals: 3, scale: 0.1 }, ["1.5", "0.0005", "-2", ""]],
    ["kv_flag", { kind: "boolean" }, { map: { 1: true, 0: false } }, ["1", "0", "2"]],
  ];
  for (const offset of kept ? [-1, 0, -5, -40] : [0]) {
    for (const id of keys) {
      for (const [name, , , values] of kinds) {
        if (choices.chance(25)) continue;
        rows.push({
          cells: {
            id,
            code: text(name.slice(3)),
            value: orNull(making, text(choices.pick(values))),
            ...(kept && { ds: date(daysAfter(stage.today, offset)) }),
          },
          run: 0,
        });
      }
    }
  }
  for (const [name, type, yaml] of kinds) {
    tags[name] = { type: typeYaml(type), from: { source: "kv", column: name.slice(3), ...yaml } };
    bankTags.push({ name, type, kept });
  }
  sources["kv"] = {
    relation: "kv",
    grain: "tag_rows",
    tag: "code",
    value: "value",
    ...(kept && { snapshot: "ds" }),
  };
  relations["kv"] = {
    columns: { id: keyColumn, code: "text", value: "text", ...(kept && { ds: "date" as const }) },
    rows,
  };
}
