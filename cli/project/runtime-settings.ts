import { resolve } from "node:path";
import type { DispatchSettings, LedgerSettings, WarehouseSettings } from "../../runtime/index.ts";
import type { CompiledProject } from "./compile-project.ts";

type Settled = Pick<CompiledProject, "place" | "project">;

/** Where the warehouse is. */
export function warehouseSettings({ place, project }: Settled): WarehouseSettings {
  const { warehouse } = project;
  if (warehouse.engine === "postgres") {
    return { engine: "postgres", url: warehouse.url.value, schema: warehouse.schema };
  }
  return { engine: "duckdb", path: resolve(place.folder, warehouse.path.value) };
}

/** Where the ledger is. */
export function ledgerSettings({ place, project }: Settled): LedgerSettings {
  const { ledger } = project;
  if (ledger.engine === "postgres")
    return { engine: "postgres", url: ledger.url.value, schema: ledger.schema };
  return { engine: "sqlite", path: resolve(place.folder, ledger.path.value) };
}

/** Where messages go, by channel. */
export function dispatchSettings({ place, project }: Settled): DispatchSettings {
  const { dispatch } = project;
  const file = (path: string) => ({ adapter: "file" as const, path: resolve(place.folder, path) });
  return Object.fromEntries([
    ["default", file(dispatch.default.path.value)],
    ...[...dispatch.channels].map(([channel, { path }]) => [channel, file(path.value)] as const),
  ]);
}
