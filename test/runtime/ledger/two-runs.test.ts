import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLedger, openLedgerReader } from "../../../runtime/index.ts";
import { startRun } from "../support/child.ts";
import { LEDGER_ENGINES, type LedgerPlace, useLedgers } from "../support/ledgers.ts";
import { at } from "../support/plans.ts";

const TICK = "2026-03-02 06:00";
const makeLedger = useLedgers("two_runs");

const NOTHING = {
  tick: 0,
  at: 0,
  startedAt: 0,
  planHash: "",
  campaigns: [],
  contacts: [],
  rejections: [],
  memberships: [],
};

async function contactCount({ settings }: LedgerPlace): Promise<number> {
  const reader = await openLedgerReader(settings);
  try {
    return (await reader.contacts(at(TICK), ["welcome"])).length;
  } finally {
    await reader.close();
  }
}

describe.each(LEDGER_ENGINES)("with a ledger in %s", (engine) => {
  let place: LedgerPlace;
  beforeEach(async () => {
    place = await makeLedger(engine);
  });
  afterEach(() => place.remove());

  test("two runs at once: one runs, the other leaves and says who holds the lock; readers are not in the way", async () => {
    const first = startRun(place, [TICK, "slow"]);
    await first.started;
    const second = await startRun(place, [TICK]).ended;
    expect(second.code).toBe(2);
    expect(second.output).toMatch(
      /^ledger-locked: another run of this project is under way \(process \d+, since 2026-03-01T22:00:00Z\)\n$/,
    );
    expect(await contactCount(place)).toBe(0);
    writeFileSync(join(place.folder, "go"), "");
    expect((await first.ended).code).toBe(0);
    expect(await contactCount(place)).toBe(50);
  });

  test("two runs at once: the one that waits is answered what the other decided", async () => {
    const first = startRun(place, [TICK, "slow"]);
    await first.started;
    const second = startRun(place, [TICK, "fast", "60"]);
    writeFileSync(join(place.folder, "go"), "");
    const [one, other] = [await first.ended, await second.ended];
    expect([one.code, other.code]).toEqual([0, 0]);
    expect(other.output).toBe(one.output);
    expect(other.errors).toBe("");
    expect(await contactCount(place)).toBe(50);
    expect(readdirSync(join(place.folder, "outbox"))).toHaveLength(1);
  });

  test("eight runs at once: one decides, the others are answered the same", async () => {
    const runs = Array.from({ length: 8 }, () => startRun(place, [TICK, "fast", "120"]).ended);
    const ended = await Promise.all(runs);
    expect(ended.map(({ code, errors }) => `${code} ${errors.replaceAll("started\n", "")}`)).toEqual(
      Array.from({ length: 8 }, () => "0 "),
    );
    expect(new Set(ended.map(({ output }) => output)).size).toBe(1);
    expect(await contactCount(place)).toBe(50);
    expect(readdirSync(join(place.folder, "outbox"))).toHaveLength(1);
  });

  test("a killed run leaves nothing, not even its lock", async () => {
    const first = startRun(place, [TICK, "slow"]);
    await first.started;
    first.kill();
    await first.ended;
    expect(await contactCount(place)).toBe(0);
    const second = await startRun(place, [TICK, "fast", "20"]).ended;
    expect(second.code).toBe(0);
    expect(await contactCount(place)).toBe(50);
  });

  test("the machine's zone and locale change nothing", async () => {
    const elsewhere = await makeLedger(engine);
    try {
      const here = await startRun(place, [TICK], { TZ: "Asia/Shanghai", LANG: "zh_CN.UTF-8" }).ended;
      const there = await startRun(elsewhere, [TICK], { TZ: "America/New_York", LANG: "tr_TR.UTF-8" }).ended;
      expect(here.code).toBe(0);
      expect(there.output).toBe(here.output);
      const [file = ""] = readdirSync(join(place.folder, "outbox"));
      expect(readdirSync(join(elsewhere.folder, "outbox"))).toEqual([file]);
      expect(readFileSync(join(elsewhere.folder, "outbox", file), "utf8")).toBe(
        readFileSync(join(place.folder, "outbox", file), "utf8"),
      );
    } finally {
      await elsewhere.remove();
    }
  });

  test("a lock that was given back, or never had, decides nothing", async () => {
    const ledger = await openLedger(place.settings);
    const lock = await ledger.lock(() => 0, 0);
    await ledger.commit(lock, NOTHING);
    await lock.release();
    await expect(ledger.commit(lock, { ...NOTHING, tick: 1 })).rejects.toMatchObject({
      code: "ledger-locked",
    });
    const next = await ledger.lock(() => 0, 0);
    const stale = { ...next, token: next.token - 1 };
    await expect(ledger.commit(stale, { ...NOTHING, tick: 1 })).rejects.toMatchObject({
      code: "ledger-locked",
    });
    await ledger.close();
  });
});

test("a lock in SQLite that was lost to another run decides nothing", async () => {
  const place = await makeLedger("sqlite");
  const ledger = await openLedger(place.settings);
  const other = await openLedger(place.settings);
  const lock = await ledger.lock(() => 0, 0);
  await expect(other.lock(() => 0, 0)).rejects.toMatchObject({ code: "ledger-locked" });
  rmSync(join(place.folder, "ledger.db.lock"));
  const stolen = await other.lock(() => 0, 0);
  await expect(ledger.commit(lock, NOTHING)).rejects.toMatchObject({ code: "ledger-locked" });
  await other.commit(stolen, NOTHING);
  await ledger.close();
  await other.close();
  await place.remove();
});
