import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { inDuckDB } from "../runtime/warehouse/support.ts";
import { type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import {
  baleen,
  type Changes,
  contents,
  starterProject,
  starterWith,
  type TemporaryProject,
} from "./support.ts";

let database: PostgresDatabase;
/** Who may read the mart, but for a table and a column, and make nothing. */
const role = `connect_reader_${process.pid}`;
const projects: TemporaryProject[] = [];

beforeAll(async () => {
  database = await postgresDatabase("check_connect");
  await database.query(`
    create schema mart;
    create table mart.customers (customer_id bigint, name text, age bigint, email text, email_consent boolean);
    create table mart.purchases (purchase_id bigint, customer_id bigint, bought_at timestamp, amount numeric(18, 2));
    create schema ledger_of_others;
    create role ${role} login password 'right';
    grant usage on schema mart to ${role};
    grant select on mart.customers to ${role};
    grant select (purchase_id, customer_id, bought_at) on mart.purchases to ${role}`);
});
afterAll(async () => {
  await database.query(`drop owned by ${role}; drop role ${role}`);
  await database.drop();
});
afterEach(() => {
  for (const project of projects.splice(0)) project.remove();
});

function project(changes: Changes = {}): TemporaryProject {
  const made = starterProject(changes);
  projects.push(made);
  return made;
}

/** The starter over PostgreSQL, as the role with a password. */
function overPostgres(password: string, ledger?: string): TemporaryProject {
  const url = database.url.replace(/\/\/[^@]*@/, `//${role}:${password}@`);
  const made = project(
    starterWith(
      "baleen.yaml",
      "{ engine: duckdb, path: data }",
      '{ engine: postgres, url: "$\u007bCONNECT_URL}", schema: mart }',
    ),
  );
  process.env["CONNECT_URL"] = url;
  if (ledger !== undefined) {
    made.change({
      "baleen.yaml": [
        "project: first-steps",
        "catalog: catalog/*.yaml",
        "campaigns: campaigns/*.campaign",
        "stdlib: false",
        'warehouse: { engine: postgres, url: "$\u007bCONNECT_URL}", schema: mart }',
        `ledger: { engine: postgres, url: "$\u007bCONNECT_URL}", schema: ${ledger} }`,
        "",
      ].join("\n"),
    });
  }
  return made;
}

const connecting = ({ folder }: TemporaryProject, ...parameters: readonly string[]) =>
  baleen("check", "--connect", "--project", folder, ...parameters);

test("a project whose stores are there is told so, and nothing is left behind", async () => {
  const shop = project();
  const before = contents(shop.folder);
  expect(await connecting(shop)).toEqual({
    code: 0,
    out: "1 campaign checked\nthe warehouse has what the catalog names, and the ledger can be written\n",
    err: "",
  });
  expect(contents(shop.folder)).toEqual(before);
});

test("what campaigns read and is not there is an error at its line, what only the catalog names a warning", async () => {
  const shop = project({
    ...starterWith(
      "catalog/shop.yaml",
      "{ type: integer, from: customers.age",
      "{ type: integer, from: customers.ages",
    ),
  });
  const used = await connecting(shop);
  expect(used).toMatchObject({ code: 1, out: "1 campaign checked\n" });
  expect(used.err).toContain("error[warehouse-column-missing]: relation `customers` has no column `ages`");
  expect(used.err).toContain("--> catalog/shop.yaml:15:");
  expect(used.err).toContain("did you mean `age`?");
  const spare = project({
    "catalog/more.yaml": "tags:\n  shoe_size: { type: integer, from: customers.shoes }\n",
  });
  const named = await connecting(spare);
  expect(named.code).toBe(0);
  expect(named.err).toContain("warning[warehouse-column-missing]");
  expect(named.err).toContain("--> catalog/more.yaml:2:47");
  const { diagnostics } = JSON.parse((await connecting(spare, "--format", "json")).out) as {
    readonly diagnostics: readonly {
      readonly code: string;
      readonly severity: string;
      readonly file: string;
    }[];
  };
  expect(diagnostics).toMatchObject([
    { code: "warehouse-column-missing", severity: "warning", file: "catalog/more.yaml" },
  ]);
});

test("without being asked, check opens nothing", async () => {
  const { code, err } = await baleen("check", "--project", overPostgres("wrong").folder);
  expect({ code, err }).toEqual({ code: 0, err: "" });
});

test("a wrong password is told, and not shown", async () => {
  const { code, err } = await connecting(overPostgres("hunter2", "baleen"));
  expect(code).toBe(2);
  expect(err).toContain("error[warehouse-unreachable]");
  expect(err).toContain("error[ledger-unreachable]");
  expect(err).toContain("the server refused the user or the password");
  expect(err).toContain("--> baleen.yaml:5:1");
  expect(err).toContain("--> baleen.yaml:6:1");
  expect(err).not.toContain("hunter2");
});

test("rights that are lacking are told: to a column, and to make the ledger", async () => {
  const { code, err } = await connecting(overPostgres("right", "connect_ledger"));
  expect(code).toBe(2);
  expect(err).toContain("error[warehouse-unreadable]");
  expect(err).toMatch(/`connect_reader_\d+`.*`purchases`/);
  expect(err).toContain("--> catalog/shop.yaml:");
  expect(err).toMatch(/may not make the schema `connect_ledger`/);
  const others = await connecting(overPostgres("right", "ledger_of_others"));
  expect(others.err).toContain("lacks a right to the schema `ledger_of_others`");
});

test("a ledger that could be made is not made, and one that is there stays as it is", async () => {
  await database.query(`grant select on mart.purchases to ${role}; create schema own authorization ${role}`);
  const shop = overPostgres("right", "own");
  const tables =
    "select relname from pg_class where relnamespace = 'own'::regnamespace and relkind = 'r' order by 1";
  expect(await connecting(shop)).toMatchObject({ code: 0, err: "" });
  expect(await database.query(tables)).toEqual([]);
  await baleen("run", "--at", "2026-03-02T09:00", "--project", shop.folder);
  const rows =
    "select (select count(*) from own.runs) as runs, (select count(*) from own.contacts) as contacts";
  const before = await database.query(rows);
  expect(await connecting(shop)).toMatchObject({ code: 0, err: "" });
  expect(await database.query(rows)).toEqual(before);
  await database.query(`revoke insert on own.contacts from ${role}`);
  const { code, err } = await connecting(shop);
  expect(code).toBe(2);
  expect(err).toContain("lacks a right to the table `contacts` of the schema `own`");
  await database.query(`alter role ${role} set default_transaction_read_only = on`);
  expect((await connecting(shop)).err).toMatch(/error\[ledger-unreadable\]: .* takes no writes/);
});

test("folders that cannot be made or written to are told: the ledger's, and those that campaigns' messages go to", async () => {
  const shop = project(starterWith("baleen.yaml", "path: .baleen/ledger.db", "path: /proc/nope/ledger.db"));
  shop.change({ ".baleen/outbox": "a file stands here" });
  const before = contents(shop.folder);
  const { code, err } = await connecting(shop);
  expect(code).toBe(2);
  expect(err).toContain("error[ledger-unreachable]: the ledger `/proc/nope/ledger.db` cannot be made");
  expect(err).toMatch(
    /error\[dispatch-failed\]: no messages can be written to `[^`]*\.baleen\/outbox`: a file stands in its place\n --> baleen\.yaml:\d+/,
  );
  expect(contents(shop.folder)).toEqual(before);
});

test("a view whose query fails is told", async () => {
  const shop = project(
    starterWith("baleen.yaml", "{ engine: duckdb, path: data }", "{ engine: duckdb, path: shop.duckdb }"),
  );
  await inDuckDB(join(shop.folder, "shop.duckdb"), async (connection) => {
    await connection.run(`create table people (customer_id bigint, name varchar, age bigint, email varchar, email_consent boolean);
      create view customers as select * from people;
      create table purchases (purchase_id bigint, customer_id bigint, bought_at timestamp, amount decimal(18, 2));
      alter table people drop column age`);
  });
  const { code, err } = await connecting(shop);
  expect(code).not.toBe(0);
  expect(err).toContain("catalog/shop.yaml:");
});
