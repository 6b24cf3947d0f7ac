import type { ColumnUse, RelationUse } from "../../plan/index.ts";
import { throwProblems } from "../problem.ts";
import { sqlName, sqlRelation } from "../warehouse/sql-text.ts";
import type { Warehouse, WarehouseRow } from "../warehouse/warehouse.ts";
import { type ColumnNames, lineOf, type Table, type TableLine } from "./table.ts";

/** What of a relation is read; a warehouse of files is opened with it. `origin` says who names it. */
export function relationUse<Column extends string>(
  relation: string,
  origin: string,
  columns: readonly Column[],
): RelationUse {
  return {
    relation,
    origin,
    columns: columns.map((column): ColumnUse => ({ column, expects: "any", origin })),
  };
}

/**
 * Reads a relation of the warehouse as a table, in order of its columns, so that it is the same table whenever it is read.
 * @throws RuntimeProblem, or an AggregateError of several, where it is not there or lacks columns.
 */
export async function openRelationTable<Column extends string>(
  relation: string,
  origin: string,
  { columns, required }: ColumnNames<Column>,
  warehouse: Warehouse,
): Promise<Table<Column>> {
  const lacks = (some: readonly Column[]) => warehouse.inspect([relationUse(relation, origin, some)]);
  throwProblems(await lacks(required), `the relation \`${relation}\` lacks what is read of it`);
  const header: Column[] = [];
  for (const column of columns) {
    if (required.includes(column) || (await lacks([column])).length === 0) header.push(column);
  }
  const texts = header.map((column) => `cast(${sqlName(column)} as text) as ${sqlName(column)}`);
  const order = header.map((_, index) => index + 1);
  const sql = `select ${texts.join(", ")} from ${sqlRelation(relation)} order by ${order.join(", ")}`;
  const rows: WarehouseRow[] = [];
  await warehouse.query({ sql, parameters: [] }, (some) => {
    for (const row of some) rows.push(row);
  });
  const places = new Map(header.map((column, index) => [column, index] as const));
  return { header, lines: linesOf(rows, header, columns, places) };
}

async function* linesOf<Column extends string>(
  rows: readonly WarehouseRow[],
  header: readonly Column[],
  columns: readonly Column[],
  places: ReadonlyMap<Column, number>,
): AsyncIterable<TableLine<Column>> {
  for (const [index, row] of rows.entries()) {
    const cells = header.map((column) => timeText(String(row[column] ?? "")));
    yield lineOf({ line: index + 1, cells }, header, columns, places);
  }
}

/** Engines write the offset of an instant in whole hours without its minutes. */
function timeText(text: string): string {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?[+-]\d{2}$/.test(text) ? `${text}:00` : text;
}
