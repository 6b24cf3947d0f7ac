import { realpathSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { DispatchSettings, LedgerSettings, WarehouseSettings } from "../../runtime/index.ts";
import { CommandFailure } from "../failure.ts";
import type { CompiledProject } from "./compile-project.ts";
import { isWithin } from "./source-files.ts";

type Settled = Pick<CompiledProject, "place" | "project">;

/**
 * Where the warehouse is.
 * @throws CommandFailure where a relative path leads outside the project.
 */
export async function warehouseSettings({ place, project }: Settled): Promise<WarehouseSettings> {
  const { warehouse } = project;
  if (warehouse.engine === "postgres") {
    return { engine: "postgres", url: warehouse.url.value, schema: warehouse.schema };
  }
  return { engine: "duckdb", path: pathWithin(place.folder, warehouse.path.value, "warehouse") };
}

/**
 * Where the ledger is.
 * @throws CommandFailure as `warehouseSettings`.
 */
export function ledgerSettings({ place, project }: Settled): LedgerSettings {
  return { engine: "sqlite", path: pathWithin(place.folder, project.ledger.path.value, "ledger") };
}

/**
 * Where messages go, by channel.
 * @throws CommandFailure as `warehouseSettings`.
 */
export function dispatchSettings({ place, project }: Settled): DispatchSettings {
  const { dispatch } = project;
  const file = (path: string) => ({
    adapter: "file" as const,
    path: pathWithin(place.folder, path, "dispatch"),
  });
  return Object.fromEntries([
    ["default", file(dispatch.default.path.value)],
    ...[...dispatch.channels].map(([channel, { path }]) => [channel, file(path.value)] as const),
  ]);
}

/** A relative path, from the project's folder, must stay in it, also by its links; an absolute one is meant. */
function pathWithin(folder: string, path: string, what: string): string {
  if (isAbsolute(path)) return path;
  const whole = join(folder, path);
  if (isWithin(folder, whole) && isWithin(folder, nearestReal(whole))) return whole;
  throw new CommandFailure(
    `the path of \`${what}\`, \`${path}\`, leads outside the project's folder`,
    "move it into the project, or name it by its absolute path if it is meant",
  );
}

/** The path with links resolved as far as it is there. */
function nearestReal(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    const parent = join(path, "..");
    if (parent === path) throw cause;
    return nearestReal(parent);
  }
}
