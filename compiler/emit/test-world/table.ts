import { type ColumnUse, type RelationUse, relationName } from "../../../plan/index.ts";

/** Which table a relation is on DuckDB, where tests run: case means nothing, and `main.x` is `x`. */
export function tableOf(relation: string): string {
  const named = relation.toLowerCase();
  const { schema, table } = relationName(named);
  return schema === "main" ? table : named;
}

/** One use of each table, with the columns of all; of two uses of a column the more exacting kind stands. */
export function tablesUsed(uses: readonly RelationUse[]): readonly RelationUse[] {
  return [...Map.groupBy(uses, ({ relation }) => tableOf(relation)).values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const columns = new Map<string, ColumnUse>();
    for (const use of [first, ...more].flatMap((one) => one.columns)) {
      const name = use.column.toLowerCase();
      const there = columns.get(name);
      if (there === undefined || there.expects === "any") columns.set(name, use);
    }
    return [{ ...first, columns: [...columns.values()] }];
  });
}
