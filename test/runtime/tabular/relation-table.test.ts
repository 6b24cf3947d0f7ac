import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openRelationTable } from "../../../runtime/tabular/relation-table.ts";
import { openWarehouse } from "../../../runtime/warehouse/open-warehouse.ts";
import type { WarehouseSettings } from "../../../runtime/warehouse/warehouse.ts";
import { type PostgresDatabase, postgresDatabase } from "../../support/postgres.ts";
import { inDuckDB, problemOf } from "../warehouse/support.ts";

/** Rows out of order, with values of all kinds that a former system's tables have. */
const OLD = `create table old as
  select 12 as customer, timestamptz '2025-12-01 10:00:00+00' as time, cast(null as varchar) as campaign,
    cast(1.50 as decimal(9, 2)) as amount, date '2025-12-01' as day
  union all
  select 7, timestamptz '2025-06-01 10:00:00.5+00', 'Sale, the "old"', 0.25, date '2025-06-01'`;

let folder: string;
let database: PostgresDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "baleen-relation-"));
  database = await postgresDatabase("relation_table");
  await database.query(OLD);
  await inDuckDB(join(folder, "old.duckdb"), async (connection) => void (await connection.run(OLD)));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

const settings = (engine: string): WarehouseSettings =>
  engine === "duckdb"
    ? { engine, path: join(folder, "old.duckdb") }
    : { engine: "postgres", url: database.url };

test.each(["duckdb", "postgres"])("a relation of %s is a table like a file's", async (engine) => {
  const warehouse = await openWarehouse(settings(engine), { timezone: "Asia/Shanghai", relations: [] });
  const names = {
    columns: ["customer", "campaign", "time", "amount", "day", "offers"] as const,
    required: ["customer", "time"] as const,
  };
  const { header, lines } = await openRelationTable("old", "--contacts", names, warehouse);
  expect(header).toEqual(["customer", "campaign", "time", "amount", "day"]);
  const rows: unknown[] = [];
  for await (const { customer, campaign, time, amount, day, offers, line } of lines) {
    rows.push([line, customer, campaign, time, amount, day, offers]);
  }
  expect(rows).toEqual([
    [1, "12", "", "2025-12-01 18:00:00+08:00", "1.50", "2025-12-01", ""],
    [2, "7", 'Sale, the "old"', "2025-06-01 18:00:00.5+08:00", "0.25", "2025-06-01", ""],
  ]);
  const lacking = openRelationTable("old", "--contacts", { columns: ["who"], required: ["who"] }, warehouse);
  expect(await problemOf(lacking)).toContain("relation `old` has no column `who`");
  await warehouse.close();
});
