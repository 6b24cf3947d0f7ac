import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CampaignPlan, LedgerRows, Plan } from "../../plan/index.ts";
import { openLedger, runPlan } from "../../runtime/index.ts";
import {
  at,
  campaign,
  channel,
  clockAt,
  type FakeTables,
  offer,
  plan,
  row,
  warehouse,
} from "./support/plans.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "baleen-rows-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function asking(rows: LedgerRows): CampaignPlan {
  const statement = { sql: "asking", parameters: [{ kind: "ledger", rows }] } as const;
  return campaign("asking", {
    detection: { duckdb: statement, postgres: statement },
    schedule: { kind: "daily", at: "12:00" },
  });
}

function project(rows: LedgerRows, more: Partial<CampaignPlan> = {}): Plan {
  return plan(
    [
      asking(rows),
      campaign("both", {
        offerRoutes: [{ names: ["card", "fund"], choice: "all" }],
        caps: [{ kind: "customer", limit: 9, within: { kind: "ever" }, text: "9 per customer" }],
        ...more,
      }),
    ],
    {
      channels: { sms: channel("sms", { message: false }) },
      offers: {
        card: offer("card", { groups: ["plastic", "cards"] }),
        fund: offer("fund", { groups: ["plastic"] }),
      },
    },
  );
}

/** What the statement was given at noon of each day. */
async function given(
  thePlan: Plan,
  days: readonly string[],
  tables: FakeTables,
  between?: () => void,
): Promise<readonly unknown[]> {
  rmSync(join(folder, "ledger.db"), { force: true });
  const ledger = await openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });
  const seen: unknown[] = [];
  try {
    for (const day of days) {
      const bank = warehouse(tables);
      const when = `${day} 12:00`;
      await runPlan({ plan: thePlan, warehouse: bank, ledger, at: at(when), clock: clockAt(when) });
      between?.();
      const asked = bank.asked.find(({ sql }) => sql === "asking");
      if (asked !== undefined) seen.push(JSON.parse(String(asked.parameters[0])));
    }
  } finally {
    await ledger.close();
  }
  return seen;
}

const EVER: LedgerRows = { kind: "contact" };

test("contacts of ticks before this one come with what they offered, by due time", async () => {
  const rows = await given(project(EVER), ["2026-03-02", "2026-03-03"], { both: [row("1")] });
  const contact = {
    customer: "1",
    campaign: "both",
    wave: 0,
    offers: ["card", "fund"],
    groups: ["cards", "plastic"],
    channel: "sms",
    state: "waiting",
  };
  expect(rows).toEqual([
    [{ ...contact, time: at("2026-03-02 06:00"), id: 1 }],
    [
      { ...contact, time: at("2026-03-02 06:00"), id: 1 },
      { ...contact, time: at("2026-03-03 06:00"), id: 2 },
    ],
  ]);
});

test("contacts of this tick, of holdouts, and those due after it are not among them", async () => {
  const noon = { schedule: { kind: "daily", at: "12:00" } } as const;
  expect(await given(project(EVER, noon), ["2026-03-02"], { both: [row("1")] })).toEqual([[]]);
  expect(await given(project(EVER, { holdout: "1" }), ["2026-03-04"], { both: [row("1")] })).toEqual([[]]);
  const evening = {
    window: {
      from: "2026-01-01",
      to: "2026-12-31",
      businessDaysOnly: false,
      contact: { from: "18:00", to: "20:00" },
    },
  };
  const later = await given(project(EVER, evening), ["2026-03-02", "2026-03-03"], { both: [row("1")] });
  expect(later.map((one) => (one as readonly unknown[]).length)).toEqual([0, 1]);
});

test("only those since the window's beginning are handed over", async () => {
  const since = {
    kind: "window",
    window: { kind: "last", duration: { count: 2, unit: "day" } },
    end: "from",
  } as const;
  const rows = await given(
    project({ kind: "contact", since }),
    ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"],
    { both: [row("1")] },
  );
  expect(rows.map((one) => (one as readonly { id: number }[]).map(({ id }) => id))).toEqual([
    [1],
    [1, 2],
    [1, 2, 3],
    [2, 3, 4],
  ]);
});

test("responses come with their contact's campaign, and no later than the tick", async () => {
  const answer = (): void => {
    const database = new DatabaseSync(join(folder, "ledger.db"));
    const add = database.prepare(
      "insert or ignore into responses (id, contact, time, amount, currency) values (?, 1, ?, ?, ?)",
    );
    add.run(7, at("2026-03-02 18:00"), "12.5", "CNY");
    add.run(8, at("2026-03-03 12:00"), null, null);
    add.run(9, at("2026-03-03 12:00") + 1, null, null);
    database.close();
  };
  const rows = await given(
    project({ kind: "response" }),
    ["2026-03-02", "2026-03-03"],
    { both: [row("1")] },
    answer,
  );
  const response = { customer: "1", campaign: "both", offers: ["card", "fund"], channel: "sms" };
  expect(rows).toEqual([
    [],
    [
      { ...response, amount: "12.5", currency: "CNY", time: at("2026-03-02 18:00"), id: 7 },
      { ...response, amount: null, currency: null, time: at("2026-03-03 12:00"), id: 8 },
    ],
  ]);
});

test("an answer ends a chain that says `unless responded`", async () => {
  const waves = { sql: "waves", parameters: [{ kind: "ledger", rows: { kind: "waves" } }] } as const;
  const chain = {
    followUps: [{ name: "again", after: { count: 1, unit: "day" }, unless: "responded", text: "" }],
    waves: { statement: { duckdb: waves, postgres: waves }, columns: campaign("x").columns },
  } as const;
  const tables: FakeTables = {
    both: (statement) => (statement.sql === "both" ? [row("1"), row("2")] : []),
    waves: (statement) =>
      (JSON.parse(String(statement.parameters[0])) as readonly { contact: number }[]).map(({ contact }) => ({
        contact,
        met: false,
        excluded: false,
      })),
  };
  const answer = (): void => {
    const database = new DatabaseSync(join(folder, "ledger.db"));
    database.exec(
      `insert or ignore into responses (id, contact, time) select 1, id, ${at("2026-03-02 18:00")} from contacts where customer = '1' and wave = 0`,
    );
    database.close();
  };
  await given(project(EVER, { ...chain, caps: [] }), ["2026-03-02", "2026-03-03"], tables, answer);
  const ledger = await openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });
  const [tick] = await ledger.completed(at("2026-03-03 06:00"), ["both"]);
  const contacts = await ledger.contacts(at("2026-03-03 06:00"), ["both"]);
  await ledger.close();
  expect(tick?.funnel.waves).toMatchObject([{ name: "again", asked: 2, ended: 1, contacted: { sms: 1 } }]);
  expect(contacts.map(({ customer, wave }) => [customer, wave])).toEqual([["2", 1]]);
});
