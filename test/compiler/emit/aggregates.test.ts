import { describe, expect, test } from "vitest";
import { bankOf, campaignNamed } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("aggregates");

const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: Asia/Shanghai }, id: seq }
  holds: { relation: holds, grain: collection, customer: person, id: seq }
tags:
  age: { type: integer, from: people.age }
  tier: { type: { enum: [basic, gold, platinum], ordered: true }, from: people.tier }
events:
  buy:
    source: buys
    attributes:
      amount: { type: money(CNY) }
      pieces: { type: integer }
      shop: { type: text }
      weight: { type: decimal }
      due: { type: date }
collections:
  holding:
    source: holds
    attributes: { balance: { type: money(CNY) }, matures: { type: date }, kind: { type: { enum: [td, fund] } } }
`,
  (timezone) =>
    engines.load(
      `create table people (id integer, age integer, tier varchar);
       insert into people values (1, 30, 'gold'), (2, 2, null), (3, null, 'basic');
       create table buys (seq integer, person integer, bought timestamp, amount decimal(12, 2), pieces integer,
         shop varchar, weight decimal(9, 3), due date);
       insert into buys values
         (9, 1, '2026-02-28 10:00', 10.00, 1, 'north', 0.500, '2026-03-09'),
         (2, 1, '2026-03-01 11:00', 20.01, 2, 'south', 1.001, '2026-03-05'),
         (10, 1, '2026-03-01 11:00', null, 2, null, null, null),
         (1, 1, '2026-03-01 10:59', 4.00, 7, 'North', 2.000, '2026-04-01'),
         (4, 2, '2026-03-01 12:00', -7.00, null, 'north', -0.001, '2026-03-01'),
         (5, null, '2026-03-01 12:00', 99, 9, 'ghost', 9, '2026-03-01'),
         (6, 77, '2026-03-01 12:00', 99, 9, 'ghost', 9, '2026-03-01');
       create table holds (seq integer, person integer, balance decimal(12, 2), matures date, kind varchar);
       insert into holds values (1, 2, 5.5, '2026-05-01', 'td'), (2, 2, 6.5, null, 'fund'), (3, 1, null, null, null)`,
      timezone,
    ),
);

const tick = "2026-03-02 06:00";

/** What expressions give to customers 1, 2 and 3. */
async function expectValues(
  table: Readonly<Record<string, readonly [string | null, string | null, string | null]>>,
): Promise<void> {
  const found = await bank.values(Object.keys(table), tick);
  const rows = Object.entries(found).map(([expression, of]) => [expression, [of["1"], of["2"], of["3"]]]);
  expect(Object.fromEntries(rows)).toEqual(table);
}

describe("aggregates over events", () => {
  test("count, exists and sum have a value over nothing; unknowns are passed over by sum", () =>
    expectValues({
      "count(buy, last 3 days)": ["4", "1", "0"],
      "exists(buy, last 3 days)": ["true", "true", "false"],
      "sum(buy.amount, last 3 days)": ["34.01", "-7", "0"],
      "sum(buy.pieces, last 3 days)": ["12", "0", "0"],
      "sum(buy.weight, last 3 days)": ["3.501", "-0.001", "0"],
    }));

  test("avg, median, min and max are unknown over nothing and pass over unknowns", () =>
    expectValues({
      // 34.01 / 3 = 11.3366666…
      "avg(buy.amount, last 3 days)": ["11.336667", "-7", null],
      "avg(buy.pieces, last 3 days)": ["3", null, null],
      "min(buy.amount, last 3 days)": ["4", "-7", null],
      "max(buy.amount, last 3 days)": ["20.01", "-7", null],
      "min(buy.due, last 3 days)": ["2026-03-05", "2026-03-01", null],
      "max(buy.due, last 3 days)": ["2026-04-01", "2026-03-01", null],
      // 4.00, 10.00, 20.01
      "median(buy.amount, last 3 days)": ["10", "-7", null],
      // 1, 2, 2, 7
      "median(buy.pieces, last 3 days)": ["2", null, null],
      // 2.000, 1.001 on 1 March, of which 1.5005 is the middle
      "median(buy.weight, yesterday)": ["1.5005", "-0.001", null],
    }));

  test("distinct counts what differs, unknown left out, letter by letter", () =>
    expectValues({
      "distinct(buy.shop, last 3 days)": ["3", "1", "0"],
      "distinct(buy.pieces, last 3 days)": ["3", "0", "0"],
      "distinct(buy.time, last 3 days)": ["3", "1", "0"],
    }));

  test("first and latest go by time, then by id in its type's order, and take unknowns as they are", () =>
    expectValues({
      "first(buy.shop, last 3 days)": ["north", "north", null],
      // Ids 2 and 10 at one time: 10 is the later as a number, and its shop is unknown.
      "latest(buy.shop, last 3 days)": [null, "north", null],
      "first(buy.pieces, yesterday)": ["7", null, null],
      "latest(buy.pieces, yesterday)": ["2", null, null],
      "latest(buy.shop where shop is known, last 3 days)": ["south", "north", null],
      "latest(buy.due where shop is known, last 3 days)": ["2026-03-05", "2026-03-01", null],
    }));

  test("days since the latest and the first", () =>
    expectValues({
      "days since latest(buy)": ["1", "1", null],
      "days since first(buy)": ["2", "1", null],
      "days since latest(buy where amount >= 10 CNY)": ["1", null, null],
      "days since first(buy where pieces = 2)": ["1", null, null],
      "days since latest(buy.due, last 3 days)": [null, "1", null],
    }));

  test("where reads the row's own attributes, and the customer's tags", () =>
    expectValues({
      "count(buy where pieces = 2, last 3 days)": ["2", "0", "0"],
      'count(buy where shop = "north", last 3 days)': ["1", "1", "0"],
      "count(buy where pieces < age, last 3 days)": ["4", "0", "0"],
      "sum(buy.amount where tier >= gold, last 3 days)": ["34.01", "0", "0"],
      "count(buy where time >= 2026-03-01 11:00, last 3 days)": ["2", "1", "0"],
      "count(buy where hour of time = 10, last 3 days)": ["2", "0", "0"],
    }));

  test("where speaks of other aggregates and derived tags", () =>
    expectValues({
      "count(buy where amount > avg(buy.amount, last 3 days), last 3 days)": ["1", "0", "0"],
      "count(buy where pieces <= count(holding), last 3 days)": ["1", "0", "0"],
    }));

  test("of arithmetic over attributes", () =>
    expectValues({
      // 10×1 + 20.01×2 + 4×7; unknown where a factor is
      "sum(buy.amount * buy.pieces, last 3 days)": ["78.02", "0", "0"],
      "max(buy.amount / buy.pieces, last 3 days)": ["10.005", null, null],
      "sum(buy.pieces + 1, last 3 days)": ["16", "0", "0"],
    }));

  test("two that differ by their condition alone share a scan and don't mix", () =>
    expectValues({
      "count(buy where amount > 5 CNY, last 3 days)": ["2", "0", "0"],
      "count(buy where amount < 5 CNY, last 3 days)": ["1", "1", "0"],
      "count(buy, yesterday)": ["3", "1", "0"],
      "count(buy, 2..2 days ago)": ["1", "0", "0"],
    }));
});

describe("aggregates over collections", () => {
  test("take all rows", () =>
    expectValues({
      "count(holding)": ["1", "2", "0"],
      "exists(holding)": ["true", "true", "false"],
      "exists(holding where kind = td)": ["false", "true", "false"],
      "sum(holding.balance)": ["0", "12", "0"],
      "avg(holding.balance)": [null, "6", null],
      "median(holding.balance)": [null, "6", null],
      "min(holding.matures)": [null, "2026-05-01", null],
      "count(holding where balance >= 6 CNY)": ["0", "1", "0"],
      "distinct(holding.kind)": ["0", "2", "0"],
    }));
});

describe("derived tags", () => {
  test("build on one another and on aggregates", async () => {
    const declarations = `
      tag spend = sum(buy.amount, last 3 days)
      tag usual = spend / 2
      tag above = count(buy where amount > usual, last 3 days)
      segment keen = above >= 1 and usual > 0 CNY
    `;
    expect(await bank.values(["spend", "usual", "above", "above + 1"], tick, declarations)).toEqual({
      spend: { 1: "34.01", 2: "-7", 3: "0" },
      usual: { 1: "17.005", 2: "-3.5", 3: "0" },
      above: { 1: "1", 2: "0", 3: "0" },
      "above + 1": { 1: "2", 2: "1", 3: "1" },
    });
    expect(await bank.holders(["keen", "not keen"], tick, declarations)).toEqual({
      keen: ["1"],
      "not keen": ["2", "3"],
    });
  });
});

describe("empty tables", () => {
  const empty = bankOf(
    `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: Asia/Shanghai }, id: seq }
events:
  buy: { source: buys, attributes: { amount: { type: money(CNY) } } }
`,
    (timezone) =>
      engines.load(
        `create table people (id integer);
         create table buys (seq integer, person integer, bought timestamp, amount decimal(12, 2))`,
        timezone,
      ),
  );

  test("give one row that stands for no candidates", async () => {
    const text = `offer probe { message letter "." }
      ${campaignNamed("a", { segment: "count(buy, ever) >= 0" })}
      ${campaignNamed("b", { trigger: "daily at 06:00 on buy where amount > 0 CNY" })}`;
    expect(await empty.detect(text, { tick })).toEqual({
      a: { detected: 0, candidates: [] },
      b: { detected: 0, candidates: [] },
    });
  });
});
