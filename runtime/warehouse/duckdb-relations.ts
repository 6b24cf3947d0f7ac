import { type RelationName, type RelationUse, relationIn, relationName } from "../../plan/index.ts";
import { RuntimeProblem } from "../problem.ts";
import type { ActualColumn } from "./column-type.ts";
import type { DuckDBSession } from "./duckdb-session.ts";
import { duckDBContent } from "./duckdb-types.ts";
import { OWN_SCHEMA } from "./own-schema.ts";

/** A column of a table or view. */
export interface DuckDBColumn extends ActualColumn {
  /** Which relation it is of: equal to `relationKey` of whatever name the relation is given. */
  readonly relation: string;
  /** The relation as a catalog names it. */
  readonly named: RelationName;
}

/** What two names of one relation have in common: case means nothing, nor whether the own schema is said. */
export function relationKey(relation: string): string {
  const { schema, table } = relationName(relation);
  return keyOf(schema ?? OWN_SCHEMA, table);
}

const keyOf = (schema: string, table: string): string => `${schema}\0${table}`.toLowerCase();

/** The columns of all tables and views, in order of relation. */
export async function duckDBColumns(session: DuckDBSession): Promise<readonly DuckDBColumn[]> {
  const result = await session.connection.runAndReadAll(
    `select schema_name, table_name, column_name, data_type from duckdb_columns()
     where database_name = current_database() and not internal
     order by schema_name, table_name, column_index`,
  );
  return result.getRowsJS().map((row) => {
    const [schema = "", table = "", name = "", type = ""] = row.map(String);
    return {
      relation: keyOf(schema, table),
      named: relationIn(schema, OWN_SCHEMA, table),
      name,
      type,
      content: duckDBContent(type),
    };
  });
}

/**
 * What is wrong with relations that DuckDB looks for elsewhere: before the dot it takes the name of a database, such as the
 * file's own, before that of a schema.
 */
export async function mistakenSchemas(
  session: DuckDBSession,
  relations: readonly RelationUse[],
): Promise<ReadonlyMap<string, RuntimeProblem>> {
  const result = await session.connection.runAndReadAll("select database_name, path from duckdb_databases()");
  const isFile = new Map(
    result.getRowsJS().map(([name, path]) => [String(name).toLowerCase(), path !== null] as const),
  );
  return new Map(
    relations.flatMap(({ relation, origin }) => {
      const { schema } = relationName(relation);
      const ofFile = schema === undefined ? undefined : isFile.get(schema.toLowerCase());
      if (ofFile === undefined) return [];
      const message = ofFile
        ? `\`${relation}\` cannot be read: DuckDB takes \`${schema}\` for the whole warehouse, whose file is called so`
        : `\`${relation}\` cannot be read: DuckDB takes \`${schema}\` for something of its own`;
      const help = ofFile
        ? "give the file another name, or make views of the schema's tables in `main`"
        : "give the schema another name, or make views of its tables in `main`";
      return [[relation, new RuntimeProblem("warehouse-unreadable", message, { help, origin })] as const];
    }),
  );
}
