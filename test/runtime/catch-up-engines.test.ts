import { expect, test } from "vitest";
import { bankOf, campaignNamed } from "../support/detection.ts";
import { useEngines } from "../support/engines.ts";
import { runOnAllStores } from "../support/runs.ts";

const engines = useEngines("catch_up");

const catalog = `catalog: 1
timezone: Europe/London
currency: GBP
calendar: { weekend: [saturday, sunday], holidays: [2026-03-27] }
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  views: { relation: views, grain: event, customer: person, time: { column: seen, zone: Europe/London }, id: view }
  buys: { relation: buys, grain: event, customer: person, time: bought, id: buy, lateness: 1 day }
  deposits: { relation: deposits, grain: collection, customer: person, id: deposit }
tags:
  born: { type: date, from: people.born }
  renewal: { type: date, from: people.renewal }
events:
  view: { source: views, attributes: {} }
  buy: { source: buys, attributes: { amount: { type: money(GBP) } } }
collections:
  deposit: { source: deposits, attributes: { matures: { type: date } } }
`;

const firings = {
  bought: "buy",
  viewed_bought: "view followed by buy within 2 days",
  chained: "view followed by view within 6 days followed by buy within 4 days",
  viewed_in_vain: "view not followed by buy within 2 days",
  bought_much: "sum(buy.amount) reaches 100 GBP within 9 days",
  birthday: "anniversary of born",
  before_renewal: "2 business days before renewal",
  maturing: "7 days before deposit.matures",
} as const;

const campaigns = `offer probe { message letter "." }\n${Object.entries(firings)
  .map(([name, firing]) => campaignNamed(name, { trigger: `daily at 06:00 on ${firing}` }))
  .join("\n")}`;

/** 40 days around the clock change of 29 March 2026: an event every few hours, some at the instants of ticks and at midnight. */
const tables = `create table people as select i as id, date '1990-03-10' + i::integer as born, date '2026-03-20' + (i % 20)::integer as renewal
    from range(1, 41) people (i);
  create table views as select i as view, (i * 7) % 40 + 1 as person, timestamp '2026-03-15 00:00' + to_minutes(i * 180) as seen from range(0, 320) r (i);
  create table buys as select i as buy, (i * 11) % 40 + 1 as person, timestamptz '2026-03-15 06:00:00+00' + to_minutes(i * 300) as bought,
    (10 + (i * 37) % 90)::decimal(12, 2) as amount from range(0, 190) r (i);
  create table deposits as select i as deposit, i % 40 + 1 as person, date '2026-03-25' + (i % 25)::integer as matures from range(0, 60) r (i);`;

test("down for three days over a clock change, a scheduler finds the same candidates for every occurrence", async () => {
  const bank = bankOf(catalog, (timezone) => engines.load(tables, timezone));
  const { plan } = bank.compile(campaigns);
  const days = Array.from({ length: 11 }, (_, index) =>
    new Date(Date.UTC(2026, 2, 24 + index)).toISOString().slice(0, 10),
  );
  const down = new Set(["2026-03-28", "2026-03-29", "2026-03-30"]);
  const found = async (when: readonly string[]): Promise<readonly string[]> => {
    const reports = await runOnAllStores(
      plan,
      await bank.tables(),
      when.map((day) => `${day} 06:00`),
    );
    return reports.flatMap((report) =>
      report.ticks.flatMap((tick) =>
        [...tick.contacts, ...tick.rejections].map(
          (one) => `${one.campaign} ${one.customer} ${one.event?.id}`,
        ),
      ),
    );
  };
  const steady = await found(days);
  const stopped = await found(days.filter((day) => !down.has(day)));
  for (const name of Object.keys(firings)) {
    expect([name, steady.filter((one) => one.startsWith(`${name} `)).length > 3]).toEqual([name, true]);
  }
  expect(new Set(steady).size).toBe(steady.length);
  expect([...stopped].sort()).toEqual([...steady].sort());
}, 300_000);
