import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadIntoPostgres, type PostgresDatabase, postgresDatabase } from "../support/postgres.ts";
import {
  baleen,
  type Ending,
  outboxMessages,
  start,
  starterProject,
  starterWith,
  type TemporaryProject,
  TICK,
} from "./support.ts";

// The starter's tables in PostgreSQL: a lock on one of them holds a run in the middle for as long as it is needed.
let database: PostgresDatabase;
let project: TemporaryProject;
let overFiles: string;
const run = ["run", "--format", "json", "--at", TICK] as const;

beforeAll(async () => {
  const files = starterProject();
  database = await postgresDatabase("cli", { icu: true });
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const csv = (relation: string) => `read_csv('${files.folder}/data/${relation}.csv')`;
  await connection.run(`create table customers as from ${csv("customers")}`);
  await connection.run(
    `create table purchases as select * replace (amount::decimal(9, 2) as amount) from ${csv("purchases")}`,
  );
  await loadIntoPostgres(database, "shop", connection, ["customers", "purchases"]);
  connection.closeSync();
  instance.closeSync();
  overFiles = (await baleen(...run, "--project", files.folder)).out;
  files.remove();
});
afterAll(async () => {
  await database.drop();
});
beforeEach((context) => {
  project = starterProject(
    starterWith(
      "baleen.yaml",
      "{ engine: duckdb, path: data }",
      '{ engine: postgres, url: "$\u007bBALEEN_TEST_URL}", schema: shop }',
    ),
  );
  process.env["BALEEN_TEST_URL"] = database.url;
  context.onTestFinished(() => {
    delete process.env["BALEEN_TEST_URL"];
    project.remove();
  });
});

const startRun = (...more: readonly string[]) => start([...run, "--project", project.folder, ...more]);
const outbox = () => outboxMessages(join(project.folder, ".baleen/outbox"));

/** Keeps everybody from reading the purchases until it is let go. */
async function holdPurchases() {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // Where a test fails, its connection is ended with the database.
  client.on("error", () => undefined);
  await client.query("begin; lock table shop.purchases in access exclusive mode");
  return {
    /** Resolves when the run waits for them. */
    async reachedBy({ ended }: ReturnType<typeof startRun>): Promise<void> {
      let ending: Ending | undefined;
      void ended.then((it) => {
        ending = it;
      });
      while (ending === undefined) {
        // On another connection: in one transaction the activity stays as it was first seen.
        const rows = await database.query(
          "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        );
        if (rows.length > 0) return;
        await sleep(50);
      }
      throw new Error(`the run has ended: ${ending.err}`);
    },
    async letGo(): Promise<void> {
      await client.query("commit");
      await client.end();
    },
  };
}

test("PostgreSQL, ICU collation and all, gives the contacts that the files give; asked again, the same bytes", async () => {
  const first = await baleen(...run, "--project", project.folder);
  expect(first).toEqual({ code: 0, out: overFiles, err: "" });
  expect(JSON.parse(first.out)).toMatchObject({
    ticks: [{ contacts: [{ customer: "1" }], rejections: [{ customer: "3" }] }],
  });
  const messages = outbox();
  expect(messages).toHaveLength(1);
  expect(await baleen(...run, "--project", project.folder)).toEqual(first);
  expect(outbox()).toEqual(messages);
  // A completed tick is answered without a warehouse.
  process.env["BALEEN_TEST_URL"] = "postgres://user:hunter2@127.0.0.1:1/shop";
  expect(await baleen(...run, "--project", project.folder)).toEqual(first);
  const next = await baleen("run", "--at", "2026-03-03T09:00", "--project", project.folder);
  expect(next).toMatchObject({ code: 2, out: "" });
  expect(next.err).not.toContain("hunter2");
});

test("two at once: one runs, one leaves, one waits and is answered, readers are not held up; nobody is contacted twice", async () => {
  const held = await holdPurchases();
  const first = startRun();
  await held.reachedBy(first);
  const leaves = await startRun().ended;
  expect(leaves).toMatchObject({ code: 2, out: "" });
  expect(leaves.err).toMatch(
    new RegExp(
      `^error\\[ledger-locked\\]: another run of this project is under way \\(process ${first.child.pid}, since .*Z\\)\\n` +
        "  = help: wait for it to end, or give a longer `--wait`\\n$",
    ),
  );
  const waits = startRun("--wait", "30");
  const reader = await baleen("run", "--dry-run", "--at", "2025-12-31T09:00", "--project", project.folder);
  expect(reader.out).toBe(
    "no campaign has a tick at or before this instant\n\ndry run: nothing was written\n",
  );
  await held.letGo();
  expect(await first.ended).toEqual({ code: 0, out: overFiles, err: "" });
  expect(await waits.ended).toEqual({ code: 0, out: overFiles, err: "" });
  expect(outbox()).toHaveLength(1);
});

test.each(["SIGKILL", "SIGTERM"] as const)(
  "%s in the middle, then run again: as if nothing had been",
  async (signal) => {
    const held = await holdPurchases();
    const first = startRun();
    await held.reachedBy(first);
    first.child.kill(signal);
    expect(await first.ended).toMatchObject({ code: signal, out: "" });
    await held.letGo();
    expect(readdirSync(join(project.folder, ".baleen"))).not.toContain("outbox");
    expect(await baleen(...run, "--project", project.folder)).toEqual({ code: 0, out: overFiles, err: "" });
    expect(outbox()).toHaveLength(1);
  },
);

test("started at one moment, without a word to each other: each gives the same answer or leaves", async () => {
  const endings = await Promise.all(Array.from({ length: 3 }, () => startRun().ended));
  for (const { code, out, err } of endings) {
    if (code === 0) expect({ out, err }).toEqual({ out: overFiles, err: "" });
    else
      expect({ code, out, err }).toEqual({
        code: 2,
        out: "",
        err: expect.stringContaining("[ledger-locked]"),
      });
  }
  expect(endings.map(({ code }) => code)).toContain(0);
  expect(outbox()).toHaveLength(1);
});
