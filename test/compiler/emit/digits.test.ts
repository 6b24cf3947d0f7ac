import { describe, expect, test } from "vitest";
import { type Bank, bankOf } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("digits");

const catalog = `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: text, source: people }
rates: { source: fx, date: day, from: ccy, rate: rate, per: 100 }
sources:
  people: { relation: people, grain: customer }
  moves: { relation: moves, grain: event, customer: id, time: at, id: n }
tags:
  a: { type: decimal, from: people.a }
  b: { type: decimal, from: people.b }
  c: { type: integer, from: people.c }
  fine: { type: decimal, from: people.fine }
  cash: { type: money(CNY), from: people.cash }
events:
  move: { source: moves, attributes: { amount: { type: decimal, column: amount } } }
`;

function bankWith(people: string, moves = "('nobody', 1, 1)"): Bank {
  return bankOf(catalog, (zone) =>
    engines.load(
      `create table people as select id, cast(a as decimal(38,2)) as a, cast(b as decimal(38,2)) as b, cast(c as bigint) as c,
         cast(0.5 as decimal(38,6)) as fine, cast(cash as decimal(38,6)) as cash
       from (values ${people}) as given (id, a, b, c, cash);
       create table moves as select id, n, timestamptz '2026-03-01 12:00:00+08' as "at", cast(amount as decimal(38,2)) as amount
       from (values ${moves}) as given (id, n, amount);
       create table fx as select date '2026-01-01' as day, 'USD' as ccy, cast(712.34 as decimal(18,8)) as rate`,
      zone,
    ),
  );
}

describe("division", () => {
  const bank = bankWith(`
    ('tie',      '0.01', '8.00', 7, '1'),
    ('negative', '-0.01', '8.00', 7, '-1'),
    ('thirds',   '2.00', '-3.00', 3, '2'),
    ('halves',   '1.00', '3.00', 2, '0.000001'),
    ('zero',     '1.00', '0.00', 0, '1'),
    ('large',    '123456789012345678901234567890.12', '7.00', 7, '12345678901234567890123456789012'),
    ('huge',     '99999999999999999999999999999999.99', '99999999999999999999999999999999.99', 1, '99999999999999999999999999999999.999999'),
    ('edge',     '99999999999.99', '0.01', 9, '999999999.999999')
  `);

  test("is exact, rounded half away from zero at the sixth place, whatever the size of the numbers", async () => {
    const found = await bank.values(["a / b", "cash / c", "a / c"], "2026-03-02 06:00");
    expect(found["a / b"]).toEqual({
      tie: "0.00125",
      negative: "-0.00125",
      thirds: "-0.666667",
      halves: "0.333333",
      zero: null,
      large: "17636684144620811271604938270.017143",
      huge: "1",
      edge: "9999999999999",
    });
    expect(found["cash / c"]).toEqual({
      tie: "0.142857",
      negative: "-0.142857",
      thirds: "0.666667",
      halves: "0.000001",
      zero: null,
      large: "1763668414462081127160493827001.714286",
      huge: "99999999999999999999999999999999.999999",
      edge: "111111111.111111",
    });
    // What comes to more than 32 digits before the point needs more than 38.
    expect(found["a / c"]).toMatchObject({
      large: "17636684144620811271604938270.017143",
      huge: "99999999999999999999999999999999.99",
    });
    expect(await bank.values(["a / 0.5"], "2026-03-02 06:00")).toMatchObject({
      "a / 0.5": { large: "246913578024691357802469135780.24", huge: null },
    });
  });

  test("of money into another currency goes by way of no rounding", async () => {
    const found = await bank.values(["cash in USD"], "2026-03-02 06:00");
    expect(found["cash in USD"]).toEqual({
      tie: "0.140382",
      negative: "-0.140382",
      thirds: "0.280765",
      halves: "0",
      zero: "0.140382",
      large: "1733116054304765686346892886685.009967",
      huge: "14038240166212763567959120644635.988432",
      edge: "140382401.662127",
    });
  });
});

describe("sums", () => {
  const most = "99999999999999999999999999999999.99";
  const bank = bankWith(
    "('over', 1, 1, 1, 1), ('back', 1, 1, 1, 1), ('just', 1, 1, 1, 1), ('small', 1, 1, 1, 1), ('none', 1, 1, 1, 1)",
    `('over', 1, '${most}'), ('over', 2, '0.01'), ('over', 3, '${most}'),
     ('back', 1, '${most}'), ('back', 2, '${most}'), ('back', 3, '-${most}'), ('back', 4, '-0.01'), ('back', 5, '-${most}'),
     ('just', 1, '${most}'), ('just', 2, '-12.34'), ('small', 1, '-0.05'), ('small', 2, '10.00')`,
  );

  test("of more than 38 digits are unknown, those that come back within them are exact", async () => {
    const found = await bank.values(
      ["sum(move.amount, ever)", "avg(move.amount, ever)", "median(move.amount, ever)"],
      "2026-03-02 06:00",
    );
    expect(found["sum(move.amount, ever)"]).toEqual({
      over: null,
      back: "-0.01",
      just: "99999999999999999999999999999987.65",
      small: "9.95",
      none: "0",
    });
    expect(found["avg(move.amount, ever)"]).toEqual({
      over: null,
      back: "-0.002",
      just: "49999999999999999999999999999993.825",
      small: "4.975",
      none: null,
    });
    expect(found["median(move.amount, ever)"]).toMatchObject({ small: "4.975", none: null });
  });
});

test("products of more places than numbers have are unknown", async () => {
  const bank = bankWith("('one', 1, 1, 1, 1)");
  const many = Array.from({ length: 7 }, () => "fine").join(" * ");
  const found = await bank.values([many, "fine * fine", `(${many}) + 1`], "2026-03-02 06:00");
  expect(found).toEqual({
    [many]: { one: null },
    "fine * fine": { one: "0.25" },
    [`(${many}) + 1`]: { one: null },
  });
});
