import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openLedger, openLedgerReader, runPlan } from "../../../runtime/index.ts";
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
      message: expect.not.stringContaining("not to be seen"),
      help: "let the ledger's user own its schema, or create it",
    });
    await database.query("drop role guest");
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
