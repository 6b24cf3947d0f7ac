import { stat } from "node:fs/promises";
import type { Warehouse, WarehouseOptions, WarehouseSettings } from "./warehouse.ts";

/**
 * Opens the warehouse, loading the driver of its engine alone. A `duckdb` path that is a folder is taken as
 * `files`. Relations that are missing or cannot be read are left for `inspect` to tell of.
 * @throws RuntimeProblem when there is no warehouse, or it cannot be reached or read.
 */
export async function openWarehouse(
  settings: WarehouseSettings,
  options: WarehouseOptions,
): Promise<Warehouse> {
  switch (settings.engine) {
    case "duckdb":
      return (await isFolder(settings.path))
        ? (await import("./files.ts")).openFiles(settings.path, options)
        : (await import("./duckdb.ts")).openDuckDB(settings.path, options);
    case "files":
      return (await import("./files.ts")).openFiles(settings.path, options);
    case "postgres":
      return (await import("./postgres.ts")).openPostgres(settings, options);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // What is wrong with the path is told where it is opened as a file.
    return false;
  }
}
