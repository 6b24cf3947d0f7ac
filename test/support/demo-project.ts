import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readLibrary } from "../../cli/project/library.ts";
import type { ColumnKind, Plan } from "../../plan/index.ts";
import { type CompiledTexts, compileProject } from "./detection.ts";

const root = join(import.meta.dirname, "../..");

/** The demo bank's catalog, over the standard library, with some of its campaigns, by file name, and what they share. */
export function compileDemo(campaigns: readonly string[]): CompiledTexts {
  const shared = filesIn("campaigns/shared", ".campaign");
  const own = campaigns.map((name) => `campaigns/${name}.campaign`);
  return compileProject(
    textsOf(filesIn("catalog", ".yaml")),
    textsOf([...shared, ...own]),
    undefined,
    readLibrary(),
  );
}

function filesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function textsOf(paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

const columnTypes: Readonly<Record<ColumnKind, string>> = {
  any: "varchar",
  boolean: "boolean",
  integer: "bigint",
  number: "decimal(18, 2)",
  float: "double",
  text: "varchar",
  date: "date",
  "local-time": "timestamp",
  instant: "timestamptz",
  set: "varchar",
};

/** DuckDB's statements that make the tables that a plan reads, with nothing in them. */
export function emptyTables(plan: Plan): string {
  return plan.relations
    .map(({ relation, columns }) => {
      const definitions = columns.map(({ column, expects }) => `"${column}" ${columnTypes[expects]}`);
      return `create table "${relation}" (${definitions.join(", ")});`;
    })
    .join("\n");
}

/** DuckDB's statement that puts rows into a table; columns that a row doesn't name are unknown. */
export function insert(
  relation: string,
  rows: readonly Readonly<Record<string, string | number | boolean>>[],
): string {
  return rows
    .map((row) => {
      const columns = Object.keys(row).map((column) => `"${column}"`);
      const values = Object.values(row).map((value) =>
        typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value),
      );
      return `insert into "${relation}" (${columns.join(", ")}) values (${values.join(", ")});`;
    })
    .join("\n");
}
