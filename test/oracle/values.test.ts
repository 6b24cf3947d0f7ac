import { expect, test } from "vitest";
import { date, number, type World } from "../../oracle/index.ts";
import { buy, people, valuesOf } from "./support.ts";

const world: World = {
  people: people({ age: number(40), born: date("1984-02-29") }),
  copies: [
    { id: number(1), ds: date("2026-03-01"), aum: number("100.00") },
    { id: number(1), ds: date("2026-03-03"), aum: number("999.00") },
  ],
  buys: [
    buy(2, 1, "2026-03-01T10:00:00Z", "10.00"),
    buy(10, 1, "2026-03-01T10:00:00Z", "20.01"),
    buy(1, 1, "2026-02-28T23:59:59.999999Z", "4.00"),
    buy(3, 1, "2026-03-02T06:00:00Z", null),
    buy(4, 1, "2026-03-02T06:00:00.000001Z", "500"),
    buy(5, 2, "2026-03-01T10:00:00Z", "500"),
  ],
  rates: [
    { day: date("2026-02-01"), ccy: { kind: "text", text: "USD" }, rate: number(80) },
    { day: date("2026-03-01"), ccy: { kind: "text", text: "USD" }, rate: number(75) },
  ],
};
const tick = "2026-03-02 06:00";

test("arithmetic is exact, and rounded once half away from zero at the sixth place", () => {
  expect(
    valuesOf(world, tick, [
      "1 / 3",
      "-2 / 3",
      "1 / 2_000_000",
      "-1 / 2_000_000",
      "1 / 0",
      "0.1 + 0.2",
      "age / 7 * 7",
    ]),
  ).toEqual({
    "1 / 3": "0.333333",
    "-2 / 3": "-0.666667",
    // 0.0000005
    "1 / 2_000_000": "0.000001",
    "-1 / 2_000_000": "-0.000001",
    "1 / 0": null,
    "0.1 + 0.2": "0.3",
    // 5.714286 × 7
    "age / 7 * 7": "40.000002",
  });
});

test("aggregates see what lies in their window, up to the tick", () => {
  expect(
    valuesOf(world, tick, [
      "count(buy, ever)",
      "count(buy, today)",
      "count(buy, yesterday)",
      "count(buy, last 20 hours)",
      "count(buy, this month)",
      "count(buy, previous month)",
      "sum(buy.amount in GBP, ever)",
      "avg(buy.amount in GBP, ever)",
      "median(buy.amount in GBP, yesterday)",
      "latest(buy.amount in GBP, yesterday)",
      "latest(buy.amount in GBP, today)",
      "distinct(buy.shop, ever)",
      "days since first(buy)",
    ]),
  ).toEqual({
    "count(buy, ever)": "4",
    "count(buy, today)": "1",
    "count(buy, yesterday)": "2",
    // After 10:00 of the first.
    "count(buy, last 20 hours)": "1",
    "count(buy, this month)": "3",
    "count(buy, previous month)": "1",
    "sum(buy.amount in GBP, ever)": "34.01",
    // 34.01 / 3 = 11.33666…
    "avg(buy.amount in GBP, ever)": "11.336667",
    "median(buy.amount in GBP, yesterday)": "15.005",
    // Ids 2 and 10 at one time.
    "latest(buy.amount in GBP, yesterday)": "20.01",
    "latest(buy.amount in GBP, today)": null,
    "distinct(buy.shop, ever)": "1",
    "days since first(buy)": "2",
  });
});

test("the latest copy on or before D is read, and rates go by the date of what they convert", () => {
  expect(valuesOf(world, tick, ["aum", "aum in USD", "sum(buy.amount in USD, ever)"])).toEqual({
    aum: "100",
    // 100 × 100 / 75
    "aum in USD": "133.333333",
    // 30.01 × 100 / 75 as 13.333333 + 26.68, and 4 × 100 / 80
    "sum(buy.amount in USD, ever)": "45.013333",
  });
});

test("a comparison with the unknown is false, and not flips that", () => {
  expect(
    valuesOf({ ...world, copies: [] }, tick, [
      "case when aum > 1 GBP then 1 otherwise 0 end",
      "case when aum <= 1 GBP then 1 otherwise 0 end",
      "case when not (aum > 1 GBP) then 1 otherwise 0 end",
      "case when aum != 1 GBP then 1 otherwise 0 end",
      "aum or else 5 GBP",
      "aum + 1 GBP",
    ]),
  ).toEqual({
    "case when aum > 1 GBP then 1 otherwise 0 end": "0",
    "case when aum <= 1 GBP then 1 otherwise 0 end": "0",
    "case when not (aum > 1 GBP) then 1 otherwise 0 end": "1",
    "case when aum != 1 GBP then 1 otherwise 0 end": "0",
    "aum or else 5 GBP": "5",
    "aum + 1 GBP": null,
  });
});

test("years from 29 February are over on 28 February", () => {
  expect(valuesOf(world, "2026-02-27 06:00", ["years since born", "months since born"])).toEqual({
    "years since born": "41",
    "months since born": "503",
  });
  expect(valuesOf(world, "2026-02-28 06:00", ["years since born", "months since born"])).toEqual({
    "years since born": "42",
    "months since born": "504",
  });
});

test("what needs more than 38 digits is unknown", () => {
  const large = "1_000_000_000_000_000_000";
  expect(valuesOf(world, tick, [`${large} * ${large}`, `${large} * ${large} * 100`])).toEqual({
    [`${large} * ${large}`]: `1${"0".repeat(36)}`,
    // 10³⁸ has 39 digits.
    [`${large} * ${large} * 100`]: null,
  });
});
