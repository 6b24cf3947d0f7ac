import { duckDBContent } from "../duckdb-types.ts";
import type { Warehouse } from "../warehouse.ts";
import { commentOf, type DictionaryRows, rowsOf, textOf } from "./dictionary.ts";

const COLUMNS = `
  select table_name, column_name, data_type, comment, coalesce(numeric_scale, -1)::integer as digits
  from duckdb_columns()
  where database_name = current_database() and lower(schema_name) = lower($1) and not internal
  order by table_name, column_index`;

const COMMENTS = `
  select table_name, comment from duckdb_tables()
  where database_name = current_database() and lower(schema_name) = lower($1) and comment is not null
  union all
  select view_name, comment from duckdb_views()
  where database_name = current_database() and lower(schema_name) = lower($1) and comment is not null`;

const KEYS = `
  select table_name, constraint_type, constraint_index,
    unnest(constraint_column_names) as column_name,
    generate_subscripts(constraint_column_names, 1) as place,
    case constraint_type when 'FOREIGN KEY' then referenced_table end as target,
    case constraint_type when 'FOREIGN KEY' then unnest(referenced_column_names) end as target_column
  from duckdb_constraints()
  where database_name = current_database() and lower(schema_name) = lower($1)
    and constraint_type in ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
  order by table_name, case constraint_type when 'PRIMARY KEY' then 1 when 'UNIQUE' then 2 else 3 end,
    constraint_index, place`;

/** What DuckDB's dictionary says of a schema. */
export async function duckDBDictionary(warehouse: Warehouse, schema: string): Promise<DictionaryRows> {
  const asked = (sql: string) => rowsOf(warehouse, { sql, parameters: [schema] });
  const columns = await asked(COLUMNS);
  const comments = await asked(COMMENTS);
  const keys = await asked(KEYS);
  return {
    columns: columns.map((row) => {
      const type = textOf(row, "data_type");
      const content = duckDBContent(type);
      return {
        relation: textOf(row, "table_name"),
        column: {
          name: textOf(row, "column_name"),
          content,
          type,
          digits: content === "decimal" ? Number(row["digits"]) : undefined,
          comment: commentOf(textOf(row, "comment")),
        },
      };
    }),
    unreadable: new Map(),
    comments: new Map(comments.map((row) => [textOf(row, "table_name"), textOf(row, "comment").trim()])),
    keys: keys.map((row) => ({
      relation: textOf(row, "table_name"),
      constraint: textOf(row, "constraint_index"),
      column: textOf(row, "column_name"),
      target: textOf(row, "target"),
      targetColumn: textOf(row, "target_column"),
    })),
  };
}
