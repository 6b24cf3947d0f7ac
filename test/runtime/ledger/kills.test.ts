import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startRun } from "../support/child.ts";
import { LEDGER_ENGINES, type LedgerPlace, useLedgers } from "../support/ledgers.ts";

const DAYS = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"];
const TABLES = [
  "campaign_ticks",
  "contacts",
  "rejections",
  "reason_lists",
  "reasons",
  "memberships",
  "membership_states",
  "outbox",
  "deliveries",
];

/** Milliseconds after the first statement at which each day's run is killed: in detection, arbitration, commit or dispatch. */
const KILLS = [0, 25, 60, 120];

const makeLedger = useLedgers("kills");

function run(place: LedgerPlace, day: string) {
  return startRun(place, [`${day} 06:00`], {}, "whole-child.ts");
}

/** What was decided and sent. Numbers of rows are left out: a transaction that was undone has used some. */
async function contents(place: LedgerPlace): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const tables: Record<string, readonly unknown[]> = {};
  for (const table of TABLES) {
    const rows = (await place.rows(table)) as readonly Readonly<Record<string, unknown>>[];
    tables[table] = rows.map(({ id, contact, rejection, dispatch, run, ...row }) => row);
  }
  return tables;
}

test.each(LEDGER_ENGINES)(
  "runs that are killed and run again leave what runs that were not do: decisions, members and waves, in %s",
  async (engine) => {
    const calm = await makeLedger(engine);
    const killed = await makeLedger(engine);
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
      const expected = await contents(calm);
      const contacts = expected["contacts"] as readonly { readonly wave: number; readonly arm: string }[];
      expect(new Set(contacts.map(({ wave, arm }) => `${arm} ${wave}`))).toEqual(
        new Set(["treated 0", "treated 1", "universal 0"]),
      );
      expect(expected["memberships"]?.length).toBeGreaterThan(100);
      expect(await contents(killed)).toEqual(expected);
    } finally {
      await calm.remove();
      await killed.remove();
    }
  },
  300_000,
);
