import { open, stat } from "node:fs/promises";
import { relationName } from "../../plan/index.ts";
import { RuntimeProblem } from "../problem.ts";
import { duckDBProblem } from "./duckdb-problem.ts";
import { duckDBWarehouse, lockDown, startDuckDB } from "./duckdb-session.ts";
import { OWN_SCHEMA } from "./own-schema.ts";
import type { Warehouse, WarehouseOptions } from "./warehouse.ts";

/**
 * Opens a `.duckdb` file, read only; never makes one. Relations are its tables and views, those of the schema `main`
 * where none is said.
 * @throws RuntimeProblem when it is missing, held by a writer, or no DuckDB file.
 */
export async function openDuckDB(path: string, options: WarehouseOptions): Promise<Warehouse> {
  await expectFile(path);
  const session = await startDuckDB(path, { path, files: [] }, options);
  try {
    await lockDown(session, [], options.relations);
  } catch (error) {
    await session.close();
    throw duckDBProblem(error, session.place);
  }
  return duckDBWarehouse(session, options, {
    place: `the warehouse \`${path}\``,
    missingHelp: (relation) =>
      `make a table or view of this name in the schema \`${relationName(relation).schema ?? OWN_SCHEMA}\`, or correct the catalog`,
  });
}

/** In the header of every DuckDB file, an encrypted one too. */
const MARK = { text: "DUCK", at: 8 };

/** DuckDB takes files of other kinds for something else, and asks the network for what would read them. */
async function expectFile(path: string): Promise<void> {
  const start = await readStart(path);
  if (start.subarray(MARK.at).toString("latin1") === MARK.text) return;
  const format = /\.(csv|parquet)$/i.exec(path)?.[1]?.toLowerCase();
  throw new RuntimeProblem("warehouse-unreadable", `the warehouse \`${path}\` is not a DuckDB file`, {
    help:
      format === undefined
        ? "name a DuckDB file, or a folder of CSV or Parquet files, by `path:` under `warehouse:` in baleen.yaml"
        : `name the folder that it lies in by \`path:\` under \`warehouse:\`: each \`x.${format}\` there is the relation \`x\``,
  });
}

async function readStart(path: string): Promise<Buffer> {
  try {
    // What is no file, a pipe for one, would be waited for without end.
    if (!(await stat(path)).isFile()) return Buffer.alloc(0);
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MARK.at + MARK.text.length), {
        position: 0,
      });
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
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
