import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeParquet } from "../../demo/parquet.ts";
import { loadPostgres } from "../../demo/postgres.ts";
import { baleen } from "../cli/support.ts";
import { type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { type SmallBank, smallBank } from "./bank.ts";

const root = join(import.meta.dirname, "../..");

let bank: SmallBank;
let database: PostgresDatabase;
let folder: string;
beforeAll(async () => {
  bank = await smallBank();
  folder = mkdtempSync(join(tmpdir(), "baleen-formats-"));
  database = await postgresDatabase("demo_formats");
  await writeParquet(bank.path, join(folder, "parquet"));
  await loadPostgres(bank.path, database.url, "mart");
}, 300_000);
afterAll(async () => {
  bank.close();
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

/** What the demo's campaigns did on one day, in a copy of the project over this warehouse. */
async function runOver(name: string, warehouse: string): Promise<string> {
  const project = join(folder, name);
  mkdirSync(project);
  for (const part of ["catalog", "campaigns"]) {
    cpSync(join(root, part), join(project, part), { recursive: true });
  }
  writeFileSync(
    join(project, "baleen.yaml"),
    `project: demo-bank\ncatalog: catalog/*.yaml\ncampaigns: campaigns/**/*.campaign\nwarehouse: ${warehouse}\n`,
  );
  const { code, out, err } = await baleen("run", "--at", "2026-03-02T06:00", "--project", project);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  // Where files of messages lie differs.
  return out.replaceAll(/ in \S+\.csv/g, "");
}

describe("a demo bank in Parquet and in PostgreSQL", () => {
  it("has the tables of the DuckDB file, row by row", async () => {
    const tables = (
      await bank.ask("select schema_name, table_name from duckdb_tables() where not temporary order by 1, 2")
    ).map((row) => row.map(String));
    expect(tables.length).toBeGreaterThan(35);
    for (const [schema = "", table = ""] of tables) {
      const own = await bank.ask(`select count(*) from ${schema}.${table}`);
      const file = join(folder, "parquet", schema === "main" ? "" : schema, `${table}.parquet`);
      expect([table, await bank.ask(`select count(*) from '${file}'`)]).toEqual([table, own]);
      const place = schema === "main" ? "mart" : schema;
      const [loaded] = await database.query<{ n: string }>(
        `select count(*)::text as n from ${place}.${table}`,
      );
      expect([table, loaded?.n]).toEqual([table, String(own[0]?.[0])]);
    }
  });

  it("tells nothing from an empty text, and keeps instants and sums", async () => {
    const sql = (table: string) => `
      select count(*)::text as n, count(phone)::text as known, sum(case when phone = '' then 1 else 0 end)::text as empty,
        min(length(salutation))::text as shortest
      from ${table}`;
    const [own] = await bank.ask(sql("customer_contacts"));
    const [loaded] = await database.query<Record<string, string>>(sql("mart.customer_contacts"));
    expect(Object.values(loaded ?? {})).toEqual(own);
    const instants =
      "select min(extract(epoch from posted_at))::numeric(20, 3)::text as first, sum(amount)::text as sum from";
    const [ownInstants] = await bank.ask(`${instants} card_transactions`);
    const [loadedInstants] = await database.query<Record<string, string>>(
      `${instants} mart.card_transactions`,
    );
    expect(Object.values(loadedInstants ?? {})).toEqual(ownInstants);
  });

  it("gives the same contacts as it lies", async () => {
    const own = await runOver("from-duckdb", `{ engine: duckdb, path: ${bank.path} }`);
    expect(own).toMatch(/contacted +[1-9]/);
    expect(await runOver("from-parquet", `{ engine: duckdb, path: ${join(folder, "parquet")} }`)).toBe(own);
    process.env["DEMO_FORMATS_URL"] = database.url;
    const postgres = `{ engine: postgres, url: "\${DEMO_FORMATS_URL}", schema: mart }`;
    expect(await runOver("from-postgres", postgres)).toBe(own);
  }, 300_000);
});
