import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { inDuckDB } from "../runtime/warehouse/support.ts";
import { expectGolden } from "../support/golden.ts";
import { type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import { urlVariable } from "../support/url-variable.ts";
import { baleen, type Changes, type Ending, starterProject, type TemporaryProject } from "./support.ts";

const golden = (name: string) => join(import.meta.dirname, "golden", name);
const tables = readFileSync(golden("bank-to-import.sql"), "utf8");

let database: PostgresDatabase;
const projects: TemporaryProject[] = [];

beforeAll(async () => {
  database = await postgresDatabase("catalog_import");
  await database.query(`create schema mart; set search_path = mart; ${tables}`);
});
afterAll(() => database.drop());
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

const baleenYaml = (warehouse: string, more = ""): string =>
  [
    "project: new-bank",
    "catalog: catalog/*.yaml",
    "campaigns: campaigns/*.campaign",
    `warehouse: ${warehouse}`,
    more,
    "",
  ].join("\n");

/** A project that says nothing but the zone and the currency, over a warehouse of either engine. */
async function newBank(
  engine: "duckdb" | "postgres" | "files",
  changes: Changes = {},
): Promise<TemporaryProject> {
  const warehouse = {
    duckdb: "{ engine: duckdb, path: bank.duckdb }",
    files: "{ engine: duckdb, path: data }",
    postgres: `{ engine: postgres, url: "${urlVariable(database.url)}", schema: mart }`,
  }[engine];
  const project = starterProject({
    "baleen.yaml": baleenYaml(warehouse, "stdlib: false"),
    "catalog/shop.yaml": undefined,
    "catalog/base.yaml": "catalog: 1\ntimezone: Asia/Shanghai\ncurrency: CNY\n",
    "campaigns/thank-you.campaign": "// nothing yet\n",
    ...changes,
  });
  projects.push(project);
  if (engine === "duckdb") {
    await inDuckDB(join(project.folder, "bank.duckdb"), async (connection) => {
      await connection.run(tables);
    });
  }
  return project;
}

const importing = ({ folder }: TemporaryProject, ...parameters: readonly string[]): Promise<Ending> =>
  baleen("catalog", "import", "--project", folder, ...parameters);

describe.each(["duckdb", "postgres"] as const)("a draft of tables in %s", (engine) => {
  test("says what it guesses and why, and what is to decide", async () => {
    const { code, out, err } = await importing(await newBank(engine));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    // Where they were found differs, and nothing else.
    const place = engine === "duckdb" ? "`bank.duckdb`" : "the PostgreSQL schema `mart`";
    expectGolden(golden("catalog-draft.yaml"), out.replace(place, "PLACE"));
  });

  test("loads beside what the project has", async () => {
    const project = await newBank(engine);
    const { out } = await importing(project, "--out", join(project.folder, "catalog", "draft.yaml"));
    expect(out).toMatch(/^8 tables \(2 to decide\) drafted into .*draft\.yaml\nGo on: /);
    // And what it says of the warehouse is so.
    expect(await baleen("check", "--connect", "--project", project.folder)).toEqual({
      code: 0,
      out: "the project has no campaigns: its files are well\nthe warehouse has what the catalog names, and the ledger can be written\n",
      err: "",
    });
  });

  test("leaves out what the catalog has, and goes by what that says", async () => {
    const project = await newBank(engine, {
      "catalog/own.yaml": [
        "customer: { key: cust_id, type: integer, source: people }",
        "sources:",
        "  people: { relation: customers, grain: customer }",
        "  konten: { relation: accounts, grain: collection, id: account_no, key: account_no }",
        "tags: { city: { type: text, from: people.name } }",
        "",
      ].join("\n"),
    });
    const { out } = await importing(project, "--tables", "customers", "accounts", "txn_*");
    expect(out).toContain("customer: { via: konten, on: account_no }");
    expect(out).not.toContain("customer: { key");
    expect(out).toContain(
      "# left out: `accounts`: it is in the catalog: the source `konten`\n# left out: `customers`: it is in the catalog: the source `people`",
    );
    expect(out).not.toContain("app_logins");
  });
});

test("texts with few values are drafted as lists of choices when asked, for which rows are looked at", async () => {
  const project = await newBank("duckdb");
  await inDuckDB(join(project.folder, "bank.duckdb"), async (connection) => {
    await connection.run(`insert into customers (cust_id, name, grade)
      select i, 'customer ' || i, case when i % 3 = 0 then 'gold: 1' else 'basic' end from range(100) t (i)`);
  });
  const choices = '    type: { enum: [basic, "gold: 1"] }\n    from: customers.grade';
  expect((await importing(project)).out).not.toContain(choices);
  const { out } = await importing(project, "--enums");
  expect(out).toContain(choices);
  // A hundred names are none, and nobody's name stands in the draft.
  expect(out).not.toContain("customer 1");
});

test("few customers' names are no list of choices", async () => {
  const project = await newBank("files", { "data/customers.csv": "cust_id,name\n1,Ada\n2,Grace\n3,Ada\n" });
  const { out } = await importing(project, "--enums");
  expect(out).toContain("  name:\n    type: text\n");
  expect(out).not.toContain("Ada");
});

test("files have the types that their cells look like", async () => {
  const project = await newBank("files", {
    "data/customers.csv":
      "cust_id,code,born,vip,seen_at,balance\n1,007,1980-02-03,true,2026-01-02 03:04:05,1.50\n",
    "data/purchases.csv": "purchase_id,cust_id,bought_at,amount\n9,1,2026-01-02T03:04:05Z,3\n",
    "data/broken.parquet": "no parquet",
  });
  const { out, code } = await importing(project);
  expect(code).toBe(0);
  for (const line of [
    "customer: { key: cust_id, type: integer, source: customers }",
    "    type: text\n    from: customers.code",
    "    type: date\n    from: customers.born",
    "    type: boolean\n    from: customers.vip",
    "    from: { source: customers, column: seen_at, zone: Asia/Shanghai }",
    "    type: money(CNY)\n    from: customers.balance",
    "    time: bought_at\n    id: purchase_id",
    "# left out: `broken`: ",
  ]) {
    expect(out).toContain(line);
  }
});

test("the standard library's tags are suggested: by name, and by label when asked", async () => {
  const project = await newBank("duckdb");
  project.change({ "baleen.yaml": baleenYaml("{ engine: duckdb, path: bank.duckdb }") });
  const { out } = await importing(project);
  expect(out).toContain("  # age: { from: customers.age }\n");
  expect(out).not.toContain("\n  age:\n");
  expect(out).not.toContain("# tier: { from: customers.grade }");
  const draft = join(project.folder, "catalog", "draft.yaml");
  const overlay = await importing(project, "--overlay", "--out", draft);
  expect(overlay.code).toBe(0);
  expect(readFileSync(draft, "utf8")).toContain("  # tier: { from: customers.grade }\n  grade:\n");
  expect(await baleen("check", "--project", project.folder)).toMatchObject({ code: 0, err: "" });
  // A suggestion that is taken loads as well.
  project.change({ "catalog/draft.yaml": readFileSync(draft, "utf8").replace("  # age:", "  age:") });
  expect(await baleen("check", "--project", project.folder)).toMatchObject({ code: 0, err: "" });
});

test("a file that is there stays, unless it is to be written anew", async () => {
  const project = await newBank("duckdb");
  const draft = join(project.folder, "catalog", "draft.yaml");
  await importing(project, "--out", draft);
  const first = readFileSync(draft, "utf8");
  project.change({ "catalog/draft.yaml": `${first}\n# looked at\n` });
  const again = await importing(project, "--out", draft);
  expect(again).toMatchObject({ code: 2, out: "" });
  expect(again.err).toContain("is there already: nothing was written");
  expect(readFileSync(draft, "utf8")).toContain("# looked at");
  await importing(project, "--out", draft, "--force");
  expect(readFileSync(draft, "utf8")).toBe(first);
});

test("a project without any catalog gets one, and is told what only a person knows", async () => {
  const project = await newBank("duckdb", { "catalog/base.yaml": undefined });
  const { code, out, err } = await importing(project);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toContain("# to decide: the project's currency:\n# currency: CNY\n");
  expect(out).toContain("# to decide: in which currency is `balance`? then `type: money(CNY)`");
});

describe.each(["duckdb", "postgres", "files"] as const)("another schema of %s", (engine) => {
  test("is looked at, and named in what is drafted beside the project's own", async () => {
    const project = await newBank(engine, {
      "catalog/own.yaml": [
        "customer: { key: cust_id, type: integer, source: people }",
        "sources:",
        "  people: { relation: customers, grain: customer }",
        "  konten: { relation: core.accounts, grain: collection, customer: cust_id, id: account_no, key: account_no }",
        "",
      ].join("\n"),
      "data/customers.csv": "cust_id,name\n1,Ada\n",
      "data/core/customers.csv": "cust_id,shoe\n1,41\n",
      "data/core/accounts.csv": "account_no,cust_id\na,1\n",
      "data/core/bookings.csv": "booking_id,account_no,booked_at\n1,a,2026-03-01 10:00:00\n",
    });
    const core = `create schema core; create table core.customers (cust_id integer, shoe integer);
      create table core.accounts (account_no text, cust_id integer);
      create table core.bookings (booking_id integer, account_no text, booked_at timestamp);
      create table core."not.named" (cust_id integer, n integer)`;
    if (engine === "postgres") await database.query(core);
    if (engine === "duckdb") {
      await inDuckDB(join(project.folder, "bank.duckdb"), async (connection) => {
        await connection.run(core);
      });
    }
    const draft = join(project.folder, "catalog", "draft.yaml");
    const { code, out, err } = await importing(project, "--schema", "core", "--out", draft);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(engine === "files" ? "2 tables (1 left out)" : "2 tables (2 left out)");
    const text = readFileSync(draft, "utf8");
    expect(text).toContain("    relation: core.customers\n");
    expect(text).toContain(
      "    relation: core.bookings\n    grain: event\n    customer: { via: konten, on: account_no }\n",
    );
    expect(text).toContain("# left out: `accounts`: it is in the catalog: the source `konten`");
    if (engine !== "files") {
      expect(text.replaceAll("\n#   ", " ")).toContain(
        "# left out: `not.named`: a catalog cannot name it, as there is a dot in its name or its schema's: make a view of it",
      );
    }
    expect(await baleen("check", "--connect", "--project", project.folder)).toMatchObject({
      code: 0,
      out: expect.stringContaining("the warehouse has what the catalog names"),
      err: "",
    });
    const again = await importing(project, "--schema", "core");
    expect(again.out).toContain("# left out: `bookings`: it is in the catalog: the source `bookings`");
    const nothing = await importing(project, "--schema", "cores");
    expect(nothing.err).toContain("the schema `cores` of the warehouse has no tables");
    const none = await importing(project, "--schema", "core", "--tables", "x*");
    expect(none.err).toContain("has no table that is called like `x*`");
  });
});

test("schemas of a DuckDB file are found in whatever case, in the catalog too", async () => {
  const project = await newBank("duckdb", {
    "catalog/own.yaml":
      "sources:\n  konten: { relation: CORE.accounts, grain: collection, id: account_no, key: account_no }\n",
  });
  await inDuckDB(join(project.folder, "bank.duckdb"), async (connection) => {
    await connection.run(`create schema core; create table core.accounts (account_no text, cust_id integer);
      create table core.people (cust_id integer, shoe integer)`);
  });
  for (const schema of ["core", "Core"]) {
    const { code, out } = await importing(project, "--schema", schema);
    expect(code).toBe(0);
    expect(out).toContain(`    relation: ${schema}.people\n`);
    expect(out).toContain("# left out: `accounts`: it is in the catalog: the source `konten`");
  }
});

test("a schema that is called like its DuckDB file is not drafted, as no run can read it", async () => {
  const project = await newBank("duckdb");
  await inDuckDB(join(project.folder, "bank.duckdb"), async (connection) => {
    await connection.run("create schema bank; create table bank.bank.customers (cust_id integer, sex text)");
  });
  for (const more of [[], ["--enums"]]) {
    const { code, out, err } = await importing(project, "--schema", "bank", ...more);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(
      "error[warehouse-unreadable]: `bank.customers` cannot be read: DuckDB takes `bank` for the whole warehouse",
    );
    expect(err).toContain("give the file another name, or make views of the schema's tables in `main`");
    expect(err).toContain("baleen.yaml:4");
  }
});

test("`main` of a DuckDB file is the own schema in whatever case, of a file that is called so too", async () => {
  const project = await newBank("duckdb", {
    "baleen.yaml": baleenYaml("{ engine: duckdb, path: main.duckdb }", "stdlib: false"),
  });
  await inDuckDB(join(project.folder, "main.duckdb"), async (connection) => {
    await connection.run(`create table customers as
      select range as cust_id, case range % 2 when 0 then 'F' else 'M' end as sex from range(100)`);
  });
  for (const schema of [[], ["--schema", "MAIN"]]) {
    const { code, out, err } = await importing(project, "--enums", ...schema);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("    relation: customers\n");
    expect(out).toContain("enum: [F, M]");
  }
});

test("a table that lies in a folder `main` too is drafted once", async () => {
  const project = await newBank("files", {
    "data/customers.csv": "cust_id,name\n1,Ada\n",
    "data/main/customers.csv": "cust_id,shoe\n1,41\n",
  });
  for (const schema of [[], ["--schema", "Main"]]) {
    const { code, out } = await importing(project, "--tables", "customers", ...schema);
    expect(code).toBe(0);
    expect(out.match(/relation: customers\n/g)).toHaveLength(1);
    expect(out).not.toContain("shoe");
  }
});

test("what the ledger takes from the environment need not be set", async () => {
  const project = await newBank("duckdb");
  project.change({
    "baleen.yaml": baleenYaml(
      "{ engine: duckdb, path: bank.duckdb }",
      'ledger: { engine: postgres, url: "$\u007bNOT_SET_ANYWHERE}" }',
    ),
  });
  expect(await importing(project)).toMatchObject({ code: 0, err: "" });
});

test("comments of the warehouse cannot add to the file", async () => {
  const project = await newBank("duckdb");
  await inDuckDB(join(project.folder, "bank.duckdb"), async (connection) => {
    await connection.run(`comment on column customers.age is 'Age
tags: {}
# {[ "\u202e';
      comment on table branches is 'x
sources: {}';`);
  });
  const draft = join(project.folder, "catalog", "draft.yaml");
  await importing(project, "--out", draft);
  expect(readFileSync(draft, "utf8")).toContain(
    '    label: { en: Age tags }\n    description: "Age tags: {} # {[ \\""',
  );
  expect(await baleen("check", "--project", project.folder)).toMatchObject({ code: 0, err: "" });
});
