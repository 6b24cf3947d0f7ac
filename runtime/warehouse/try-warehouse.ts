import type { RelationUse } from "../../plan/index.ts";
import { RuntimeProblem } from "../problem.ts";
import { openWarehouse } from "./open-warehouse.ts";
import { sqlName, sqlRelation } from "./sql-text.ts";
import type { Warehouse, WarehouseOptions, WarehouseSettings } from "./warehouse.ts";

/**
 * Tries whether a run could read relations: opens the warehouse, compares columns and types, and asks each relation
 * for its columns, of no row. Gives all that is wrong.
 * @throws RuntimeProblem when there is no warehouse, or it cannot be reached or read.
 */
export async function tryWarehouse(
  settings: WarehouseSettings,
  options: WarehouseOptions,
): Promise<readonly RuntimeProblem[]> {
  const warehouse = await openWarehouse(settings, options);
  try {
    const isSound = (await warehouse.inspect(options.relations)).length === 0;
    const problems: RuntimeProblem[] = [];
    for (const relation of options.relations) {
      const found = isSound ? [] : await warehouse.inspect([relation]);
      problems.push(...(found.length > 0 ? found : await tryToRead(warehouse, relation)));
    }
    return problems;
  } finally {
    await warehouse.close();
  }
}

/** What is wrong with a view's own query, or with the right to some of the columns, only shows when it is asked. */
async function tryToRead(
  warehouse: Warehouse,
  { relation, columns, origin }: RelationUse,
): Promise<readonly RuntimeProblem[]> {
  const listed = columns.map(({ column }) => sqlName(column)).join(", ");
  const sql = `select ${listed === "" ? "1" : listed} from ${sqlRelation(relation)} where false`;
  try {
    await warehouse.query({ sql, parameters: [] }, () => {});
    return [];
  } catch (error) {
    if (!(error instanceof RuntimeProblem)) throw error;
    const { code, message, help } = error;
    return [new RuntimeProblem(code, message, { help, origin, cause: error })];
  }
}
