import type { SurveyedColumn, SurveyedReference, SurveyedTable } from "../../../plan/index.ts";
import type { BoundStatement, Warehouse, WarehouseRow } from "../warehouse.ts";

/** A column of a key or a reference, a row each: those of one constraint stand together and in its order. */
export interface KeyRow {
  readonly relation: string;
  readonly constraint: string;
  readonly column: string;
  /** The table and column that it refers to; empty of a key. */
  readonly target: string;
  readonly targetColumn: string;
}

/** What a warehouse's dictionary says, as it was asked. */
export interface DictionaryRows {
  readonly columns: readonly { readonly relation: string; readonly column: SurveyedColumn }[];
  /** By relation, why it cannot be read. */
  readonly unreadable: ReadonlyMap<string, string>;
  readonly comments: ReadonlyMap<string, string>;
  readonly keys: readonly KeyRow[];
}

/** All rows of a statement. */
export async function rowsOf(
  warehouse: Warehouse,
  statement: BoundStatement,
): Promise<readonly WarehouseRow[]> {
  const rows: WarehouseRow[] = [];
  await warehouse.query(statement, (some) => {
    for (const row of some) rows.push(row);
  });
  return rows;
}

/** A cell as text, empty where there is none. */
export const textOf = (row: WarehouseRow, name: string): string => String(row[name] ?? "");

/** A comment, undefined where nothing is said. */
export function commentOf(text: string): string | undefined {
  const trimmed = text.trim();
  return trimmed === "" ? undefined : trimmed;
}

/** Puts the dictionary's rows together to tables, in order of name. */
export function tablesOf({ columns, unreadable, comments, keys }: DictionaryRows): readonly SurveyedTable[] {
  const names = new Set([...columns.map(({ relation }) => relation), ...unreadable.keys()]);
  return [...names].sort().map((name) => {
    const constraints = constraintsOf(keys.filter(({ relation }) => relation === name));
    return {
      name,
      comment: comments.get(name),
      columns: columns.filter(({ relation }) => relation === name).map(({ column }) => column),
      keys: constraints.filter(({ table }) => table === "").map((key) => key.columns),
      references: constraints.filter(({ table }) => table !== ""),
      unreadable: unreadable.get(name),
    };
  });
}

function constraintsOf(rows: readonly KeyRow[]): readonly SurveyedReference[] {
  const byConstraint = Map.groupBy(rows, ({ constraint }) => constraint);
  return [...byConstraint.values()].map((some) => ({
    columns: some.map(({ column }) => column),
    table: some[0]?.target ?? "",
    targets: some.map(({ targetColumn }) => targetColumn).filter((column) => column !== ""),
  }));
}
