import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startRun } from "../support/child.ts";

const DAYS = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"];
const TABLES = [
  "campaign_ticks",
  "contacts",
  "rejections",
  "rejection_reasons",
  "memberships",
  "membership_states",
  "outbox",
  "deliveries",
];

/** Milliseconds after the first statement at which each day's run is killed: in detection, arbitration, commit or dispatch. */
const KILLS = [0, 25, 60, 120];

function run(folder: string, day: string) {
  return startRun([folder, `${day} 06:00`], {}, "whole-child.ts");
}

function contents(folder: string): Readonly<Record<string, readonly unknown[]>> {
  const database = new DatabaseSync(join(folder, "ledger.db"), { readOnly: true });
  try {
    return Object.fromEntries(
      TABLES.map((table) => [table, database.prepare(`select * from ${table} order by 1, 2`).all()]),
    );
  } finally {
    database.close();
  }
}

test("runs that are killed and run again leave what runs that were not do: decisions, members and waves", async () => {
  const calm = mkdtempSync(join(tmpdir(), "baleen-calm-"));
  const killed = mkdtempSync(join(tmpdir(), "baleen-killed-"));
  try {
    for (const [index, day] of DAYS.entries()) {
      expect((await run(calm, day).ended).code).toBe(0);
      const victim = run(killed, day);
      await victim.started;
      await sleep(KILLS[index]);
      victim.kill();
      await victim.ended;
      const again = await run(killed, day).ended;
      expect(again.errors.replace(/started\n|decided\n/g, "")).toBe("");
      expect(again.code).toBe(0);
    }
    const expected = contents(calm);
    const contacts = expected["contacts"] as readonly { readonly wave: number; readonly arm: string }[];
    expect(new Set(contacts.map(({ wave, arm }) => `${arm} ${wave}`))).toEqual(
      new Set(["treated 0", "treated 1", "universal 0"]),
    );
    expect(expected["memberships"]?.length).toBeGreaterThan(100);
    expect(contents(killed)).toEqual(expected);
  } finally {
    rmSync(calm, { recursive: true, force: true });
    rmSync(killed, { recursive: true, force: true });
  }
}, 300_000);
