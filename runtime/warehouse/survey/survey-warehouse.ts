import { realpath, stat } from "node:fs/promises";
import {
  type RelationUse,
  relationIn,
  relationName,
  type SurveyedSchema,
  type SurveyedTable,
  type WarehouseSurvey,
  writtenRelation,
} from "../../../plan/index.ts";
import { RuntimeProblem } from "../../problem.ts";
import { openWarehouse } from "../open-warehouse.ts";
import { isOwnSchema, OWN_SCHEMA } from "../own-schema.ts";
import { sqlName, sqlRelationNamed } from "../sql-text.ts";
import type { Warehouse, WarehouseSettings } from "../warehouse.ts";
import { rowsOf, tablesOf, textOf } from "./dictionary.ts";

export interface SurveyOptions {
  /** The project's IANA time zone. */
  readonly timezone: string;
  /** The schema that is looked at: by default that of the settings, `main` of a DuckDB file. */
  readonly schema?: string | undefined;
  /** Which tables are looked at. */
  readonly includes: (table: string) => boolean;
}

/** A warehouse that is being looked at. */
export interface Surveyor {
  readonly survey: WarehouseSurvey;
  readonly schema: SurveyedSchema;
  /**
   * The values of a column, those that occur most often first, each with how often; nulls left out. At most `limit`,
   * which takes a look at every row of the table.
   */
  values(
    table: string,
    column: string,
    limit: number,
  ): Promise<readonly { readonly value: string; readonly count: number }[]>;
  close(): Promise<void>;
}

/**
 * Opens a warehouse and says what there is in it: tables, columns, types, keys and comments. Its dictionary is read
 * and nothing is written; of CSV files the cells, as they have no types.
 * @throws RuntimeProblem as `openWarehouse`.
 */
export async function surveyWarehouse(
  settings: WarehouseSettings,
  options: SurveyOptions,
): Promise<Surveyor> {
  const folder =
    settings.engine === "postgres" || !(await isFolder(settings.path)) ? undefined : settings.path;
  const schema = schemaOf(settings, options.schema);
  const named = (table: string) => relationIn(schema.name, schema.own, table);
  const names = folder === undefined ? [] : (await tablesInFolder(folder, schema)).filter(options.includes);
  const usesOf = (tables: readonly string[]) =>
    tables.flatMap((table) => {
      const relation = writtenRelation(named(table));
      return relation === undefined ? [] : [{ relation, columns: [], origin: "" }];
    });
  const relations = usesOf(names);
  const place = settings.engine === "postgres" ? { ...settings, schema: schema.name } : settings;
  const warehouse = await openWarehouse(place, { timezone: options.timezone, relations });
  try {
    const tables = await tablesIn(warehouse, schema.name);
    const included = tables.filter(({ name }) => options.includes(name));
    if (folder === undefined) await expectReadable(warehouse, usesOf(included.map(({ name }) => name)));
    const seen = folder === undefined ? included : await withFiles(warehouse, folder, relations, included);
    return {
      survey: { tables: seen },
      schema,
      values: (table, column, limit) => valuesOf(warehouse, sqlRelationNamed(named(table)), column, limit),
      close: () => warehouse.close(),
    };
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}

function schemaOf(settings: WarehouseSettings, schema: string | undefined): SurveyedSchema {
  if (settings.engine === "postgres") {
    const own = settings.schema ?? "public";
    return { name: schema ?? own, own, caseSensitive: true };
  }
  const name = schema === undefined || isOwnSchema(schema) ? OWN_SCHEMA : schema;
  return { name, own: OWN_SCHEMA, caseSensitive: false };
}

/**
 * A schema of a DuckDB file may be one that no statement can name.
 * @throws RuntimeProblem where it is.
 */
async function expectReadable(warehouse: Warehouse, uses: readonly RelationUse[]): Promise<void> {
  if (warehouse.engine !== "duckdb") return;
  const [problem] = await warehouse.inspect(uses.slice(0, 1));
  if (problem !== undefined) throw new RuntimeProblem(problem.code, problem.message, { help: problem.help });
}

async function tablesIn(warehouse: Warehouse, schema: string): Promise<readonly SurveyedTable[]> {
  const rows =
    warehouse.engine === "postgres"
      ? await (await import("./postgres-survey.ts")).postgresDictionary(warehouse, schema)
      : await (await import("./duckdb-survey.ts")).duckDBDictionary(warehouse, schema);
  return tablesOf(rows);
}

async function tablesInFolder(folder: string, schema: SurveyedSchema): Promise<readonly string[]> {
  const names = await (await import("../relation-file.ts")).relationNames(folder);
  const isIn = (name: string) => (relationName(name).schema ?? schema.own) === schema.name;
  return names.filter(isIn).map((name) => relationName(name).table);
}

/** Files that cannot be read are there too, and CSV files have the types that their cells look like. */
async function withFiles(
  warehouse: Warehouse,
  folder: string,
  relations: readonly RelationUse[],
  tables: readonly SurveyedTable[],
): Promise<readonly SurveyedTable[]> {
  const { findRelationFile } = await import("../relation-file.ts");
  const { csvColumns } = await import("./csv-survey.ts");
  // As messages name it.
  const path = await realpath(folder);
  const seen: SurveyedTable[] = [];
  for (const relation of relations) {
    const { table: name } = relationName(relation.relation);
    const table = tables.find((one) => one.name === name);
    if (table === undefined) {
      const [problem] = await warehouse.inspect([relation]);
      seen.push({
        name,
        columns: [],
        keys: [],
        references: [],
        unreadable: (problem?.message ?? "").replaceAll(`${path}/`, ""),
      });
      continue;
    }
    const format = (await findRelationFile(folder, relation))?.format;
    const columns =
      format === "csv"
        ? await csvColumns(
            warehouse,
            relation.relation,
            table.columns.map((column) => column.name),
          )
        : table.columns;
    seen.push({ ...table, columns });
  }
  return seen;
}

async function valuesOf(warehouse: Warehouse, from: string, column: string, limit: number) {
  const sql = `select cast(${sqlName(column)} as text) as value, count(*) as occurrences from ${from}
    where ${sqlName(column)} is not null group by 1 order by 2 desc, 1 limit ${limit}`;
  const rows = await rowsOf(warehouse, { sql, parameters: [] });
  return rows.map((row) => ({ value: textOf(row, "value"), count: Number(row["occurrences"]) }));
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // What is wrong with the path is told where it is opened.
    return false;
  }
}
