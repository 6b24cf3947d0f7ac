import { stat } from "node:fs/promises";
import { RuntimeProblem } from "../problem.ts";
import { duckDBProblem } from "./duckdb-problem.ts";
import { duckDBWarehouse, lockDown, startDuckDB } from "./duckdb-session.ts";
import type { Warehouse, WarehouseOptions } from "./warehouse.ts";

/**
 * Opens a `.duckdb` file, read only; never makes one. Relations are the tables and views of its schema `main`.
 * @throws RuntimeProblem when it is missing, held by a writer, or no DuckDB file.
 */
export async function openDuckDB(path: string, options: WarehouseOptions): Promise<Warehouse> {
  await expectFile(path);
  const session = await startDuckDB(path, { path, files: [] }, options);
  try {
    await lockDown(session, []);
  } catch (error) {
    await session.close();
    throw duckDBProblem(error, session.place);
  }
  return duckDBWarehouse(session, options, {
    place: `the warehouse \`${path}\``,
    missingHelp: () => "make a table or view of this name in the schema `main`, or correct the catalog",
  });
}

async function expectFile(path: string): Promise<void> {
  try {
    await stat(path);
  } catch (error) {
    const denied = error instanceof Error && "code" in error && error.code === "EACCES";
    throw denied
      ? new RuntimeProblem("warehouse-unreadable", `the warehouse \`${path}\` may not be read`, {
          help: "give the user that runs this the right to read it",
        })
      : new RuntimeProblem("warehouse-unreachable", `there is no warehouse at \`${path}\``, {
          help: "correct `path:` under `warehouse:` in baleen.yaml, or make the file",
        });
  }
}
