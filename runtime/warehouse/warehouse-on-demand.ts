import { openWarehouse } from "./open-warehouse.ts";
import type { Warehouse, WarehouseOptions, WarehouseSettings } from "./warehouse.ts";

/**
 * A warehouse that is opened when it is first asked: a run whose ticks are all completed is answered without one.
 * Its questions throw what `openWarehouse` throws.
 */
export function warehouseOnDemand(settings: WarehouseSettings, options: WarehouseOptions): Warehouse {
  let opening: Promise<Warehouse> | undefined;
  const opened = () => {
    opening ??= openWarehouse(settings, options);
    return opening;
  };
  return {
    engine: settings.engine === "files" ? "duckdb" : settings.engine,
    inspect: async (relations) => (await opened()).inspect(relations),
    query: async (statement, take) => (await opened()).query(statement, take),
    close: async () => {
      // What could not be opened has been told to whoever asked.
      const warehouse = await opening?.catch(() => undefined);
      await warehouse?.close();
    },
  };
}
