import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLedger, openLedgerReader } from "../../../runtime/index.ts";
import { startRun } from "../support/child.ts";
import { at } from "../support/plans.ts";

const TICK = "2026-03-02 06:00";
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "baleen-ledger-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function contactCount(): Promise<number> {
  const reader = await openLedgerReader({ engine: "sqlite", path: join(folder, "ledger.db") });
  try {
    return (await reader.contacts(at(TICK), ["welcome"])).length;
  } finally {
    await reader.close();
  }
}

test("two runs at once: one runs, the other leaves and says who holds the lock; readers are not in the way", async () => {
  const first = startRun([folder, TICK, "slow"]);
  await first.started;
  const second = await startRun([folder, TICK]).ended;
  expect(second.code).toBe(2);
  expect(second.output).toMatch(
    /^ledger-locked: another run of this project is under way \(process \d+, since 2026-03-01T22:00:00Z\)\n$/,
  );
  expect(await contactCount()).toBe(0);
  writeFileSync(join(folder, "go"), "");
  expect((await first.ended).code).toBe(0);
  expect(await contactCount()).toBe(50);
});

test("two runs at once: the one that waits is answered what the other decided", async () => {
  const first = startRun([folder, TICK, "slow"]);
  await first.started;
  const second = startRun([folder, TICK, "fast", "60"]);
  writeFileSync(join(folder, "go"), "");
  const [one, other] = [await first.ended, await second.ended];
  expect([one.code, other.code]).toEqual([0, 0]);
  expect(other.output).toBe(one.output);
  expect(other.errors).toBe("");
  expect(await contactCount()).toBe(50);
  expect(readdirSync(join(folder, "outbox"))).toHaveLength(1);
});

test("a killed run leaves nothing, not even its lock", async () => {
  const first = startRun([folder, TICK, "slow"]);
  await first.started;
  first.kill();
  await first.ended;
  expect(await contactCount()).toBe(0);
  const second = await startRun([folder, TICK]).ended;
  expect(second.code).toBe(0);
  expect(await contactCount()).toBe(50);
});

test("the machine's zone and locale change nothing", async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), "baleen-ledger-"));
  try {
    const here = await startRun([folder, TICK], { TZ: "Asia/Shanghai", LANG: "zh_CN.UTF-8" }).ended;
    const there = await startRun([elsewhere, TICK], { TZ: "America/New_York", LANG: "tr_TR.UTF-8" }).ended;
    expect(here.code).toBe(0);
    expect(there.output).toBe(here.output);
    const [file = ""] = readdirSync(join(folder, "outbox"));
    expect(readdirSync(join(elsewhere, "outbox"))).toEqual([file]);
    expect(readFileSync(join(elsewhere, "outbox", file), "utf8")).toBe(
      readFileSync(join(folder, "outbox", file), "utf8"),
    );
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
});

test("a lock that was lost to another run decides nothing", async () => {
  const ledger = await openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });
  const other = await openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });
  const lock = await ledger.lock(() => 0, 0);
  await expect(other.lock(() => 0, 0)).rejects.toMatchObject({ code: "ledger-locked" });
  rmSync(join(folder, "ledger.db.lock"));
  const stolen = await other.lock(() => 0, 0);
  const decision = {
    tick: 0,
    at: 0,
    startedAt: 0,
    planHash: "",
    campaigns: [],
    contacts: [],
    rejections: [],
    memberships: [],
  };
  await expect(ledger.commit(lock, decision)).rejects.toMatchObject({ code: "ledger-locked" });
  await other.commit(stolen, decision);
  stolen.release();
  await expect(other.commit(stolen, decision)).rejects.toMatchObject({ code: "ledger-locked" });
  await ledger.close();
  await other.close();
});
