import { existsSync } from "node:fs";
import { copyFile, cp, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

const project = join(import.meta.dirname, "project");

/** The real shop's files, where this machine has them. */
export const realFolder: string = resolve(import.meta.dirname, "../../../shared/data/online_retail");

/** Whether the real shop can be run. */
export const hasRealFolder: boolean = existsSync(join(realFolder, "lines.parquet"));

/**
 * Copies the project into an empty folder, with the project file of the engine asked for. The copy looks for its data in
 * `${WAREHOUSE_FOLDER}` (DuckDB) or `${WAREHOUSE_URL}` (PostgreSQL).
 */
export async function copyProject(into: string, engine: "duckdb" | "postgres"): Promise<void> {
  await mkdir(into, { recursive: true });
  for (const folder of ["catalog", "campaigns"])
    await cp(join(project, folder), join(into, folder), { recursive: true });
  const file = engine === "duckdb" ? "baleen.yaml" : "baleen.postgres.yaml";
  await copyFile(join(project, file), join(into, "baleen.yaml"));
}
