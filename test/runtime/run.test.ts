import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CampaignPlan, Plan } from "../../plan/index.ts";
import {
  openLedger,
  openLedgerReader,
  type RunOutcome,
  runPlan,
  writeReportJson,
} from "../../runtime/index.ts";
import type { Warehouse } from "../../runtime/warehouse/warehouse.ts";
import {
  at,
  campaign,
  channel,
  clockAt,
  eventRow,
  message,
  NO_COLUMNS,
  offer,
  plan,
  row,
  warehouse,
} from "./support/plans.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "baleen-run-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(thePlan: Plan, theWarehouse: Warehouse, when: string, clock = when): Promise<RunOutcome> {
  const ledger = await openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });
  try {
    return await runPlan({
      plan: thePlan,
      warehouse: theWarehouse,
      ledger,
      at: at(when),
      clock: clockAt(clock),
      dispatch: { default: { adapter: "file", path: join(folder, "outbox") } },
    });
  } finally {
    await ledger.close();
  }
}

async function rehearse(thePlan: Plan, theWarehouse: Warehouse, when: string): Promise<RunOutcome> {
  const ledger = await openLedgerReader({ engine: "sqlite", path: join(folder, "ledger.db") });
  try {
    return await runPlan({
      plan: thePlan,
      warehouse: theWarehouse,
      ledger,
      at: at(when),
      clock: clockAt(when),
      dryRun: true,
    });
  } finally {
    await ledger.close();
  }
}

function json({ report }: RunOutcome): string {
  const pieces: string[] = [];
  writeReportJson(report, (piece) => pieces.push(piece));
  return pieces.join("");
}

function onEvents(name: string, more: Partial<CampaignPlan> = {}): CampaignPlan {
  const statement = {
    sql: name,
    parameters: [
      { kind: "moment", moment: { kind: "firing-from" }, as: { kind: "instant" } },
      { kind: "moment", moment: { kind: "tick-end" }, as: { kind: "instant" } },
    ],
  } as const;
  return campaign(name, {
    firing: { kind: "occurrence", event: "purchase" },
    detection: { duckdb: statement, postgres: statement },
    caps: [{ kind: "customer", limit: 99, within: { kind: "ever" }, text: "99 per customer" }],
    ...more,
  });
}

describe("a run", () => {
  test("asked for its funnels alone reports the same funnels and no lists", async () => {
    const thePlan = plan([campaign("welcome", { holdout: "0.5" })]);
    const bank = warehouse({
      welcome: [row("1"), row("2"), row("3"), row("4"), row("5", { offer_route: null })],
    });
    const full = await rehearse(thePlan, bank, "2026-03-02 06:00");
    const ledger = await openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });
    try {
      const options = { plan: thePlan, warehouse: bank, ledger, at: at("2026-03-02 06:00") };
      for (const dryRun of [true, false]) {
        const { report } = await runPlan({
          ...options,
          clock: clockAt("2026-03-02 06:00"),
          dryRun,
          funnelsOnly: true,
        });
        const ticks = full.report.ticks.map((tick) => ({
          ...tick,
          contacts: [],
          controls: [],
          rejections: [],
        }));
        expect(report).toEqual({ ...full.report, ticks });
      }
      const { heldOut, rejected, contacted } = full.report.ticks[0]?.campaigns[0] ?? {};
      expect([heldOut, rejected, contacted]).toEqual([3, 1, { sms: 1 }]);
      expect(await ledger.contacts(at("2026-03-02 06:00"), ["welcome"])).toHaveLength(4);
    } finally {
      await ledger.close();
    }
  });

  test("contacts each candidate once, and answers the same tick again to the byte", async () => {
    const thePlan = plan([campaign("welcome")]);
    const bank = warehouse({ welcome: [row("2"), row("1"), row("3")] });
    const first = await run(thePlan, bank, "2026-03-02 06:00");
    expect(first.answered).toBe(false);
    expect(first.report.ticks[0]?.contacts.map((one) => one.customer)).toEqual(["1", "2", "3"]);
    const again = await run(thePlan, bank, "2026-03-02 06:00");
    expect(again.answered).toBe(true);
    expect(json(again)).toBe(json(first));
    expect(bank.asked).toHaveLength(1);
    expect(again.dispatched).toEqual([]);
  });

  test("takes only the latest instant of a plain schedule, and nobody twice on the next day", async () => {
    const thePlan = plan([campaign("welcome")]);
    await run(thePlan, warehouse({ welcome: [row("1")] }), "2026-03-02 08:00");
    const next = await run(thePlan, warehouse({ welcome: [row("1"), row("2")] }), "2026-03-05 08:00");
    const [tick] = next.report.ticks;
    expect(tick?.tick).toBe("2026-03-04T22:00:00Z");
    expect(tick?.contacts.map((one) => one.customer)).toEqual(["2"]);
    expect(tick?.rejections).toMatchObject([
      { customer: "1", reasons: [{ channel: "sms", code: "cap", rule: "1 per customer" }] },
    ]);
    expect(tick?.campaigns[0]).toMatchObject({
      detected: 2,
      eligible: 2,
      heldOut: 0,
      rejected: 1,
      reasons: { cap: 1 },
      contacted: { sms: 1 },
      previousTick: "2026-03-01T22:00:00Z",
    });
  });

  test("rehearses what it would do, and writes nothing", async () => {
    const thePlan = plan(
      [campaign("welcome"), campaign("hello", { schedule: { kind: "daily", at: "07:00" } })],
      {
        channels: { sms: channel("sms", { capacity: { limit: 3, period: "day" } }) },
      },
    );
    const bank = warehouse({ welcome: [row("1"), row("2")], hello: [row("1"), row("2")] });
    const dry = await rehearse(thePlan, bank, "2026-03-02 08:00");
    expect(readdirSync(folder)).toEqual([]);
    const real = await run(thePlan, bank, "2026-03-02 08:00");
    expect(json(dry)).toBe(json(real));
    expect(real.report.ticks.map((tick) => tick.contacts.length)).toEqual([2, 1]);
    const files = readdirSync(folder, { recursive: true }).sort();
    const bytes = readFileSync(join(folder, "ledger.db"));
    const dryAgain = await rehearse(thePlan, bank, "2026-03-03 08:00");
    expect(dryAgain.report.ticks[0]?.rejections).toHaveLength(2);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(files);
    expect(readFileSync(join(folder, "ledger.db")).equals(bytes)).toBe(true);
  });

  test("a crash before the commit leaves nothing, and the next run goes on", async () => {
    const thePlan = plan([campaign("early"), campaign("late", { schedule: { kind: "daily", at: "07:00" } })]);
    const failing = warehouse({
      early: [row("1")],
      late: () => {
        throw new Error("the connection broke");
      },
    });
    await expect(run(thePlan, failing, "2026-03-02 08:00")).rejects.toThrow("the connection broke");
    const repaired = warehouse({ early: [row("1")], late: [row("1")] });
    const outcome = await run(thePlan, repaired, "2026-03-02 08:00");
    expect(repaired.asked.map((statement) => statement.sql)).toEqual(["late", "early again"]);
    expect(outcome.report.ticks.map((tick) => tick.contacts.length)).toEqual([1, 1]);
  });

  test("completes an inactive campaign's tick empty, without asking the warehouse", async () => {
    const bank = warehouse({ offers: [row("1")] });
    const outcome = await run(plan([campaign("offers", { status: "paused" })]), bank, "2026-03-02 06:00");
    expect(bank.asked).toEqual([]);
    expect(outcome.report.ticks[0]?.campaigns[0]).toMatchObject({ active: false, detected: 0 });
  });

  test("has no tick before the window, and the window's last one after it", async () => {
    const window = { from: "2026-03-02", to: "2026-03-03", businessDaysOnly: false };
    const thePlan = plan([campaign("short", { window })]);
    const bank = warehouse({ short: [row("1")] });
    expect((await run(thePlan, bank, "2026-03-02 05:59")).report.ticks).toEqual([]);
    expect((await run(thePlan, bank, "2026-04-01 05:59")).report.ticks[0]?.tick).toBe("2026-03-02T22:00:00Z");
  });

  test("refuses a plan of a newer format", async () => {
    await expect(run(plan([], { format: 2 }), warehouse({}), "2026-03-02 06:00")).rejects.toMatchObject({
      code: "plan-newer",
    });
  });
});

describe("the firing's span", () => {
  async function spans(theCampaign: CampaignPlan, ticks: readonly string[]): Promise<readonly unknown[]> {
    const bank = warehouse({});
    for (const tick of ticks) await run(plan([theCampaign]), bank, tick);
    return bank.asked.map((statement) => statement.parameters);
  }

  test("reaches back to the scheduled instant before, then to the last tick, each excluded", async () => {
    expect(await spans(onEvents("buys"), ["2026-03-02 06:00", "2026-03-05 09:00"])).toEqual([
      ["2026-02-28T22:00:00.000001Z", "2026-03-01T22:00:00.000001Z"],
      ["2026-03-01T22:00:00.000001Z", "2026-03-04T22:00:00.000001Z"],
    ]);
  });

  test("begins at the window's first instant, included, where that is later", async () => {
    const window = { from: "2026-03-02", to: "2026-12-31", businessDaysOnly: false };
    expect(await spans(onEvents("buys", { window }), ["2026-03-02 06:00"])).toEqual([
      ["2026-03-01T16:00:00.000000Z", "2026-03-01T22:00:00.000001Z"],
    ]);
  });

  test("of `once` begins at the window's first instant", async () => {
    const once = { kind: "once", date: "2026-03-02", at: "06:00" } as const;
    expect(await spans(onEvents("buys", { schedule: once }), ["2026-03-02 06:00"])).toEqual([
      ["2025-12-31T16:00:00.000000Z", "2026-03-01T22:00:00.000001Z"],
    ]);
  });

  test("takes in late events, but none before the first run's start", async () => {
    const firing = { kind: "occurrence", event: "purchase", lateness: { count: 2, unit: "day" } } as const;
    const days = ["2026-03-02 06:00", "2026-03-03 06:00", "2026-03-07 06:00", "2026-03-08 06:00"];
    const firsts = (await spans(onEvents("buys", { firing }), days)).map((one) => (one as string[])[0]);
    expect(firsts).toEqual([
      "2026-02-28T22:00:00.000001Z",
      "2026-02-28T22:00:00.000001Z",
      "2026-02-28T22:00:00.000001Z",
      "2026-03-04T22:00:00.000001Z",
    ]);
  });

  test("takes no event from an inactive stretch later", async () => {
    const firing = { kind: "occurrence", event: "purchase", lateness: { count: 5, unit: "day" } } as const;
    const bank = warehouse({});
    await run(plan([onEvents("buys", { firing })]), bank, "2026-03-02 06:00");
    await run(plan([onEvents("buys", { firing, status: "paused" })]), bank, "2026-03-03 06:00");
    await run(plan([onEvents("buys", { firing })]), bank, "2026-03-04 06:00");
    expect(bank.asked.at(-1)?.parameters[0]).toBe("2026-03-02T22:00:00.000001Z");
  });
});

describe("late events", () => {
  test("are candidates unless an earlier tick has decided on them, whatever the outcome", async () => {
    const firing = { kind: "occurrence", event: "purchase", lateness: { count: 2, unit: "day" } } as const;
    const late = onEvents("buys", {
      firing,
      columns: { ...NO_COLUMNS, addresses: ["sms"] },
    });
    const channels = { sms: channel("sms", { address: "phone" }) };
    const early = at("2026-03-01 12:00");
    const known = eventRow("1", "e1", early, 1, { a0: "139" });
    const refused = eventRow("2", "e2", early, 2, { a0: null });
    await run(plan([late], { channels }), warehouse({ buys: [known, refused] }), "2026-03-02 06:00");
    const arrived = eventRow("3", "e3", early, 3, { a0: "137" });
    const reachable = eventRow("2", "e2", early, 2, { a0: "138" });
    const next = await run(
      plan([late], { channels }),
      warehouse({ buys: [known, reachable, arrived] }),
      "2026-03-03 06:00",
    );
    expect(next.report.ticks[0]?.contacts.map((one) => one.event?.id)).toEqual(["e3"]);
    expect(next.report.ticks[0]?.campaigns[0]).toMatchObject({ detected: 3, decidedEarlier: 2, eligible: 1 });
  });

  test("one event that the data hold twice makes one candidate, in any order of rows", async () => {
    const rows = [
      eventRow("1", "e1", at("2026-03-01 12:00"), 1),
      eventRow("1", "e1", at("2026-03-01 11:00"), 2),
    ];
    const [a] = (await run(plan([onEvents("a")]), warehouse({ a: rows }), "2026-03-02 06:00")).report.ticks;
    const [b] = (
      await rehearse(plan([onEvents("b")]), warehouse({ b: rows.toReversed() }), "2026-03-02 06:00")
    ).report.ticks;
    expect(a?.contacts.map((one) => one.event)).toEqual([{ id: "e1", time: "2026-03-01T03:00:00Z" }]);
    expect(b?.contacts.map((one) => one.event)).toEqual([{ id: "e1", time: "2026-03-01T03:00:00Z" }]);
  });
});

describe("dispatch", () => {
  test("sends what is due by the clock, and the rest when its time has come", async () => {
    const hours = { from: "09:00", to: "20:00" };
    const thePlan = plan([campaign("welcome"), campaign("now", { channelRoutes: [["email"]] })], {
      channels: { sms: channel("sms", { hours }), email: channel("email", { message: false }) },
      offers: { card: offer("card", { messages: { sms: message('=HYPERLINK(1), "card"') } }) },
    });
    const bank = warehouse({ welcome: [row("1")], now: [row("1")] });
    const first = await run(thePlan, bank, "2026-03-02 06:00");
    expect(first.report.ticks[0]?.campaigns.map((one) => one.putOff)).toEqual([0, 1]);
    expect(first.dispatched.map((one) => one.channel)).toEqual(["email"]);
    const later = await run(thePlan, bank, "2026-03-02 06:00", "2026-03-02 09:00");
    expect(later.dispatched.map((one) => one.channel)).toEqual(["sms"]);
    const [sms] = later.dispatched;
    expect(sms?.target).toBe(join(folder, "outbox", "sms-20260302T010000Z-000002.csv"));
    expect(existsSync(sms?.target ?? "")).toBe(true);
    const key = readFileSync(sms?.target ?? "", "utf8")
      .split("\r\n")[1]
      ?.split(",")[0];
    expect(readFileSync(sms?.target ?? "", "utf8")).toBe(
      `key,campaign,wave,customer,address,due,subject,message,offers\r\n${key},welcome,0,1,,2026-03-02T01:00:00Z,,"'=HYPERLINK(1), ""card""",card\r\n`,
    );
    expect((await run(thePlan, bank, "2026-03-02 06:00", "2026-03-02 10:00")).dispatched).toEqual([]);
  });

  test("on a channel that cannot deliver keeps no other channel waiting", async () => {
    const thePlan = plan([campaign("a", { channelRoutes: [["email"], ["sms"]] })]);
    const bank = warehouse({ a: [row("1"), row("2", { channel_route: 1 }), row("3", { channel_route: 1 })] });
    const blocked = join(folder, "blocked");
    writeFileSync(blocked, "a file where the folder should be");
    const runTo = async (email: string, sms: string): Promise<RunOutcome> => {
      const ledger = await openLedger({ engine: "sqlite", path: join(folder, "ledger.db") });
      try {
        return await runPlan({
          plan: thePlan,
          warehouse: bank,
          ledger,
          at: at("2026-03-02 06:00"),
          clock: clockAt("2026-03-02 06:00"),
          dispatch: { email: { adapter: "file", path: email }, sms: { adapter: "file", path: sms } },
        });
      } finally {
        await ledger.close();
      }
    };
    const outbox = join(folder, "outbox");
    const { undelivered } = await runTo(blocked, outbox);
    expect(undelivered).toMatchObject([{ code: "dispatch-failed" }]);
    expect(readdirSync(outbox)).toEqual(["sms-20260301T220000Z-000002.csv"]);
    const { dispatched } = await runTo(outbox, blocked);
    expect(dispatched).toMatchObject([{ channel: "email", messages: 1 }]);
  });
});
