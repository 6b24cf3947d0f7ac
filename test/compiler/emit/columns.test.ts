import { describe, expect, test } from "vitest";
import { bankOf, campaignNamed, customersOf } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("columns");

const micro = (iso: string): string => String(Date.parse(iso) * 1000);

const bank = bankOf(
  `catalog: 1
timezone: Europe/London
currency: CNY
customer: { key: id, type: text, source: people }
sources:
  people: { relation: people, grain: customer, where: { deleted: false, kind: person } }
  moves:
    relation: moves
    grain: event
    customer: person
    time: { column: stamp, format: yyyyMMddHHmmss }
    id: seq
    where: { void: 0 }
tags:
  cents: { type: money(CNY), from: { source: people, column: cents, scale: 0.01 } }
  thousands: { type: money(CNY), from: { source: people, column: thousands, scale: 1000 } }
  signed: { type: decimal, from: { source: people, column: thousands, negative_when: { dc: D } } }
  known_cents: { type: money(CNY), from: { source: people, column: cents, scale: 0.01, unknown: [-1, 0] } }
  double: { type: decimal, from: { source: people, column: dbl, decimals: 2 } }
  double_money: { type: money(CNY), from: { source: people, column: dbl, decimals: 3, scale: 0.1 } }
  text_number: { type: decimal, from: { source: people, column: txt, decimals: 2, unknown: ["N/A"] } }
  text_integer: { type: integer, from: { source: people, column: txt, decimals: 0 } }
  code: { type: integer, from: { source: people, column: code, map: { A: 1, B: -2 } } }
  ok: { type: boolean, from: { source: people, column: code, map: { A: true, B: false } } }
  only_ok: { type: boolean, from: { source: people, column: code, map: { A: true } } }
  stage: { type: { enum: [low, high], ordered: true }, from: { source: people, column: stage, map: { 01: low, 2: high } } }
  plain: { type: text, from: { source: people, column: code, unknown: ["", C] } }
  day: { type: date, from: { source: people, column: day, format: yyyyMMdd } }
  written: { type: date, from: { source: people, column: written, format: "dd/MM/yyyy", unknown: ["00/00/0000"] } }
  moment: { type: instant, from: { source: people, column: moment, format: "yyyy-MM-dd'T'HH:mm:ss.SSS" } }
  shanghai: { type: instant, from: { source: people, column: local, zone: Asia/Shanghai } }
  midnight: { type: instant, from: { source: people, column: born } }
events:
  move:
    source: moves
    attributes:
      amount: { type: money(CNY), column: amt, scale: 0.01, negative_when: { dc: D } }
`,
  (timezone) =>
    engines.load(
      `create table people (id varchar, deleted boolean, kind varchar, cents bigint, thousands decimal(12, 3), dc varchar,
         dbl double, txt varchar, code varchar, stage integer, day varchar, written varchar, moment varchar,
         local timestamp, born date);
       insert into people values
         ('a', false, 'person', 12345, 1.234, 'D', 1.005, '12.345', 'A', 1, '20260301', '28/02/2026',
          '2026-03-01T12:30:15.250', '2026-03-01 00:00', '2026-07-01'),
         ('b', false, 'person', -1, -0.5, 'C', -2.675, ' 1e3 ', 'B', 2, '20260231', '29/02/2026',
          '2026-06-01T12:30:15.000', '2026-06-01 08:00', '2026-01-01'),
         ('c', false, 'person', 0, 7, null, 1e20, 'N/A', 'C', 3, '2026031', '00/00/0000', '2026-06-01 12:30:15.000', null, null),
         ('d', false, 'person', null, null, 'D', 'nan'::double, '1_000', null, null, '00000101', '', '', null, null),
         ('gone', true, 'person', 1, 1, 'C', 1, '1', 'A', 1, '20260301', '', '', null, null),
         ('firm', false, 'firm', 1, 1, 'C', 1, '1', 'A', 1, '20260301', '', '', null, null),
         (null, false, 'person', 1, 1, 'C', 1, '1', 'A', 1, '20260301', '', '', null, null);
       create table moves (seq integer, person varchar, stamp varchar, void integer, amt integer, dc varchar);
       insert into moves values
         (1, 'a', '20260301120000', 0, 150, 'D'),
         (2, 'a', '20260301130000', 0, 250, 'C'),
         (3, 'a', '20260301140000', 1, 999, 'C'),
         (4, 'a', '20260231140000', 0, 999, 'C'),
         (5, 'a', '20260301146000', 0, 999, 'C'),
         (6, 'gone', '20260301120000', 0, 150, 'D')`,
      timezone,
    ),
);

const tick = "2026-03-02 06:00";

async function expectValues(table: Readonly<Record<string, readonly (string | null)[]>>): Promise<void> {
  const found = await bank.values(Object.keys(table), tick);
  const rows = Object.entries(found).map(([expression, of]) => {
    expect(Object.keys(of)).toEqual(["a", "b", "c", "d"]);
    return [expression, Object.values(of)];
  });
  expect(Object.fromEntries(rows)).toEqual(table);
}

describe("columns", () => {
  test("numbers are scaled, unknown or below zero as the catalog says", () =>
    expectValues({
      cents: ["123.45", "-0.01", "0", null],
      thousands: ["1234", "-500", "7000", null],
      signed: ["-1.234", "-0.5", "7", null],
      known_cents: ["123.45", null, null, null],
    }));

  test("binary and written numbers are read to the digit, half away from zero", () =>
    expectValues({
      double: ["1.01", "-2.68", "100000000000000000000", null],
      double_money: ["0.1005", "-0.2675", "10000000000000000000", null],
      text_number: ["12.35", "1000", null, null],
      text_integer: ["12", "1000", null, null],
    }));

  test("stored codes are mapped, others unknown", () =>
    expectValues({
      code: ["1", "-2", null, null],
      ok: ["true", "false", null, null],
      only_ok: ["true", null, null, null],
      stage: [null, "high", null, null],
      plain: ["A", "B", null, null],
    }));

  test("dates and times are read by their pattern, impossible ones unknown", () =>
    expectValues({
      day: ["2026-03-01", null, null, null],
      written: ["2026-02-28", null, null, null],
      // London: winter time in March, summer time in June.
      moment: [micro("2026-03-01T12:30:15.250Z"), micro("2026-06-01T11:30:15Z"), null, null],
      shanghai: [micro("2026-02-28T16:00:00Z"), micro("2026-06-01T00:00:00Z"), null, null],
      // A date is its local midnight.
      midnight: [micro("2026-06-30T23:00:00Z"), micro("2026-01-01T00:00:00Z"), null, null],
      "days since moment": ["1", "-91", null, null],
      "days since shanghai": ["2", "-91", null, null],
    }));

  test("events of impossible times are left out, conditions of the source hold", () =>
    expectValues({
      "count(move, ever)": ["2", "0", "0", "0"],
      "sum(move.amount, ever)": ["1", "0", "0", "0"],
      "min(move.amount, yesterday)": ["-1.5", null, null, null],
    }));

  test("comparisons use them like others", async () => {
    expect(
      await bank.holders(
        [
          "cents > 0 CNY",
          "thousands <= 1_234 CNY",
          "stage >= high",
          "ok",
          "not ok",
          "day = 2026-03-01",
          "double > 1",
        ],
        tick,
      ),
    ).toEqual({
      "cents > 0 CNY": ["a"],
      "thousands <= 1_234 CNY": ["a", "b"],
      "stage >= high": ["b"],
      ok: ["a"],
      "not ok": ["b", "c", "d"],
      "day = 2026-03-01": ["a"],
      "double > 1": ["a", "c"],
    });
  });
});

describe("sources of the customers' tags", () => {
  const places = bankOf(
    `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer, snapshot: ds }
  tiers: { relation: tiers, grain: customer, customer: who, history: { from: eff_from, to: eff_to } }
  phones: { relation: phones, grain: customer, customer: who, where: { kind: mobile } }
  scores: { relation: scores, grain: customer, customer: who, snapshot: day }
  holds: { relation: holds, grain: collection, customer: who, id: seq, snapshot: ds }
tags:
  age: { type: integer, from: people.age }
  tier: { type: text, from: tiers.tier }
  phone: { type: text, from: phones.number }
  score: { type: decimal, from: scores.score }
collections:
  holding: { source: holds, attributes: { balance: { type: money(CNY) } } }
`,
    (timezone) =>
      engines.load(
        `create table people (id integer, ds date, age integer);
         insert into people values (1, '2026-03-01', 30), (1, '2026-03-02', 31), (1, '2026-03-04', 32),
           (2, '2026-03-01', 40), (3, '2026-03-02', 50), (3, '2026-03-04', 51);
         create table tiers (who integer, tier varchar, eff_from date, eff_to date);
         insert into tiers values (1, 'gold', '2026-01-01', '2026-03-02'), (1, 'silver', '2026-03-02', null),
           (3, 'basic', '2026-03-03', '2026-03-04');
         create table phones (who integer, kind varchar, number varchar);
         insert into phones values (1, 'mobile', '139'), (3, 'home', '555');
         create table scores (who integer, day date, score decimal(6, 3));
         insert into scores values (1, '2026-02-28', 0.5), (3, '2026-02-27', 0.9);
         create table holds (seq integer, who integer, ds date, balance decimal(12, 2));
         insert into holds values (1, 1, '2026-03-01', 10), (1, 1, '2026-03-02', 11), (2, 1, '2026-03-02', 5),
           (1, 1, '2026-03-09', 99)`,
        timezone,
      ),
  );
  const all = ["age", "tier", "phone", "score", "sum(holding.balance)"];

  test("take the latest copy on or before D, customers of it alone", async () => {
    expect(await places.values(all, "2026-03-02 00:00")).toEqual({
      age: { 1: "31", 3: "50" },
      tier: { 1: "silver", 3: null },
      phone: { 1: "139", 3: null },
      score: { 1: "0.5", 3: null },
      "sum(holding.balance)": { 1: "16", 3: "0" },
    });
  });

  test("carry on a copy where a day has none", async () => {
    const found = await places.values(all, "2026-03-03 23:59");
    expect(found["age"]).toEqual({ 1: "31", 3: "50" });
    expect(found["tier"]).toEqual({ 1: "silver", 3: "basic" });
  });

  test("see what was valid on the day, from in, to left out", async () => {
    const first = await places.values(all, "2026-03-01 12:00");
    expect(first["age"]).toEqual({ 1: "30", 2: "40" });
    expect(first["tier"]).toEqual({ 1: "gold", 2: null });
    const fourth = await places.values(all, "2026-03-04 00:00");
    expect(fourth["tier"]).toEqual({ 1: "silver", 3: null });
  });

  test("before the first copy there are no customers", async () => {
    const text = `offer probe { message letter "." }\n${campaignNamed("early")}`;
    const found = await places.detect(text, { tick: "2026-02-28 06:00" });
    expect(found["early"]).toEqual({ detected: 0, candidates: [] });
    const later = await places.detect(text, { tick: "2026-03-02 06:00" });
    expect(customersOf(later["early"] ?? { detected: 0, candidates: [] })).toEqual(["1", "3"]);
  });
});
