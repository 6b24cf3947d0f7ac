import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Plan } from "../../../plan/index.ts";
import { funnelText, openLedger, type RunReport, runPlan, type TickReport } from "../../../runtime/index.ts";
import type { WarehouseRow } from "../../../runtime/warehouse/warehouse.ts";
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
} from "../support/plans.ts";

const TICK = "2026-03-02 06:00";

async function reportOf(
  thePlan: Plan,
  tables: Readonly<Record<string, readonly WarehouseRow[]>>,
  ticks: readonly string[] = [TICK],
): Promise<RunReport> {
  const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
  try {
    let report: RunReport | undefined;
    for (const tick of ticks) {
      const options = {
        plan: thePlan,
        warehouse: warehouse(tables),
        ledger,
        at: at(tick),
        clock: clockAt(tick),
      };
      report = (await runPlan(options)).report;
    }
    if (report === undefined) throw new Error("no tick");
    return report;
  } finally {
    await ledger.close();
  }
}

async function tickOf(...parameters: Parameters<typeof reportOf>): Promise<TickReport> {
  const [tick] = (await reportOf(...parameters)).ticks;
  if (tick === undefined) throw new Error("no tick");
  return tick;
}

const md5 = (...parts: readonly string[]): string =>
  createHash("md5").update(parts.join("\u001f")).digest("hex");
const customers = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `c${index}`);
const none = channel("sms", { message: false });
const one = { kind: "volume", limit: 1, period: "all", text: "1 in all" } as const;

describe("the order of candidates", () => {
  const capacity = { sms: channel("sms", { message: false, capacity: { limit: 1, period: "day" } }) };

  test("priority comes first", async () => {
    const campaigns = [campaign("low", { priority: 1 }), campaign("top", { priority: 2 })];
    const offers = { card: offer("card", { value: { amount: "5", currency: "CNY" } }) };
    const tick = await tickOf(plan(campaigns, { channels: capacity, offers }), {
      low: [row("1")],
      top: [row("1")],
    });
    expect(tick.contacts.map((contact) => contact.campaign)).toEqual(["top"]);
    expect(tick.rejections).toMatchObject([
      { campaign: "low", reasons: [{ channel: "sms", code: "capacity", rule: "capacity 1 per day" }] },
    ]);
  });

  test("then value as an exact decimal, unknown last", async () => {
    const values = ["9.99", null, "10.000000000000000000001", "10.000", "-1"];
    const rows = values.map((value, index) => row(String(index), { value }));
    const left = [...rows];
    const order: string[] = [];
    while (left.length > 0) {
      const thePlan = plan([campaign("a", { valueFrom: "detection" })], { channels: capacity });
      const [winner] = (await tickOf(thePlan, { a: left })).contacts;
      order.push(winner?.value?.amount ?? "unknown");
      left.splice(
        left.findIndex((candidate) => candidate["customer"] === winner?.customer),
        1,
      );
    }
    expect(order).toEqual(["10.000000000000000000001", "10", "9.99", "-1", "unknown"]);
  });

  test("then the stable hash of tick, campaign and customer", async () => {
    const tick = await tickOf(plan([campaign("a", { caps: [one] })], { channels: { sms: none } }), {
      a: customers(20).map((customer) => row(customer)),
    });
    const first = customers(20)
      .map((customer) => ({ customer, hash: md5("2026-03-01T22:00:00Z", "a", customer) }))
      .sort((a, b) => (a.hash < b.hash ? -1 : 1))[0];
    expect(tick.contacts.map((contact) => contact.customer)).toEqual([first?.customer]);
  });

  test("then event time, then the event's rank", async () => {
    const time = at("2026-03-01 12:00");
    const events = [
      eventRow("1", "10", time, 3),
      eventRow("1", "9", time, 2),
      eventRow("1", "8", time + 1, 4),
    ];
    const thePlan = plan([campaign("a", { firing: { kind: "occurrence", event: "e" } })], {
      channels: { sms: none },
    });
    const tick = await tickOf(thePlan, { a: events });
    expect(tick.contacts.map((contact) => contact.event?.id)).toEqual(["9"]);
  });
});

describe("holdout", () => {
  const everybody = customers(400);
  const rows = everybody.map((customer) => row(customer));

  test("takes the share by the stable hash of campaign and customer", async () => {
    const tick = await tickOf(plan([campaign("a", { holdout: "0.05" })], { channels: { sms: none } }), {
      a: rows,
    });
    const expected = everybody.filter(
      (customer) => Number.parseInt(md5("a", customer).slice(0, 13), 16) / 16 ** 13 < 0.05,
    );
    expect(expected.length).toBeGreaterThan(5);
    expect(tick.controls.map((control) => control.customer)).toEqual(expected.sort());
    expect(tick.campaigns[0]).toMatchObject({ eligible: 400, heldOut: expected.length, rejected: 0 });
  });

  test("is skipped by service campaigns", async () => {
    const service = campaign("a", { holdout: "1", purpose: "service" });
    const tick = await tickOf(plan([service], { channels: { sms: none } }), { a: rows });
    expect(tick.contacts).toHaveLength(400);
  });

  test("control members must pass every rule, and take places in volume caps but no money", async () => {
    const budget = {
      kind: "money",
      limit: "1.00",
      currency: "CNY",
      period: "day",
      text: "1 CNY per day",
    } as const;
    const volume = { kind: "volume", limit: 15, period: "day", text: "15 per day" } as const;
    const paid = { sms: channel("sms", { message: false, cost: { amount: "0.10", currency: "CNY" } }) };
    const both = campaign("a", { holdout: "0.5", caps: [budget, volume] });
    const tick = await tickOf(plan([both], { channels: paid }), { a: rows });
    expect(tick.contacts.length).toBeLessThanOrEqual(10);
    expect(tick.contacts.length + tick.controls.length).toBe(15);
    const rich = await tickOf(plan([campaign("a", { holdout: "1", caps: [budget] })], { channels: paid }), {
      a: rows,
    });
    expect(rich.controls).toHaveLength(400);
    const costly = { sms: channel("sms", { message: false, cost: { amount: "1.01", currency: "CNY" } }) };
    const poor = await tickOf(plan([campaign("a", { holdout: "1", caps: [budget] })], { channels: costly }), {
      a: rows,
    });
    expect(poor.campaigns[0]).toMatchObject({ heldOut: 0, reasons: { budget: 400 } });
  });

  test("control members are not counted twice on another day", async () => {
    const thePlan = plan([campaign("a", { holdout: "1" })], { channels: { sms: none } });
    const tick = await tickOf(thePlan, { a: [row("1")] }, ["2026-03-02 06:00", "2026-03-03 06:00"]);
    expect(tick.rejections).toMatchObject([{ arm: "control", reasons: [{ code: "cap" }] }]);
  });
});

describe("a rejection", () => {
  const channels = {
    sms: channel("sms", { address: "phone", consent: "sms_ok", maxLength: 12 }),
    call: channel("call", { message: false, consent: "call_ok", hours: { from: "09:00", to: "10:00" } }),
  };
  const columns = {
    ...NO_COLUMNS,
    addresses: ["sms"],
    consents: ["sms", "call"],
    placeholders: [{ name: "salutation", type: { kind: "text" } as const }],
  };
  const offers = {
    card: offer("card", {
      messages: { sms: message("Dear ", "{salutation}") },
      valid: { kind: "dates", from: "2026-01-01", to: "2026-03-02" },
    }),
  };
  const reachable = { a0: "139", c0: true, c1: true, p0: "Ms Li" };
  const rejecting = (more: Partial<Parameters<typeof campaign>[1]> = {}): Plan =>
    plan([campaign("a", { channelRoutes: [["sms", "call"]], columns, ...more })], { channels, offers });

  test("records every rule on every channel", async () => {
    const evening = {
      from: "2026-01-01",
      to: "2026-12-31",
      businessDaysOnly: false,
      contact: { from: "09:30", to: "09:00" },
    };
    const tick = await tickOf(
      rejecting({
        window: evening,
        schedule: { kind: "daily", at: "10:00" },
        caps: [{ ...one, limit: 0, text: "0 in all" }],
      }),
      { a: [row("1", { a0: " ", c0: null, c1: false, p0: null })] },
      ["2026-03-02 10:00"],
    );
    expect(tick.rejections[0]?.reasons).toEqual([
      { channel: "sms", code: "consent" },
      { channel: "sms", code: "address" },
      { channel: "sms", code: "unknown salutation" },
      { channel: "sms", code: "cap", rule: "0 in all" },
      { channel: "call", code: "consent" },
      { channel: "call", code: "expired", rule: "offer card valid 2026-01-01 .. 2026-03-02" },
      { channel: "call", code: "cap", rule: "0 in all" },
    ]);
    expect(tick.campaigns[0]?.reasons).toEqual({
      address: 1,
      cap: 1,
      consent: 1,
      expired: 1,
      "unknown salutation": 1,
    });
  });

  test("on the first channel leads to the next", async () => {
    const tick = await tickOf(rejecting(), { a: [row("1", { ...reachable, a0: null })] });
    expect(tick.contacts).toMatchObject([{ channel: "call", due: "2026-03-02T01:00:00Z", offers: ["card"] }]);
  });

  test("length is counted in code points", async () => {
    const sms = rejecting({ channelRoutes: [["sms"]] });
    const fits = await tickOf(sms, { a: [row("1", { ...reachable, p0: "𝒜𝒜𝒜𝒜𝒜𝒜𝒜" })] });
    expect(fits.contacts).toHaveLength(1);
    const long = await tickOf(sms, { a: [row("1", { ...reachable, p0: "𝒜𝒜𝒜𝒜𝒜𝒜𝒜𝒜" })] });
    expect(long.rejections[0]?.reasons).toEqual([
      { channel: "sms", code: "too long", rule: "max_length 12" },
    ]);
  });

  test("where no branch holds names offer and channel", async () => {
    const tick = await tickOf(rejecting(), {
      a: [row("1", { ...reachable, offer_route: null, channel_route: null })],
    });
    expect(tick.rejections[0]?.reasons).toEqual([
      { channel: null, code: "no offer" },
      { channel: null, code: "no channel" },
    ]);
  });

  test("past the window's end is expired", async () => {
    const window = { from: "2026-01-01", to: "2026-03-02", businessDaysOnly: false };
    const late = rejecting({ window, schedule: { kind: "daily", at: "10:00" }, channelRoutes: [["call"]] });
    const tick = await tickOf(late, { a: [row("1", reachable)] }, ["2026-03-02 10:00"]);
    expect(tick.rejections[0]?.reasons).toEqual([
      { channel: "call", code: "expired", rule: "window 2026-01-01 .. 2026-03-02" },
      { channel: "call", code: "expired", rule: "offer card valid 2026-01-01 .. 2026-03-02" },
    ]);
  });
});

describe("offers together", () => {
  const offers = {
    card: offer("card", {
      value: { amount: "100", currency: "USD" },
      cost: { amount: "1", currency: "USD" },
      valid: { kind: "dates", from: "2026-01-01", to: "2026-03-01" },
    }),
    fund: offer("fund", { value: { amount: "30", currency: "CNY" }, cost: { amount: "2", currency: "CNY" } }),
  };
  const rates = {
    rateStatement: { duckdb: { sql: "rates", parameters: [] }, postgres: { sql: "rates", parameters: [] } },
  };
  const both = (caps: Parameters<typeof campaign>[1] = {}): Plan =>
    plan([campaign("a", { offerRoutes: [{ names: ["card", "fund"], choice: "all" }], ...caps })], {
      channels: { sms: none },
      offers,
      ...rates,
    });

  test("sum their values in the project's currency, at the tick's rate", async () => {
    const tick = await tickOf(both(), { a: [row("1")], rates: [{ currency: "USD", rate: "7.1234567" }] }, [
      "2026-03-01 06:00",
    ]);
    expect(tick.contacts).toMatchObject([
      { offers: ["card", "fund"], value: { amount: "742.34567", currency: "CNY" } },
    ]);
  });

  test("drop the expired, in value and contact", async () => {
    const tick = await tickOf(both(), { a: [row("1")], rates: [{ currency: "USD", rate: "7" }] });
    expect(tick.contacts).toMatchObject([{ offers: ["fund"], value: { amount: "30", currency: "CNY" } }]);
  });

  test("that have all expired keep their value in the rejection", async () => {
    const tick = await tickOf(both({ offerRoutes: [{ names: ["card"], choice: "one" }] }), {
      a: [row("1")],
      rates: [{ currency: "USD", rate: "7" }],
    });
    expect(tick.rejections).toMatchObject([
      { value: { amount: "700", currency: "CNY" }, reasons: [{ code: "expired" }] },
    ]);
  });

  test("count none without a rate in their value, and fit no budget then", async () => {
    const budget = {
      kind: "money",
      limit: "1000",
      currency: "CNY",
      period: "all",
      text: "1,000 CNY in all",
    } as const;
    const tick = await tickOf(both({ caps: [budget] }), { a: [row("1")] }, ["2026-03-01 06:00"]);
    expect(tick.rejections).toMatchObject([
      { value: { amount: "30", currency: "CNY" }, reasons: [{ code: "budget" }] },
    ]);
    const unknown = await tickOf(
      both({ offerRoutes: [{ names: ["card"], choice: "one" }] }),
      { a: [row("1")] },
      ["2026-03-01 06:00"],
    );
    expect(unknown.contacts).toMatchObject([{ value: null }]);
  });

  test("spend a budget exactly to its end, over ticks", async () => {
    const budget = {
      kind: "money",
      limit: "27.3",
      currency: "CNY",
      period: "month",
      text: "27.3 CNY per month",
    } as const;
    const rows = customers(9).map((customer) => row(customer));
    const usd = [{ currency: "USD", rate: "7.1" }];
    const thePlan = plan(
      [campaign("a", { offerRoutes: [{ names: ["card"], choice: "one" }], caps: [budget] })],
      {
        channels: { sms: channel("sms", { message: false, cost: { amount: "2", currency: "CNY" } }) },
        offers: { card: offer("card", { cost: { amount: "1", currency: "USD" } }) },
        ...rates,
      },
    );
    const first = await tickOf(thePlan, { a: rows, rates: usd });
    expect(first.contacts).toHaveLength(3);
    expect(first.campaigns[0]?.reasons).toEqual({ budget: 6 });
    const second = await tickOf(thePlan, { a: rows, rates: usd }, [TICK, "2026-03-31 06:00"]);
    expect(second.campaigns[0]?.reasons).toEqual({ budget: 9, cap: 3 });
    const nextMonth = await tickOf(thePlan, { a: rows, rates: usd }, [TICK, "2026-04-01 06:00"]);
    expect(nextMonth.contacts).toHaveLength(3);
  });
});

test("the funnel for readers", async () => {
  const channels = { sms: channel("sms", { message: false, hours: { from: "09:00", to: "20:00" } }) };
  const thePlan = plan(
    [campaign("welcome", { label: "Welcome", caps: [{ ...one, limit: 1200, text: "1_200 in all" }] })],
    { channels },
  );
  const report = await reportOf(thePlan, { welcome: customers(1_500).map((customer) => row(customer)) });
  expect(funnelText(report, "Asia/Shanghai")).toMatchInlineSnapshot(`
    "tick 2026-03-02 06:00

      welcome  Welcome  (retail)
        detected   1,500
        eligible   1,500
        held out       0
        rejected     300
          cap        300
        contacted  1,200
          sms      1,200
        put off    1,200
    "
  `);
});
