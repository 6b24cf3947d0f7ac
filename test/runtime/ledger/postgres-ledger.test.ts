import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openLedger, openLedgerReader, RuntimeProblem, runPlan } from "../../../runtime/index.ts";
import { LATEST_VERSION } from "../../../runtime/ledger/migrations.ts";
import { type PostgresDatabase, postgresDatabase } from "../../support/postgres.ts";
import { at, campaign, clockAt, plan, row, warehouse } from "../support/plans.ts";

/** The steps that a ledger has had, each once. */
const EVERY_STEP = Array.from({ length: LATEST_VERSION }, (_, index) => ({ number: index + 1 }));

let database: PostgresDatabase;
let schema = "";
let schemas = 0;
beforeAll(async () => {
  database = await postgresDatabase("ledger");
});
afterAll(() => database.drop());
beforeEach(() => {
  schema = `Ledger ${++schemas}`;
});

const settings = () => ({ engine: "postgres", url: database.url, schema }) as const;

async function tables(): Promise<readonly string[]> {
  const rows = await database.query<{ readonly tablename: string }>(
    "select tablename from pg_tables where schemaname = $1 order by tablename",
    [schema],
  );
  return rows.map(({ tablename }) => tablename);
}

describe("opening a ledger in PostgreSQL", () => {
  test("makes its schema, once", async () => {
    await (await openLedger(settings())).close();
    await (await openLedger(settings())).close();
    expect(await tables()).toContain("contacts");
    expect(await database.query(`select number from "${schema}".migrations`)).toEqual(EVERY_STEP);
  });

  test("to read makes nothing, and reads as empty", async () => {
    const reader = await openLedgerReader(settings());
    expect(await reader.lastTicks()).toEqual(new Map());
    await reader.close();
    expect(await tables()).toEqual([]);
  });

  test("is done once by several processes at once", async () => {
    const opened = await Promise.all(Array.from({ length: 4 }, () => openLedger(settings())));
    for (const ledger of opened) await ledger.close();
    expect(await database.query(`select number from "${schema}".migrations`)).toEqual(EVERY_STEP);
  });

  test("refuses one of a newer release", async () => {
    await (await openLedger(settings())).close();
    await database.query(`insert into "${schema}".migrations values (99, 'from the future')`);
    for (const open of [openLedger, openLedgerReader]) {
      await expect(open(settings())).rejects.toMatchObject({
        code: "ledger-newer",
        message: expect.stringContaining("version 99"),
      });
    }
  });

  test("refuses somebody else's schema, and leaves it as it was", async () => {
    await database.query(`create schema "${schema}"`);
    await database.query(`create table "${schema}".customers (id integer)`);
    await expect(openLedger(settings())).rejects.toMatchObject({ code: "ledger-unreadable" });
    expect(await tables()).toEqual(["customers"]);
  });

  test("is refused where the role may not make a schema, without its password", async () => {
    await database.query("create role guest login password 'not to be seen'");
    const url = database.url.replace(/\/\/[^@]*@/, "//guest:not%20to%20be%20seen@");
    const refused = openLedger({ engine: "postgres", url, schema });
    await expect(refused).rejects.toMatchObject({
      code: "ledger-unreadable",
      message: expect.stringMatching(
        /^(?!.*not to be seen).*: the user `guest` may not make the schema `.+` in the database `.+`$/,
      ),
      help: expect.stringMatching(
        /^let an administrator say: create schema .+ authorization guest; or grant create on database \S+ to guest$/,
      ),
    });
    await database.query("drop role guest");
  });

  test.each([
    ["to write", openLedger, ["usage, create on schema", "select, insert, update, delete on all tables"]],
    ["to read", openLedgerReader, ["usage on schema", "select on all tables"]],
  ])(
    "names the rights that the role lacks %s, and can be used when they are given",
    async (_, open, rights) => {
      const ledger = await openLedger(settings());
      await ledger.close();
      await database.query("create role helper login password 'secret'");
      const url = database.url.replace(/\/\/[^@]*@/, "//helper:secret@");
      const given: string[] = [];
      for (;;) {
        const opened = await open({ engine: "postgres", url, schema }).catch(
          (problem: RuntimeProblem) => problem,
        );
        if (!(opened instanceof RuntimeProblem)) {
          expect(await opened.lastRun()).toBe(0);
          await opened.close();
          break;
        }
        expect(opened).toMatchObject({
          code: "ledger-unreadable",
          message: expect.stringMatching(
            new RegExp(
              `: the user \`helper\` lacks a right to the (schema|table \`\\w+\` of the schema) \`${schema}\`$`,
            ),
          ),
        });
        const statement = /^let an administrator say: (grant .*)$/.exec(opened.help ?? "")?.[1] ?? "";
        expect(given).not.toContain(statement);
        given.push(statement);
        await database.query(statement);
      }
      const name = `"${schema}"`;
      expect(given).toEqual([
        `grant ${rights[0]} ${name} to helper`,
        `grant ${rights[1]} in schema ${name} to helper`,
      ]);
      await database.query("drop owned by helper");
      await database.query("drop role helper");
    },
  );

  test("names the owner that a table must have which this release changes", async () => {
    await (await openLedger(settings())).close();
    await database.query("create role helper login password 'secret'");
    await database.query(`grant all on schema "${schema}" to helper`);
    await database.query(`grant all on all tables in schema "${schema}" to helper`);
    // As if an earlier release had made it, up to a step that changes a table.
    await database.query(`delete from "${schema}".migrations where number >= 2`);
    const url = database.url.replace(/\/\/[^@]*@/, "//helper:secret@");
    await expect(openLedger({ engine: "postgres", url, schema })).rejects.toMatchObject({
      code: "ledger-unreadable",
      message: expect.stringContaining("the user `helper` does not own the table `outbox` of the schema"),
      help: expect.stringMatching(
        /^let an administrator say: alter table .+\.outbox owner to helper; and likewise all others of the schema$/,
      ),
    });
    await database.query("drop owned by helper");
    await database.query("drop role helper");
  });

  test.each([
    ["nothing listens there", "postgres://baleen:secret@127.0.0.1:1/bank"],
    ["no host of this name is known", "postgres://baleen:secret@no-such-host.invalid/bank"],
  ])("says that %s", async (reason, url) => {
    await expect(openLedger({ engine: "postgres", url, schema })).rejects.toMatchObject({
      code: "ledger-unreachable",
      message: expect.stringContaining(reason),
    });
  });
});

test("a decision is in order of nothing but its own: texts of any kind come back as they went", async () => {
  const odd = [
    "tab\there",
    "line\nbreak",
    "back\\slash",
    "\\N",
    "",
    "it's “quoted”",
    "客户 😀",
    "\r\n",
    "\\.",
  ];
  const ledger = await openLedger(settings());
  const thePlan = plan([campaign("welcome", { label: odd.join("|") })]);
  const bank = warehouse({ welcome: odd.map((text) => row(text)) });
  const run = () =>
    runPlan({
      plan: thePlan,
      warehouse: bank,
      ledger,
      at: at("2026-03-02 06:00"),
      clock: clockAt("2026-03-02 06:00"),
    });
  const { report } = await run();
  expect(report.ticks[0]?.contacts.map(({ customer }) => customer).sort()).toEqual([...odd].sort());
  expect((await run()).report).toEqual(report);
  await ledger.close();
});

test("a server that goes away while a tick is decided leaves nothing, and the next run goes on", async () => {
  const thePlan = plan([campaign("welcome")]);
  const bank = warehouse({ welcome: ["1", "2"].map((customer) => row(customer)) });
  const options = { plan: thePlan, at: at("2026-03-02 06:00"), clock: clockAt("2026-03-02 06:00") };
  const ledger = await openLedger(settings());
  const lost = {
    ...bank,
    async query(...asked: Parameters<typeof bank.query>) {
      await bank.query(...asked);
      await database.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'baleen' and datname = current_database()",
      );
    },
  };
  await expect(runPlan({ ...options, warehouse: lost, ledger })).rejects.toMatchObject({
    code: "ledger-unreachable",
    message: expect.stringContaining("the connection was lost"),
  });
  await ledger.close();
  expect(await database.query(`select count(*)::int as count from "${schema}".contacts`)).toEqual([
    { count: 0 },
  ]);
  const again = await openLedger(settings());
  const { report } = await runPlan({ ...options, warehouse: bank, ledger: again });
  expect(report.ticks[0]?.contacts).toHaveLength(2);
  await again.close();
});
