import { describe, expect, test } from "vitest";
import { bankOf, campaignNamed, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("money");

const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
rates: { source: fx_rates, date: valid, from: ccy, rate: rate, per: 100 }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: Asia/Shanghai }, id: seq }
  holds: { relation: holds, grain: collection, customer: person, id: seq }
tags:
  euros: { type: money(EUR), from: people.euros }
  yuan: { type: money(CNY), from: people.yuan }
  any: { type: money, from: { source: people, column: amount, currency: ccy } }
events:
  buy:
    source: buys
    attributes:
      amount: { type: money, column: amt, currency: ccy, scale: 0.01 }
      fee: { type: money(USD), column: fee }
collections:
  holding: { source: holds, attributes: { balance: { type: money, column: bal, currency: ccy } } }
`,
  (timezone) =>
    engines.load(
      `create table fx_rates (valid date, ccy varchar, rate decimal(12, 4));
       insert into fx_rates values
         ('2026-02-27', 'USD', 700), ('2026-03-01', 'USD', 710), ('2026-03-03', 'USD', 999),
         ('2026-01-01', 'EUR', 800.5), ('2026-03-02', 'JPY', 4.7), ('2026-02-01', 'GBP', null);
       create table people (id integer, euros decimal(12, 2), yuan decimal(12, 2), amount decimal(12, 2), ccy varchar);
       insert into people values (1, 100, 100, 10, 'USD'), (2, -0.01, 1, 10, 'CNY'), (3, null, null, 10, 'XXX');
       create table buys (seq integer, person integer, bought timestamp, amt bigint, ccy varchar, fee decimal(10, 2));
       insert into buys values
         (1, 1, '2026-02-26 10:00', 1000, 'USD', 1),
         (2, 1, '2026-02-28 23:59', 1000, 'USD', 1),
         (3, 1, '2026-03-01 00:00', 1000, 'USD', 1),
         (4, 1, '2026-03-01 12:00', 1000, 'CNY', 1),
         (5, 2, '2026-03-01 12:00', 1000, 'JPY', 1),
         (6, 2, '2026-03-01 12:00', 1000, 'EUR', null),
         (7, 3, '2026-03-01 12:00', 1000, null, 1),
         (8, 3, '2026-03-01 12:00', null, 'USD', 1),
         (9, 3, '2026-03-01 12:00', 1000, 'GBP', 0);
       create table holds (seq integer, person integer, bal decimal(14, 2), ccy varchar);
       insert into holds values (1, 1, 100, 'USD'), (2, 1, 100, 'EUR'), (3, 2, 5, 'CNY'), (4, 3, 5, 'XXX')`,
      timezone,
    ),
);

const tick = "2026-03-02 06:00";

async function expectValues(table: Readonly<Record<string, readonly (string | null)[]>>): Promise<void> {
  const found = await bank.values(Object.keys(table), tick);
  const rows = Object.entries(found).map(([expression, of]) => [expression, [of["1"], of["2"], of["3"]]]);
  expect(Object.fromEntries(rows)).toEqual(table);
}

describe("money of several currencies", () => {
  test("tags are converted at D's rate, by way of the project's currency, rounded once", () =>
    expectValues({
      "euros in CNY": ["800.5", "-0.08005", null],
      // 100 × 800.5 / 710 = 112.7464788…
      "euros in USD": ["112.746479", "-0.011275", null],
      // 100 × 100 / 710 = 14.0845070…, 100 / 7.1
      "yuan in USD": ["14.084507", "0.140845", null],
      "yuan in CNY": ["100", "1", null],
      "any in CNY": ["71", "10", null],
      // 10 CNY / 8.005; for 10 USD 71 / 8.005 = 8.8694566…
      "any in EUR": ["8.869457", "1.249219", null],
      "any in USD": ["10", "1.408451", null],
      // Rates that are unknown, or come on a later day alone.
      "yuan in GBP": [null, null, null],
      "yuan in CHF": [null, null, null],
      any: ["10 USD", "10 CNY", "10 XXX"],
    }));

  test("events are converted at the rate of their own local date", () =>
    expectValues({
      // 10 USD at an unknown rate, at 700, at 710; 10 CNY
      "sum(buy.amount in CNY, last 7 days)": ["151", "80.05", "0"],
      "max(buy.amount in CNY, last 7 days)": ["71", "80.05", null],
      // 70 / 7, 71 / 7.1, 10 / 7.1; 80.05 / 7.1 = 11.2746478…
      "max(buy.amount in USD, last 7 days)": ["10", "11.274648", null],
      "min(buy.amount in USD where amount in CNY > 0 CNY, last 7 days)": ["1.408451", "11.274648", null],
      "count(buy where amount in CNY >= 70 CNY, last 7 days)": ["2", "1", "0"],
      "count(buy where amount in USD = 10 USD, last 7 days)": ["3", "0", "0"],
      "sum(buy.fee in CNY, last 7 days)": ["21.2", "7.1", "14.2"],
      // Of a finished aggregate D's rate counts.
      "sum(buy.fee, last 7 days) in CNY": ["28.4", "7.1", "14.2"],
      "sum((buy.amount in CNY) - (buy.fee in CNY), last 7 days)": ["129.8", "0", "0"],
    }));

  test("rows of collections are converted at D's rate", () =>
    expectValues({
      "sum(holding.balance in CNY)": ["1510.5", "5", "0"],
      "max(holding.balance in USD)": ["112.746479", "0.704225", null],
    }));

  test("the latest is converted at its own date", () =>
    expectValues({
      "latest(buy.amount in CNY, last 7 days)": ["10", "80.05", null],
      "first(buy.amount in CNY, last 7 days)": [null, null, null],
    }));

  test("an aggregate of one currency inside another's conversion", () =>
    expectValues({
      "(yuan + (euros in CNY)) in USD": ["126.830986", "0.12957", null],
    }));
});

describe("a candidate's money", () => {
  const text = `
    offer probe {
      value 5 USD
      message letter "{event.amount} {event.fee}"
    }
    ${campaignNamed("big", {
      trigger: "daily at 06:00 on buy where amount in USD >= 10 USD",
      channel: "letter when event.amount in USD < 11 USD\n  letter otherwise",
      more: "value event.fee * 0.1",
    })}`;

  test("is in scope of firing, routes, value and messages, in the event's currency and at its date", async () => {
    const { detected, candidates } = only(await bank.detect(text, { tick, after: "2026-02-28 06:00" }));
    expect(detected).toBe(3);
    expect(candidates).toEqual([
      candidate("1", "2", "2026-02-28T15:59:00Z", "0.71", { "event.amount": "10 USD", "event.fee": "1" }),
      candidate("1", "3", "2026-02-28T16:00:00Z", "0.71", { "event.amount": "10 USD", "event.fee": "1" }),
      candidate("2", "6", "2026-03-01T04:00:00Z", null, { "event.amount": "10 EUR", "event.fee": null }),
    ]);
  });

  function candidate(
    customer: string,
    id: string,
    time: string,
    value: string | null,
    placeholders: Readonly<Record<string, string | null>>,
  ) {
    return {
      customer,
      event: { id, time },
      offers: ["probe"],
      channels: ["letter"],
      value,
      reach: {},
      placeholders,
      carried: {},
    };
  }
});

test("a value in a foreign currency is put into the project's at D, unknown without a rate", async () => {
  const text = `
    offer probe {
      message letter "."
    }
    ${campaignNamed("euros", { more: "value euros / 2" })}
    ${campaignNamed("pounds", { more: "value (yuan in GBP) + 1 GBP" })}
    ${campaignNamed("yuan", { more: "value least(yuan, 50 CNY)" })}`;
  const found = await bank.detect(text, { tick });
  const values = Object.entries(found).map(([name, { candidates }]) => [
    name,
    candidates.map((one) => one.value),
  ]);
  expect(Object.fromEntries(values)).toEqual({
    // 100 / 2 × 8.005, −0.01 / 2 × 8.005
    euros: ["400.25", "-0.040025", null],
    pounds: [null, null, null],
    yuan: ["50", "1", null],
  });
});
