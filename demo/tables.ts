import type { DuckDBConnection } from "@duckdb/node-api";

/** A table of a demo bank's file. */
export interface BankTable {
  /** `main` for what the bank has, `truth` for what only tests may know. */
  readonly schema: string;
  readonly name: string;
  /** In order; types as DuckDB names them. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** The tables of an open demo bank, by schema and name. */
export async function bankTables(connection: DuckDBConnection): Promise<readonly BankTable[]> {
  const rows = await connection.runAndReadAll(`
    select schema_name, table_name, column_name, data_type
    from duckdb_columns()
    where not internal and database_name = current_database()
    order by schema_name, table_name, column_index`);
  const tables: (BankTable & { readonly columns: { name: string; type: string }[] })[] = [];
  for (const [schema, table, column, type] of rows.getRowsJson().map((row) => row.map(String))) {
    if (schema === undefined || table === undefined || column === undefined || type === undefined) continue;
    let last = tables.at(-1);
    if (last?.schema !== schema || last.name !== table) {
      last = { schema, name: table, columns: [] };
      tables.push(last);
    }
    last.columns.push({ name: column, type });
  }
  return tables;
}

/** A name as DuckDB and PostgreSQL quote it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as DuckDB and PostgreSQL quote it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
