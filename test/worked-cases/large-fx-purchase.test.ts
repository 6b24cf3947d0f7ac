import { describe, expect, test } from "vitest";
import { compileDemo, emptyTables, insert } from "../support/demo-project.ts";
import { type LoadedTables, useEngines } from "../support/engines.ts";
import { runOnAllStores } from "../support/runs.ts";

const engines = useEngines("large_fx_purchase");
const { plan } = compileDemo(["large-fx-purchase"]);

/** Purchases by customers of their own; rates per 100 units: USD 720, EUR 783, HKD 92. */
const purchases: Readonly<Record<number, readonly [amount: string, currency: string, at?: string]>> = {
  1: ["9999.99", "USD"],
  2: ["10000", "USD"],
  3: ["29999.99", "USD"],
  4: ["30000", "USD"],
  // 72,000 CNY is 10,000 USD; 78,260.87 HKD is 72,000.0004 CNY, a cent less is 71,999.99.
  5: ["78260.87", "HKD"],
  6: ["78260.86", "HKD"],
  // 27,586.21 EUR is 216,000.0243 CNY, and so 30,000.003375 USD; a cent less is 29,999.9925.
  7: ["27586.21", "EUR"],
  8: ["27586.20", "EUR"],
  // No rate: unknown.
  9: ["5000000", "JPY"],
  // At T′, and just after it; at T, and just after.
  10: ["10000", "USD", "2026-03-09 06:00:00"],
  11: ["10000", "USD", "2026-03-09 06:00:00.000001"],
  12: ["10000", "USD", "2026-03-10 06:00:00"],
  13: ["10000", "USD", "2026-03-10 06:00:00.000001"],
};

function tablesText(): string {
  const customers = Object.keys(purchases).map(Number);
  return [
    emptyTables(plan),
    insert("fx_rates", [
      { rate_date: "2026-03-06", ccy: "USD", rate: 720 },
      { rate_date: "2026-03-06", ccy: "EUR", rate: 783 },
      { rate_date: "2026-03-09", ccy: "HKD", rate: 92 },
      { rate_date: "2026-03-10", ccy: "JPY", rate: 4.8 },
    ]),
    ...customers.map((id) => {
      const [amount, ccy, at = "2026-03-09 10:00:00"] = purchases[id] ?? ["0", "USD"];
      return [
        insert("customers", [
          {
            customer_id: id,
            ds: "2026-03-09",
            age: 35,
            has_overseas_card: true,
            complaints_last_year: 0,
            sms_consent: true,
            relationship_manager_id: `rm-${id}`,
          },
        ]),
        insert("customer_contacts", [{ customer_id: id, phone: `139${id}`, salutation: "Ms Li" }]),
        `insert into fx_purchases (customer_id, fx_id, bought_at, amount, ccy)
           values (${id}, 'fx-${id}', '${at}', ${amount}, '${ccy}');`,
      ].join("\n");
    }),
  ].join("\n");
}

let loaded: Promise<LoadedTables> | undefined;
const tables = (): Promise<LoadedTables> => {
  loaded ??= engines.load(tablesText(), plan.timezone);
  return loaded;
};

describe("large purchases of foreign exchange", () => {
  test("10,000 USD and more get an SMS, 30,000 USD and more a relationship manager", async () => {
    const [report] = await runOnAllStores(plan, await tables(), ["2026-03-10 06:00"]);
    const tick = report?.ticks[0];
    const route = new Map(
      [...(tick?.contacts ?? []), ...(tick?.controls ?? [])].map(({ customer, channel, offers }) => [
        Number(customer),
        `${channel} ${offers}`,
      ]),
    );
    const sms = "sms go_abroad_card";
    const manager = "relationship_manager fx_wealth_90";
    expect(Object.fromEntries(route)).toEqual({
      2: sms,
      3: sms,
      4: manager,
      5: sms,
      7: manager,
      8: sms,
      11: sms,
      12: sms,
    });
    expect(tick?.campaigns[0]?.detected).toBe(8);
    expect(tick?.contacts.find(({ customer }) => customer === "2")).toMatchObject({
      channel: "sms",
      offers: ["go_abroad_card"],
      due: "2026-03-10T01:00:00Z",
      event: { id: "fx-2", time: "2026-03-09T02:00:00Z" },
      value: { amount: "320", currency: "CNY" },
    });
    expect(tick?.contacts.find(({ customer }) => customer === "4")).toMatchObject({
      channel: "relationship_manager",
      offers: ["fx_wealth_90"],
      due: "2026-03-10T01:00:00Z",
      event: { id: "fx-4", time: "2026-03-09T02:00:00Z" },
      value: { amount: "900", currency: "CNY" },
    });
  });

  test("the next day's run takes what came after T, and nobody twice", async () => {
    const [first, second] = await runOnAllStores(plan, await tables(), [
      "2026-03-10 06:00",
      "2026-03-11 06:00",
    ]);
    const taken = (report: typeof first) =>
      report?.ticks.flatMap(({ contacts, controls }) =>
        [...contacts, ...controls].map(({ customer }) => Number(customer)),
      );
    expect(taken(first)).toHaveLength(8);
    expect(taken(second)).toEqual([13]);
  });
});
