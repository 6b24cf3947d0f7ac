import { realpath, stat } from "node:fs/promises";
import { type RelationUse, relationName } from "../../plan/index.ts";
import { RuntimeProblem } from "../problem.ts";
import { csvSource } from "./csv.ts";
import { damagedParquet, duckDBProblem } from "./duckdb-problem.ts";
import { mistakenSchemas, relationKey } from "./duckdb-relations.ts";
import { type DuckDBSession, duckDBWarehouse, lockDown, startDuckDB } from "./duckdb-session.ts";
import { isOwnSchema } from "./own-schema.ts";
import { findRelationFile, type RelationFile, relationNames } from "./relation-file.ts";
import { sqlName, sqlRelation, sqlText } from "./sql-text.ts";
import type { Warehouse, WarehouseOptions } from "./warehouse.ts";

/**
 * Opens a folder of Parquet and CSV files as they lie: a view in an in-memory DuckDB for each relation that will
 * be read, and no other file.
 * @throws RuntimeProblem when the folder is missing, or holds no such files.
 */
export async function openFiles(path: string, options: WarehouseOptions): Promise<Warehouse> {
  const folder = await expectFolder(path);
  const relations = mergeUses(
    options.relations.map((use) => ({ ...use, relation: withoutOwnSchema(use.relation) })),
  );
  const unreadable = new Map<string, RuntimeProblem>();
  const files = new Map<RelationUse, RelationFile>();
  for (const relation of relations) {
    try {
      const file = await findRelationFile(folder, relation);
      if (file !== undefined) files.set(relation, file);
    } catch (error) {
      if (!(error instanceof RuntimeProblem)) throw error;
      unreadable.set(relationKey(relation.relation), error);
    }
  }
  const names = await relationNames(folder);
  if (names.length === 0 && relations.length > 0) {
    throw new RuntimeProblem(
      "warehouse-relation-missing",
      `the folder \`${folder}\` holds no CSV or Parquet files`,
      { help: "put a file there for each relation of the catalog, or correct `path:` under `warehouse:`" },
    );
  }
  const paths = [...files.values()].map((file) => file.path);
  const session = await startDuckDB(":memory:", { path: folder, files: paths }, options);
  try {
    const mistaken = await mistakenSchemas(session, relations);
    for (const [relation, file] of files) {
      const problem = mistaken.get(relation.relation) ?? (await layOpen(session, relation, file));
      if (problem !== undefined) unreadable.set(relationKey(relation.relation), problem);
    }
    await lockDown(session, paths, options.relations);
  } catch (error) {
    await session.close();
    throw duckDBProblem(error, session.place);
  }
  return duckDBWarehouse(
    session,
    options,
    {
      place: `the folder \`${folder}\``,
      missingHelp: (relation) => {
        const { schema, table } = relationName(withoutOwnSchema(relation));
        const file = schema === undefined ? table : `${schema}/${table}`;
        return `put \`${file}.parquet\` or \`${file}.csv\` there, or correct the catalog`;
      },
    },
    { unreadable, moreNames: names },
  );
}

/** Makes the view of a relation; gives what is wrong with its file. */
async function layOpen(
  session: DuckDBSession,
  relation: RelationUse,
  file: RelationFile,
): Promise<RuntimeProblem | undefined> {
  try {
    const source =
      file.format === "csv"
        ? await csvSource(session, file.path, relation)
        : `from read_parquet(${sqlText(file.path)})`;
    const { schema } = relationName(relation.relation);
    if (schema !== undefined) await session.connection.run(`create schema if not exists ${sqlName(schema)}`);
    await session.connection.run(`create view ${sqlRelation(relation.relation)} as ${source}`);
    return undefined;
  } catch (error) {
    const told = duckDBProblem(error, session.place);
    const problem =
      file.format === "parquet" && told.code === "warehouse-query-failed" ? damagedParquet(file.path) : told;
    return new RuntimeProblem(problem.code, problem.message, {
      origin: problem.origin ?? relation.origin,
      ...(problem.help === undefined ? {} : { help: problem.help }),
    });
  }
}

/** A relation of the own schema by its name alone, whether its schema is said or not. */
function withoutOwnSchema(relation: string): string {
  const { schema, table } = relationName(relation);
  return isOwnSchema(schema) ? table : relation;
}

/** One use of each relation, with the columns of all. */
function mergeUses(relations: readonly RelationUse[]): readonly RelationUse[] {
  const merged = new Map<string, RelationUse>();
  for (const relation of relations) {
    const before = merged.get(relation.relation);
    merged.set(
      relation.relation,
      before === undefined ? relation : { ...before, columns: [...before.columns, ...relation.columns] },
    );
  }
  return [...merged.values()];
}

/** The folder's real path. */
async function expectFolder(path: string): Promise<string> {
  try {
    const folder = await realpath(path);
    if ((await stat(folder)).isDirectory()) return folder;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EACCES") {
      throw new RuntimeProblem("warehouse-unreadable", `the folder \`${path}\` may not be read`, {
        help: "give the user that runs this the right to read it",
      });
    }
    throw new RuntimeProblem("warehouse-unreachable", `there is no folder \`${path}\``, {
      help: "correct `path:` under `warehouse:` in baleen.yaml, or make the folder",
    });
  }
  throw new RuntimeProblem("warehouse-unreadable", `\`${path}\` is not a folder`, {
    help: "name the folder that holds the files",
  });
}
