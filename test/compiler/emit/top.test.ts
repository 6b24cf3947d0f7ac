import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { bankOf } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("top", { icu: true });

/** Eleven customers; of the last the score is unknown, of the first two it is the same as of others. */
const people = [
  ["ann", 5, "north"],
  ["Bob", 5, "north"],
  ["cid", 9, "south"],
  ["dee", 1, "south"],
  ["eve", 5, "south"],
  ["Fay", -2, "north"],
  ["gus", 5, "north"],
  ["hal", 0, "south"],
  ["ida", 7, "north"],
  ["Jan", 3, "south"],
  ["kim", null, "north"],
] as const;

const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: text, source: people }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: id, time: { column: bought, zone: Asia/Shanghai }, id: seq }
tags:
  score: { type: integer, from: people.score }
  region: { type: { enum: [north, south] }, from: people.region }
events:
  buy: { source: buys, attributes: { amount: { type: money(CNY) } } }
`,
  (timezone) =>
    engines.load(
      `create table people (id varchar, score integer, region varchar);
       insert into people values ${people.map(([id, score, region]) => `('${id}', ${score}, '${region}')`).join(", ")};
       create table buys (seq integer, id varchar, bought timestamp, amount decimal(10, 2));
       insert into buys values (1, 'dee', '2026-03-01 12:00', 100), (2, 'hal', '2026-03-01 12:00', 50),
         (3, 'cid', '2026-01-01 12:00', 999)`,
      timezone,
    ),
);

const tick = "2026-03-02 06:00";

/** The stable hash of LANGUAGE § 9, by which ties go. */
const hash = (customer: string): string => createHash("md5").update(customer, "utf8").digest("hex");

/** Worked out here: by score, high first, then by hash. */
function best(count: number, from: readonly (readonly [string, number | null, string])[] = people) {
  return from
    .filter(([, score]) => score !== null)
    .sort(([a, x], [b, y]) => (y ?? 0) - (x ?? 0) || (hash(a) < hash(b) ? -1 : 1))
    .slice(0, count)
    .map(([id]) => id)
    .sort();
}

describe("the top of a ranking", () => {
  test("takes so many, ties by the stable hash of the customer's key", async () => {
    const counts = [1, 2, 3, 4, 5, 6, 20];
    const predicates = counts.map((count) => `top ${count} of true by score`);
    const found = await bank.holders(predicates, tick);
    expect(found).toEqual(Object.fromEntries(counts.map((count, index) => [predicates[index], best(count)])));
    expect(found["top 2 of true by score"]).toEqual(["cid", "ida"]);
  });

  test("takes a share, rounded up, of those whose measure is known", async () => {
    // Of ten: 1, 1, 3, 5 and all.
    const shares: Readonly<Record<string, number>> = {
      "0.1%": 1,
      "10%": 1,
      "20.1%": 3,
      "50%": 5,
      "100%": 10,
    };
    const predicates = Object.keys(shares).map((share) => `top ${share} of true by score`);
    expect(await bank.holders(predicates, tick)).toEqual(
      Object.fromEntries(Object.values(shares).map((count, index) => [predicates[index], best(count)])),
    );
  });

  test("is of those for whom its condition holds; nothing around it counts", async () => {
    const south = people.filter(([, , region]) => region === "south");
    expect(
      await bank.holders(
        [
          "top 2 of region = south by score",
          "top 40% of region = south by score",
          "region = north and top 3 of true by score",
          "not (top 8 of true by score)",
          "top 3 of region = south by score or score < 0",
        ],
        tick,
      ),
    ).toEqual({
      "top 2 of region = south by score": best(2, south),
      "top 40% of region = south by score": best(2, south),
      "region = north and top 3 of true by score": best(3).filter((id) => id !== "cid" && id !== "eve"),
      "not (top 8 of true by score)": people
        .map(([id]) => id)
        .filter((id) => !best(8).includes(id))
        .sort(),
      "top 3 of region = south by score or score < 0": [...best(3, south), "Fay"].sort(),
    });
  });

  test("ranks by aggregates and derived tags, over who has no rows too", async () => {
    const declarations = `
      tag spend = sum(buy.amount, last 30 days)
      segment spenders = top 10% of spend > 0 CNY by spend
    `;
    expect(
      await bank.holders(
        [
          "spenders",
          "not spenders and spend > 0 CNY",
          "top 1 of true by sum(buy.amount, last 90 days)",
          "count(buy where amount > 60 CNY and spenders, last 30 days) > 0",
        ],
        tick,
        declarations,
      ),
    ).toEqual({
      spenders: ["dee"],
      "not spenders and spend > 0 CNY": ["hal"],
      "top 1 of true by sum(buy.amount, last 90 days)": ["cid"],
      "count(buy where amount > 60 CNY and spenders, last 30 days) > 0": ["dee"],
    });
  });
});
