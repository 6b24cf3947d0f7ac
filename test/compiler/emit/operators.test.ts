import { describe, expect, test } from "vitest";
import { bankOf } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

// Under a collation that puts `abc` before `ABC` and `ü` beside `u`: the language compares by code point all the same.
const engines = useEngines("operators", { icu: true });

const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
tags:
  n: { type: integer, from: people.n }
  m: { type: integer, from: people.m }
  big: { type: integer, from: people.big }
  x: { type: decimal, from: people.x }
  rate: { type: percent, from: people.rate }
  cash: { type: money(CNY), from: people.cash }
  card: { type: boolean, from: people.card }
  stage: { type: { enum: [acquisition, growth, maturity], ordered: true }, from: people.stage }
  city: { type: text, from: people.city }
  likes: { type: { set: [travel, food, food_abroad] }, from: people.likes }
  wants: { type: { set: [travel, food, food_abroad] }, from: people.wants }
  held: { type: product, from: people.held }
  born: { type: date, from: people.born }
  seen: { type: instant, from: people.seen }
products: { card.gold: {}, card.plain: {} }
`,
  (timezone) =>
    engines.load(
      `create table people (id integer, big integer, n integer, m integer, x decimal(10, 4), rate decimal(6, 4),
         cash decimal(14, 2), card boolean, stage varchar, city varchar, likes varchar, wants varchar[],
         held varchar, born date, seen timestamptz);
       insert into people values
         (1, 2147483647, 7, 2, 1.5, 0.2, 100, true, 'growth', 'Zürich', 'travel,food', ['travel', 'food'], 'card.gold',
          '2000-03-02', '2026-03-01 20:30:00+00'),
         (2, -2147483648, -7, 2, -1.5, 0.35, -40, false, 'maturity', 'abc', 'food_abroad', ['food_abroad'], 'card.plain',
          '2004-02-29', '2026-03-01 15:59:59.999999+00'),
         (3, 0, 0, 0, 0, 0, 0, null, 'strange', 'ABC', '', [], 'card.other', '2026-03-02', null),
         (4, null, null, null, null, null, null, null, null, null, null, null, null, null, null)`,
      timezone,
    ),
);

const tick = "2026-03-02 06:00";

async function expectValues(table: Readonly<Record<string, readonly (string | null)[]>>): Promise<void> {
  const found = await bank.values(Object.keys(table), tick);
  const rows = Object.entries(found).map(([expression, of]) => [
    expression,
    [of["1"], of["2"], of["3"], of["4"]],
  ]);
  expect(Object.fromEntries(rows)).toEqual(table);
}

async function expectHolders(table: Readonly<Record<string, string>>): Promise<void> {
  const found = await bank.holders(Object.keys(table), tick);
  const rows = Object.entries(found).map(([predicate, customers]) => [predicate, customers.join(" ")]);
  expect(Object.fromEntries(rows)).toEqual(table);
}

describe("arithmetic", () => {
  test("of exact numbers, unknown where an operand is", () =>
    expectValues({
      "n + m": ["9", "-5", "0", null],
      "n - m": ["5", "-9", "0", null],
      "n * m": ["14", "-14", "0", null],
      "-n": ["-7", "7", "0", null],
      "-(n - 1)": ["-6", "8", "1", null],
      "x * x": ["2.25", "2.25", "0", null],
      "x + n": ["8.5", "-8.5", "0", null],
      "cash * rate": ["20", "-14", "0", null],
      "cash + 0.01 CNY": ["100.01", "-39.99", "0.01", null],
      "n * 1.5 - 0.25": ["10.25", "-10.75", "-0.25", null],
      "rate * 2": ["0.4", "0.7", "0", null],
    }));

  test("division is rounded half away from zero at six places, unknown by zero", () =>
    expectValues({
      "n / m": ["3.5", "-3.5", null, null],
      "n / 3": ["2.333333", "-2.333333", "0", null],
      "(n + 0) / 8": ["0.875", "-0.875", "0", null],
      // 7 / 16000000 = 0.0000004375, 7 / 14000000 = 0.0000005
      "n / 16000000": ["0", "0", "0", null],
      "n / 14000000": ["0.000001", "-0.000001", "0", null],
      "n / 13999999": ["0.000001", "-0.000001", "0", null],
      "x / 4000000": ["0", "0", "0", null],
      "x / 3000000": ["0.000001", "-0.000001", "0", null],
      "cash / 3": ["33.333333", "-13.333333", "0", null],
      "cash / (30 CNY)": ["3.333333", "-1.333333", "0", null],
      "n / x": ["4.666667", "4.666667", null, null],
      "1 / rate": ["5", "2.857143", null, null],
    }));

  test("integers don't outgrow the width that they are stored in", () =>
    expectValues({
      "big / 3": ["715827882.333333", "-715827882.666667", "0", null],
      "big * big": ["4611686014132420609", "4611686018427387904", "0", null],
      "big + big": ["4294967294", "-4294967296", "0", null],
      "-big - 1": ["-2147483648", "2147483647", "-1", null],
      "100_000 * 100_000 + n": ["10000000007", "9999999993", "10000000000", null],
      "3_000_000_000 / (n - 4)": ["1000000000", "-272727272.727273", "-750000000", null],
      "n * 9_000_000_000_000_000_000": ["63000000000000000000", "-63000000000000000000", "0", null],
    }));

  test("a result of more than 38 digits is unknown", () =>
    expectValues({
      // 20 digits, then 40
      "n * 10_000_000_000_000_000_000 * 10_000_000_000_000_000_000_000": [null, null, "0", null],
      "n * 1_000_000_000_000_000_000 * 1_000_000_000_000_000_000": [
        "7000000000000000000000000000000000000",
        "-7000000000000000000000000000000000000",
        "0",
        null,
      ],
    }));
});

describe("comparisons", () => {
  test("are false where an operand is unknown, and not flips that", () =>
    expectHolders({
      "n > 0": "1",
      "not (n > 0)": "2 3 4",
      "n != 7": "2 3",
      "not (n = 7)": "2 3 4",
      "n <= 0": "2 3",
      "n = m": "3",
      "not (not (n = m))": "3",
      "n between -7 and 0": "2 3",
      "not (n between -7 and 0)": "1 4",
      "n in {7, 0}": "1 3",
      "n not in {7, 0}": "2",
      "not (n in {7, 0})": "2 4",
      "not (n not in {7, 0})": "1 3 4",
      "not (n > 0 and card)": "2 3 4",
      "not (n > 0 or card)": "2 3 4",
      "not (n > 0) and not card": "2 3 4",
      card: "1",
      "not card": "2 3 4",
      "card = false": "2",
      "card != true": "2",
      "n is known": "1 2 3",
      "n is unknown": "4",
      "not (n is unknown)": "1 2 3",
      "(n / m) is unknown": "3 4",
    }));

  test("of numbers of different kinds", () =>
    expectHolders({
      "x > 1": "1",
      "x = 1.5": "1",
      "x >= -1.50000": "1 2 3",
      "x < 1.50001": "1 2 3",
      "rate = 20%": "1",
      "rate > 0.2": "2",
      "n > x": "1",
      "cash >= 100 CNY": "1",
      "cash > 99.999999 CNY": "1",
      "cash between -40 CNY and 0 CNY": "2 3",
      "n < 100_000_000_000": "1 2 3",
    }));

  test("exceeds and falls short of are false where the measure is below zero", () =>
    expectHolders({
      "n exceeds m by 20%": "1",
      "m exceeds n by 20%": "",
      "m falls short of n by 20%": "1",
      "n falls short of m by 20%": "2",
      "n exceeds 5 by 40%": "",
      "n exceeds 5 by 39.99%": "1",
      // 0 > 0 × 1.2 does not hold
      "m exceeds 0 by 20%": "1 2",
      "n falls short of 10 by 30%": "2 3",
      "not (m exceeds n by 20%)": "1 2 3 4",
      "cash exceeds 80 CNY by rate": "1",
    }));
});

describe("enums and products", () => {
  test("ordered enums go by their members' order; what is no member is neither less nor more", () =>
    expectHolders({
      "stage >= growth": "1 2",
      "stage < maturity": "1",
      "stage between acquisition and growth": "1",
      "stage = growth": "1",
      "stage != growth": "2 3",
      "stage in {growth, maturity}": "1 2",
      "stage not in {growth, maturity}": "3",
      "not (stage >= growth)": "3 4",
    }));

  test("products are compared as their codes", () =>
    expectHolders({
      "held = card.gold": "1",
      "held != card.gold": "2 3",
      "held in {card.gold, card.plain}": "1 2",
    }));
});

describe("text and sets", () => {
  test("text goes letter by letter, by code point", () =>
    expectHolders({
      'city = "abc"': "2",
      'city < "Zz"': "3",
      'city > "Z"': "1 2",
      'city > "Zz"': "1 2",
      'city between "A" and "Z"': "3",
      'city starts with "A"': "3",
      'city contains "bc"': "2",
      'city contains "ü"': "1",
      'city contains ""': "1 2 3",
      'not (city contains "b")': "1 3 4",
      'city starts with "%"': "",
      'city contains "_"': "",
    }));

  test("sets are text with commas or lists", () =>
    expectHolders({
      "likes contains food": "1",
      "wants contains food": "1",
      "likes contains food_abroad": "2",
      "wants contains any {travel, food_abroad}": "1 2",
      "not (likes contains food)": "2 3 4",
      "likes is known": "1 2 3",
    }));
});

describe("choices", () => {
  test("or else takes the first known, case the first branch that holds", () =>
    expectValues({
      "n or else 5": ["7", "-7", "0", "5"],
      "n / m or else x or else 9": ["3.5", "-3.5", "0", "9"],
      "case when n > 0 then 1 when n <= 0 then 2 end": ["1", "2", "2", null],
      "case when n > 0 then 1 otherwise 2 end": ["1", "2", "2", "2"],
      'case when n > 0 then "a" when card then "b" otherwise "c" end': ["a", "c", "c", "c"],
      "case when n > 0 then cash end": ["100", null, null, null],
      "stage or else acquisition": ["growth", "maturity", "strange", "acquisition"],
      "seen or else 2026-01-01 00:00": [
        micro("2026-03-01T20:30:00Z"),
        String(Number(micro("2026-03-01T15:59:59Z")) + 999_999),
        micro("2025-12-31T16:00:00Z"),
        micro("2025-12-31T16:00:00Z"),
      ],
    }));

  test("least and greatest are unknown where any operand is", () =>
    expectValues({
      "least(n, m)": ["2", "-7", "0", null],
      "greatest(n, m, 1)": ["7", "2", "1", null],
      "least(n, x)": ["1.5", "-7", "0", null],
      "greatest(n, n / m)": ["7", "-3.5", null, null],
      "greatest(cash, 0 CNY)": ["100", "0", "0", null],
      "greatest(stage, growth)": ["growth", "maturity", null, null],
      "least(maturity, stage)": ["growth", "maturity", null, null],
      "least(stage, growth, maturity)": ["growth", "growth", null, null],
      'least(city, "ABD")': ["ABD", "ABD", "ABC", null],
      "least(born, 2001-01-01)": ["2000-03-02", "2001-01-01", "2001-01-01", null],
    }));

  test("predicates are values too", () =>
    expectValues({
      "n > 0": ["true", "false", "false", "false"],
      "n > 0 and card": ["true", "false", "false", "false"],
      "card or else true": ["true", "false", "true", "true"],
      card: ["true", "false", null, null],
    }));
});

describe("canonical text", () => {
  test("of every type", () =>
    expectValues({
      x: ["1.5", "-1.5", "0", null],
      rate: ["0.2", "0.35", "0", null],
      born: ["2000-03-02", "2004-02-29", "2026-03-02", null],
      city: ["Zürich", "abc", "ABC", null],
      held: ["card.gold", "card.plain", "card.other", null],
      seen: [
        micro("2026-03-01T20:30:00Z"),
        String(Number(micro("2026-03-01T15:59:59Z")) + 999_999),
        null,
        null,
      ],
      likes: ["travel, food", "food_abroad", "", null],
      wants: ["travel, food", "food_abroad", "", null],
    }));
});

function micro(iso: string): string {
  return String(Date.parse(iso) * 1000);
}

describe("dates", () => {
  test("parts of the local time", () =>
    expectValues({
      // 20:30 UTC on 1 March is 04:30 on 2 March, a Monday; one microsecond before midnight is still the 1st.
      "hour of seen": ["4", "23", null, null],
      "weekday of seen": ["monday", "sunday", null, null],
      "month of seen": ["3", "3", null, null],
      "month of born": ["3", "2", "3", null],
      "weekday of born": ["thursday", "sunday", "monday", null],
    }));

  test("distances in whole local days, months and years", () =>
    expectValues({
      "days since born": ["9496", "8037", "0", null],
      "years since born": ["26", "22", "0", null],
      "months since born": ["312", "264", "0", null],
      "days since seen": ["0", "1", null, null],
      "days until born": ["-9496", "-8037", "0", null],
      "years until born": ["-26", "-22", "0", null],
    }));

  test("a year from 29 February is over on 28 February", async () => {
    const found = await bank.values(["years since born", "months since born"], "2026-02-28 06:00");
    expect(found["years since born"]?.["2"]).toBe("22");
    expect(found["months since born"]?.["2"]).toBe("264");
    const before = await bank.values(["years since born", "months since born"], "2026-02-27 06:00");
    expect(before["years since born"]?.["2"]).toBe("21");
    expect(before["months since born"]?.["2"]).toBe("263");
    const leap = await bank.values(["years since born"], "2028-02-28 06:00");
    expect(leap["years since born"]?.["2"]).toBe("23");
  });

  test("compare with dates and instants", () =>
    expectHolders({
      "born = 2004-02-29": "2",
      "born < 2026-03-02": "1 2",
      "born in {2000-03-02, 2026-03-02}": "1 3",
      "seen >= 2026-03-02 00:00": "1",
      "seen < 2026-03-02 00:00": "2",
      "seen between 2026-03-02 04:30 and 2026-03-02 04:30": "1",
      "seen = 2026-03-02 04:30": "1",
      "seen in {2026-03-02 04:30}": "1",
      "weekday of born in {monday, sunday}": "2 3",
      "weekday of born < friday": "1 3",
    }));
});
