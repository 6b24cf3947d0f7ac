import { createRequire } from "node:module";
import { openWarehouse } from "../../../runtime/warehouse/open-warehouse.ts";

// Opens a warehouse, whatever comes of it, and prints which drivers have been loaded.
const settings = JSON.parse(process.argv[2] ?? "");
try {
  await (await openWarehouse(settings, { timezone: "UTC", relations: [] })).close();
} catch {
  // The drivers are loaded all the same.
}
const loaded = Object.keys(createRequire(import.meta.url).cache);
const drivers = ["node_modules/@duckdb/node-api/", "node_modules/pg/"];
process.stdout.write(drivers.filter((driver) => loaded.some((file) => file.includes(driver))).join(" "));
