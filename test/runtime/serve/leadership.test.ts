import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLeadership } from "../../../runtime/index.ts";
import { type PostgresDatabase, postgresDatabase } from "../../support/postgres.ts";
import { LEDGER_ENGINES, useLedgers } from "../support/ledgers.ts";

const ledgerAt = useLedgers("leaders");

describe.each(LEDGER_ENGINES)("the lead by %s", (engine) => {
  test("is one copy's at a time, and goes on when that lets go", async () => {
    const { settings, remove } = await ledgerAt(engine);
    const copies = await Promise.all(Array.from({ length: 3 }, () => openLeadership(settings)));
    const [first, second, third] = copies;
    const hold = async () => [await first?.hold(), await second?.hold(), await third?.hold()];
    expect(await hold()).toEqual([true, false, false]);
    expect(await hold()).toEqual([true, false, false]);
    await first?.release();
    expect(await second?.hold()).toBe(true);
    expect(await hold()).toEqual([false, true, false]);
    // Taken several times, let go once.
    await second?.release();
    expect(await third?.hold()).toBe(true);
    for (const copy of copies) await copy.release();
    await remove();
  });

  test("keeps nobody from the project's lock", async () => {
    const { settings, remove } = await ledgerAt(engine);
    const leadership = await openLeadership(settings);
    await leadership.hold();
    const { openLedger } = await import("../../../runtime/index.ts");
    const ledger = await openLedger(settings);
    const lock = await ledger.lock(() => 0, 0);
    expect(lock.isHeld()).toBe(true);
    await lock.release();
    await ledger.close();
    await leadership.release();
    await remove();
  });
});

test("who has lost the file has lost the lead", async () => {
  const { settings, remove } = await ledgerAt("sqlite");
  if (settings.engine !== "sqlite") throw new Error("not SQLite");
  const [first, second] = [await openLeadership(settings), await openLeadership(settings)];
  expect(await first.hold()).toBe(true);
  rmSync(`${settings.path}.leader`);
  expect(await second.hold()).toBe(true);
  expect(await first.hold()).toBe(false);
  await first.release();
  await second.release();
  await remove();
});

describe("in PostgreSQL", () => {
  let database: PostgresDatabase;
  beforeAll(async () => {
    database = await postgresDatabase("lead");
  });
  afterAll(() => database.drop());

  test("who has lost the session has lost the lead, and may take it again", async () => {
    const settings = { engine: "postgres", url: database.url, schema: "lost" } as const;
    const [first, second] = [await openLeadership(settings), await openLeadership(settings)];
    expect(await first.hold()).toBe(true);
    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    expect(await second.hold()).toBe(true);
    const lost = await first.hold().catch(() => "lost");
    expect([false, "lost"]).toContain(lost);
    expect(await first.hold()).toBe(false);
    await second.release();
    expect(await first.hold()).toBe(true);
    await first.release();
  });

  test("each schema has its own", async () => {
    const one = await openLeadership({ engine: "postgres", url: database.url, schema: "one" });
    const two = await openLeadership({ engine: "postgres", url: database.url, schema: "two" });
    expect([await one.hold(), await two.hold()]).toEqual([true, true]);
    await one.release();
    await two.release();
  });
});
