import type { Stored } from "../../../oracle/index.ts";
import { relationName } from "../../../plan/index.ts";
import { sqlName, sqlRelation } from "../../../runtime/warehouse/sql-text.ts";
import { literal } from "../world.ts";
import type { BankWorld } from "./world.ts";

/** Statements of DuckDB that make the tables of a world, each in its schema, with the columns that its rows have. */
export function tableStatements(world: BankWorld): string {
  const schemas = new Set(Object.keys(world).flatMap((relation) => relationName(relation).schema ?? []));
  const tables = Object.entries(world).flatMap(([relation, rows]) => {
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const types = columns.map((column) => `${sqlName(column)} ${typeOf(rows.map((row) => row[column]))}`);
    const values = rows.map((row) => `(${columns.map((column) => literal(row[column] ?? null)).join(", ")})`);
    return [
      `create table ${sqlRelation(relation)} (${types.join(", ")});`,
      `insert into ${sqlRelation(relation)} values ${values.join(", ")};`,
    ];
  });
  return [...[...schemas].map((schema) => `create schema ${sqlName(schema)};`), ...tables].join("\n");
}

function typeOf(cells: readonly (Stored | undefined)[]): string {
  const kinds = new Set(cells.flatMap((cell) => cell?.kind ?? []));
  const [kind] = kinds;
  if (kind === undefined || kinds.size > 1) throw new Error("a column holds values of one kind");
  return kind === "number" ? "bigint" : kind === "date" ? "date" : "text";
}
