import type { ContentKind, SurveyedColumn } from "../../../plan/index.ts";
import { CLOCK_FORM, DAY_FORM, ZONE_FORM } from "../csv.ts";
import { sqlName, sqlRelation, sqlText } from "../sql-text.ts";
import type { Warehouse } from "../warehouse.ts";
import { rowsOf } from "./dictionary.ts";

/** How all cells of a column are written that is taken for something else than text; the first that fits counts. */
const FORMS: readonly (readonly [ContentKind, string])[] = [
  ["boolean", "(?i)(true|false)"],
  // What begins with a nought, or is as long as a card's number, is a code and no number.
  ["integer", "[+-]?(0|[1-9]\\d{0,14})"],
  ["decimal", "[+-]?(0|[1-9]\\d{0,14})(\\.\\d+)?"],
  ["date", DAY_FORM],
  ["local-time", `${DAY_FORM}${CLOCK_FORM}`],
  ["instant", `${DAY_FORM}${CLOCK_FORM}${ZONE_FORM}`],
];

/** What the columns of a CSV file hold, by how its cells are written: a CSV file has no types. One look at all cells. */
export async function csvColumns(
  warehouse: Warehouse,
  relation: string,
  names: readonly string[],
): Promise<readonly SurveyedColumn[]> {
  const measures = names.flatMap((name, column) => {
    const cell = sqlName(name);
    const fits = FORMS.map(
      ([, form], kind) =>
        `coalesce(bool_and(regexp_full_match(${cell}, ${sqlText(form)})), false) as c${column}_${kind}`,
    );
    const digits = `coalesce(max(length(regexp_extract(${cell}, '\\.(\\d*)', 1))), 0)::integer as d${column}`;
    return [...fits, digits];
  });
  const [row] = await rowsOf(warehouse, {
    sql: `select ${measures.join(", ")} from ${sqlRelation(relation)}`,
    parameters: [],
  });
  return names.map((name, column) => {
    const content = FORMS.find((_, kind) => row?.[`c${column}_${kind}`] === true)?.[0] ?? "text";
    return {
      name,
      content,
      type: "CSV",
      digits: content === "decimal" ? Number(row?.[`d${column}`] ?? 0) : undefined,
    };
  });
}
