import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { starterFiles } from "../../cli/init/starter.ts";
import { inDuckDB } from "../runtime/warehouse/support.ts";
import { loadIntoPostgres, type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { urlVariable } from "../support/url-variable.ts";
import { baleen, starterProject, starterWith, type TemporaryProject, TICK } from "./support.ts";

let database: PostgresDatabase;
let project: TemporaryProject;
beforeEach(async () => {
  database = await postgresDatabase("schemas");
});
afterEach(async () => {
  project.remove();
  await database.drop();
});

const OLD = "customer,campaign,channel,time\n2,thank_you,email,2026-03-01 10:00:00\n";
const RELATIONS = ["crm.customers", "shop.purchases", "archive.contacts"];
const csv = (name: string) => starterFiles.get(`data/${name}.csv`) ?? "";

/** The starter with its relations in schemas: a folder each, schemas of a DuckDB file or of PostgreSQL. */
async function madeIn(engine: "files" | "duckdb" | "postgres"): Promise<void> {
  const warehouse = {
    files: "{ engine: duckdb, path: data }",
    duckdb: "{ engine: duckdb, path: bank.duckdb }",
    postgres: `{ engine: postgres, url: "${urlVariable(database.url)}" }`,
  }[engine];
  const catalog = starterFiles.get("catalog/shop.yaml") ?? "";
  project = starterProject({
    ...starterWith("baleen.yaml", "{ engine: duckdb, path: data }", warehouse),
    "catalog/shop.yaml": catalog
      .replace("relation: customers", "relation: crm.customers")
      .replace("relation: purchases", "relation: shop.purchases"),
    "data/customers.csv": undefined,
    "data/purchases.csv": undefined,
    "data/crm/customers.csv": csv("customers"),
    "data/shop/purchases.csv": csv("purchases"),
    "data/archive/contacts.csv": OLD,
  });
  if (engine === "files") return;
  const data = join(project.folder, "data");
  await inDuckDB(join(project.folder, "bank.duckdb"), async (connection) => {
    await connection.run(`
      create schema crm; create schema shop; create schema archive;
      create table crm.customers as from read_csv('${data}/crm/customers.csv');
      create table shop.purchases as select * replace (cast(amount as decimal(18, 2)) as amount) from read_csv('${data}/shop/purchases.csv');
      create table archive.contacts as from read_csv('${data}/archive/contacts.csv', all_varchar = true)`);
    if (engine === "postgres") await loadIntoPostgres(database, "public", connection, RELATIONS);
  });
}

const run = (...parameters: readonly string[]) => baleen(...parameters, "--project", project.folder);

describe.each(["files", "duckdb", "postgres"] as const)("relations of several schemas in %s", (engine) => {
  test("are checked, tested, read by runs, and taken into the ledger", async () => {
    await madeIn(engine);
    expect(await run("check", "--connect")).toEqual({
      code: 0,
      out: "1 campaign checked\nthe warehouse has what the catalog names, and the ledger can be written\n",
      err: "",
    });
    expect(await run("test")).toMatchObject({ code: 0, err: "" });
    expect(await run("ledger", "import", "--contacts", "relation:archive.contacts")).toEqual({
      code: 0,
      out: "1 contact imported, 0 known before, 0 set aside\n",
      err: "",
    });
    const { code, out } = await run("run", "--at", TICK, "--dry-run", "--format", "json");
    expect(code).toBe(0);
    const { contacts, rejections } = JSON.parse(out).ticks[0];
    const who = (of: readonly { readonly customer: string }[]) => of.map(({ customer }) => customer).sort();
    expect({ contacts: who(contacts), rejections: who(rejections) }).toEqual({
      contacts: ["1"],
      rejections: ["3"],
    });
  });

  test("are told as missing with the name that was meant", async () => {
    await madeIn(engine);
    project.change({
      "catalog/shop.yaml": (starterFiles.get("catalog/shop.yaml") ?? "")
        .replace("relation: customers", "relation: crm.customer")
        .replace("relation: purchases", "relation: crm.purchases"),
    });
    const { err } = await run("check", "--connect");
    expect(err).toContain("error[warehouse-relation-missing]: there is no relation `crm.customer` in ");
    expect(err).toContain("did you mean `crm.customers`?");
    expect(err).toContain("did you mean `shop.purchases`?");
  });
});

test("schemas that no test can have are told, all of them", async () => {
  await madeIn("files");
  const catalog = (starterFiles.get("catalog/shop.yaml") ?? "")
    .replace("relation: customers", "relation: temp.customers")
    .replace("relation: purchases", "relation: system.purchases");
  project.change({ "catalog/shop.yaml": catalog });
  const { code, err } = await run("test");
  expect(code).toBe(2);
  for (const [schema, table] of [
    ["temp", "customers"],
    ["system", "purchases"],
  ]) {
    expect(err).toContain(
      `error[warehouse-unreadable]: no test can have \`${schema}.${table}\`: tests run on DuckDB, which takes \`${schema}\` for something of its own`,
    );
  }
});
