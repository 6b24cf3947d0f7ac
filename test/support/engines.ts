import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll } from "vitest";
import { openWarehouse, type Warehouse } from "../../runtime/index.ts";
import { loadIntoPostgres, type PostgresDatabase, postgresDatabase } from "./postgres.ts";

/** The same tables in DuckDB and in PostgreSQL, opened as a run opens them. */
export interface LoadedTables {
  readonly warehouses: readonly Warehouse[];
  /** The database and schema of PostgreSQL, for what only it can have. */
  readonly postgres: { readonly database: PostgresDatabase; readonly schema: string };
}

export interface Engines {
  /**
   * Makes tables by statements of DuckDB and copies them into PostgreSQL: those of `main` into a schema of their own, others into
   * the schema of the same name, which no second call can make.
   */
  load(tables: string, timezone: string): Promise<LoadedTables>;
}

/**
 * Gives a test file its DuckDB files and its one database of PostgreSQL, which is made when first asked for and
 * dropped after the file's last test.
 */
export function useEngines(name: string, options: { readonly icu?: boolean } = {}): Engines {
  let database: Promise<PostgresDatabase> | undefined;
  const folders: string[] = [];
  const opened: Warehouse[] = [];
  let schemas = 0;
  afterAll(async () => {
    for (const warehouse of opened) await warehouse.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    await (await database)?.drop();
  });
  return {
    async load(tables, timezone) {
      const folder = await mkdtemp(join(tmpdir(), "baleen-engines-"));
      folders.push(folder);
      const path = join(folder, "warehouse.duckdb");
      const schema = `bank_${++schemas}`;
      database ??= postgresDatabase(name, options);
      const postgres = await database;
      await makeTables(path, tables, (connection, relations) =>
        loadIntoPostgres(postgres, schema, connection, relations),
      );
      const open = { timezone, relations: [] };
      const warehouses = [
        await openWarehouse({ engine: "duckdb", path }, open),
        await openWarehouse({ engine: "postgres", url: postgres.url, schema }, open),
      ];
      opened.push(...warehouses);
      return { warehouses, postgres: { database: postgres, schema } };
    },
  };
}

type Connection = Awaited<ReturnType<DuckDBInstance["connect"]>>;

async function makeTables(
  path: string,
  tables: string,
  copy: (connection: Connection, relations: readonly string[]) => Promise<void>,
): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  try {
    await connection.run("set TimeZone = 'UTC'");
    await connection.run(tables);
    const found = await connection.runAndReadAll(
      "select if(schema_name = 'main', '', schema_name || '.') || table_name from duckdb_tables() where not internal order by 1",
    );
    await copy(
      connection,
      found.getRowsJS().map(([relation]) => String(relation)),
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
