import { resolve } from "node:path";
import type { AdapterSettings as ProjectAdapterSettings } from "../../compiler/project/project.ts";
import type {
  AdapterSettings,
  DispatchSettings,
  LedgerSettings,
  WarehouseSettings,
} from "../../runtime/index.ts";
import type { CompiledProject } from "./compile-project.ts";
import type { ProjectPlace } from "./find-project.ts";

type Settled = Pick<CompiledProject, "place" | "project">;

/** Where the warehouse is. */
export function warehouseSettings({ place, project }: Settled): WarehouseSettings {
  const { warehouse } = project;
  if (warehouse.engine === "postgres") {
    return { engine: "postgres", url: warehouse.url.value, schema: warehouse.schema };
  }
  return { engine: "duckdb", path: resolve(place.folder, warehouse.path.value) };
}

/** Where the ledger is, and whose. */
export function ledgerSettings({ place, project }: Settled): LedgerSettings {
  const { ledger } = project;
  const more = {
    project: project.name,
    ...(ledger.forgetKey !== undefined && { forgetKey: ledger.forgetKey.value }),
  };
  if (ledger.engine === "postgres")
    return { engine: "postgres", url: ledger.url.value, schema: ledger.schema, ...more };
  return { engine: "sqlite", path: resolve(place.folder, ledger.path.value), ...more };
}

/** Where messages go, by channel. */
export function dispatchSettings({ place, project }: Settled): DispatchSettings {
  const { dispatch } = project;
  return Object.fromEntries([
    ["default", adapterSettings(dispatch.default, place)],
    ...[...dispatch.channels].map(([channel, one]) => [channel, adapterSettings(one, place)] as const),
  ]);
}

function adapterSettings(settings: ProjectAdapterSettings, place: ProjectPlace): AdapterSettings {
  switch (settings.adapter) {
    case "file":
      return { adapter: "file", path: resolve(place.folder, settings.path.value) };
    case "webhook": {
      const { span, url, secret, ...rest } = settings;
      return { ...rest, url: url.value, secret: secret.value };
    }
    case "smtp": {
      const { span, ca, login, ...rest } = settings;
      return {
        ...rest,
        ...(ca !== undefined && { ca: resolve(place.folder, ca.value) }),
        ...(login !== undefined && { login: { user: login.user.value, password: login.password.value } }),
      };
    }
    case "tasks": {
      const { adapter, staff, days } = settings;
      return { adapter, staff: resolve(place.folder, staff.value), days };
    }
  }
}
