import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { bankTables, literal, quoted } from "./tables.ts";

/**
 * Writes a demo bank as Parquet, a file a table: a folder that is a warehouse as it lies. The hidden traits go into
 * its folder `truth`, where no relation is looked for.
 *
 * @param path the bank's DuckDB file
 * @param folder made where it is not there; files of the same names are replaced
 */
export async function writeParquet(path: string, folder: string): Promise<void> {
  const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  try {
    await connection.run("set timezone = 'UTC'");
    for (const { schema, name } of await bankTables(connection)) {
      const file = join(folder, ...(schema === "main" ? [] : [schema]), `${name}.parquet`);
      mkdirSync(dirname(file), { recursive: true });
      await connection.run(
        `copy ${quoted(schema)}.${quoted(name)} to ${literal(file)} (format parquet, compression zstd)`,
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
