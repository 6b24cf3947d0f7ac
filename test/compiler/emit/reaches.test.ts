import { describe, expect, test } from "vitest";
import type { Duration, Expression, Firing, Program } from "../../../plan/index.ts";
import { bankOf, campaignNamed, type Detected, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("reaches");

const catalogOf = (timezone: string) => `catalog: 1
timezone: ${timezone}
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  buys: { relation: buys, grain: event, customer: person, time: bought, id: buy }
tags:
  age: { type: integer, from: people.age }
events:
  buy: { source: buys, attributes: { amount: { type: money(CNY) }, shop: { type: text } } }
`;

const empty = `create table people (id integer, age integer);
  create table buys (buy integer, person integer, bought timestamptz, amount decimal(12, 2), shop varchar);`;

const money = { kind: "money", currency: "CNY", scale: 2 } as const;
const amount: Expression = { kind: "attribute", of: "row", attribute: "amount", type: money };
const shop = (of: "event" | "row"): Expression => ({
  kind: "attribute",
  of,
  attribute: "shop",
  type: { kind: "text" },
});
const is = (left: Expression, value: string): Expression => ({
  kind: "comparison",
  operator: "=",
  left,
  right: { kind: "literal", type: { kind: "text" }, value },
});
const grown: Expression = {
  kind: "comparison",
  operator: ">=",
  left: { kind: "tag", tag: "age", type: { kind: "integer" } },
  right: { kind: "literal", type: { kind: "integer" }, value: "18" },
};

type Reaches = Extract<Firing, { kind: "reaches" }>;
const reaches = (figure: string, within: Duration, parts: Partial<Reaches> = {}): Firing => ({
  kind: "reaches",
  function: "sum",
  event: "buy",
  where: [],
  subject: amount,
  figure,
  type: money,
  within,
  conditions: [],
  ...parts,
});

/** Without what would be summed. */
const counted = (figure: string, within: Duration, parts: Partial<Reaches> = {}): Firing => {
  const { subject: _subject, ...rest } = reaches(figure, within, parts) as Reaches;
  return { ...rest, function: "count", type: { kind: "integer" } };
};

const firedBy =
  (firing: Firing) =>
  (program: Program): Program => ({
    ...program,
    campaigns: program.campaigns.map((campaign) => ({ ...campaign, firing })),
  });

const campaign = `offer probe { message letter "." }
  ${campaignNamed("a", {
    segment: 'count(buy where shop = "a" and amount > 0 CNY, ever) >= 0 and (age is known or age is unknown)',
    trigger: "daily at 06:00 on buy",
  })}`;

const idsOf = ({ candidates }: Detected): readonly string[] =>
  candidates.map(({ customer, event }) => `${customer} ${event?.id}`);
const day = { count: 1, unit: "day" } as const;

describe("a sum that reaches a figure", () => {
  const bank = bankOf(catalogOf("Asia/Shanghai"), (timezone) =>
    engines.load(
      `${empty}
       insert into people values (1, 40), (2, 17), (3, null), (4, 50);
       insert into buys values
         -- Customer 1 adds up in steps at one instant, by id: 2, 10, 11.
         (10, 1, '2026-03-01 10:00:00+08', 60, 'a'), (2, 1, '2026-03-01 10:00:00+08', 50, 'a'),
         (11, 1, '2026-03-01 10:00:00+08', 40, 'b'),
         -- She falls below by a refund and by what leaves a day after it came, and reaches it again.
         (12, 1, '2026-03-01 11:00:00+08', -80, 'a'), (13, 1, '2026-03-01 12:00:00+08', 30, 'a'),
         (14, 1, '2026-03-02 10:00:00+08', 70, 'a'),
         -- Customer 2 reaches it to the cent; what is unknown or nothing adds nothing.
         (20, 2, '2026-03-01 10:00:00+08', 99.99, 'a'), (21, 2, '2026-03-01 10:30:00+08', null, 'a'),
         (22, 2, '2026-03-01 11:00:00+08', 0, 'a'), (23, 2, '2026-03-01 12:00:00+08', 0.01, 'a'),
         (24, 2, '2026-03-01 12:00:00+08', 0, 'a'), (25, 2, '2026-03-01 12:00:00+08', -0.01, 'a'),
         -- Customer 3 has 60 that leave at 10:00 on 2 March, just when 50 come.
         (30, 3, '2026-03-01 10:00:00+08', 60, 'a'), (31, 3, '2026-03-02 10:00:00+08', 50, 'a'),
         -- Customer 4's 60 of 10:00 and a microsecond are still there.
         (40, 4, '2026-03-01 10:00:00.000001+08', 60, 'b'), (41, 4, '2026-03-02 10:00:00+08', 50, 'b'),
         (99, 77, '2026-03-01 10:00:00+08', 500, 'a'), (null, 4, '2026-03-01 12:00:00+08', 500, 'a')`,
      timezone,
    ),
  );
  const fired = async (firing: Firing, tick = "2026-03-03 06:00", after = "2026-03-01 06:00") =>
    only(await bank.detect(campaign, { tick, after }, firedBy(firing)));

  test("fires at the event that brings it there, one at a time in order of time and id", async () => {
    // 1: 50, then 110 by 10; 150; 70 by 12; 100 by 13; at 2 March 10:00 150 of the first three have left: 20, then 90.
    expect(idsOf(await fired(reaches("100", day)))).toEqual(["1 10", "1 13", "2 23", "4 41"]);
    expect(idsOf(await fired(reaches("110", { count: 24, unit: "hour" })))).toEqual(["1 10", "4 41"]);
    expect(idsOf(await fired(reaches("110.01", day)))).toEqual(["1 11"]);
  });

  test("looks further back than the span, and takes in the span's end", async () => {
    const found = await fired(reaches("100", day), "2026-03-02 10:00", "2026-03-01 12:00");
    expect(idsOf(found)).toEqual(["4 41"]);
    expect(idsOf(await fired(reaches("100", day), "2026-03-01 12:00", "2026-03-01 11:00"))).toEqual([
      "1 13",
      "2 23",
    ]);
  });

  test("asks `where` of every event, of the customer too, and conditions of the one that fires", async () => {
    // Without shop b customer 1 comes to 110 all the same, falls to 30 and comes to 60.
    expect(idsOf(await fired(reaches("100", day, { where: [is(shop("row"), "a")] })))).toEqual([
      "1 10",
      "2 23",
    ]);
    expect(idsOf(await fired(reaches("100", day, { where: [grown] })))).toEqual(["1 10", "1 13", "4 41"]);
    expect(idsOf(await fired(reaches("100", day, { conditions: [is(shop("event"), "b")] })))).toEqual([
      "4 41",
    ]);
    const found = await fired(reaches("100", day, { conditions: [grown] }));
    expect(idsOf(found)).toEqual(["1 10", "1 13", "4 41"]);
    expect(found.detected).toBe(3);
  });

  test("counts what has an unknown amount", async () => {
    // At 10:00 on 2 March the three of 10:00 have left: 14 is the third again, but not within 26 hours.
    expect(idsOf(await fired(counted("3", day)))).toEqual(["1 11", "1 14", "2 22"]);
    expect(idsOf(await fired(counted("3", { count: 26, unit: "hour" })))).toEqual(["1 11", "2 22"]);
    expect(idsOf(await fired(counted("1", day)))).toEqual(["1 2", "2 20", "3 30", "3 31", "4 40"]);
  });
});

describe("a sum over months and changes of the clocks", () => {
  const bank = bankOf(catalogOf("Europe/London"), (timezone) =>
    engines.load(
      `${empty}
       insert into people values (1, 40), (2, 40), (3, 40), (4, 40);
       insert into buys values
         -- A month before 28 February and before 1 March.
         (10, 1, '2026-01-31 12:00:00+00', 60, 'a'), (11, 1, '2026-02-28 12:00:00+00', 50, 'a'),
         (20, 2, '2026-01-31 12:00:00+00', 60, 'a'), (21, 2, '2026-03-01 12:00:00+00', 50, 'a'),
         -- 25 October at 01:30 of winter: a day before it was 24 October at 01:30.
         (30, 3, '2026-10-24 00:30:00+00', 60, 'a'), (31, 3, '2026-10-25 01:30:00+00', 50, 'a'),
         (40, 4, '2026-10-24 00:30:00.000001+00', 60, 'a'), (41, 4, '2026-10-25 01:30:00+00', 50, 'a'),
         -- 26 October at 01:30: a day before it was 25 October at 01:30, which occurs twice and is the first.
         (32, 3, '2026-10-26 01:30:00+00', 70, 'a'), (42, 4, '2026-10-25 00:30:00+00', 1, 'b'),
         (43, 4, '2026-10-26 01:30:00+00', 49, 'b')`,
      timezone,
    ),
  );
  const fired = async (firing: Firing, tick: string, after: string) =>
    idsOf(only(await bank.detect(campaign, { tick, after }, firedBy(firing))));

  test("a month before 28 February is 28 January, and before 1 March 1 February", async () => {
    const month = reaches("100", { count: 1, unit: "month" });
    expect(await fired(month, "2026-03-02 06:00", "2026-02-27 06:00")).toEqual(["1 11"]);
  });

  test("a day before keeps the local time", async () => {
    expect(await fired(reaches("100", day), "2026-10-25 06:00", "2026-10-24 06:00")).toEqual(["4 41"]);
    // At 25 hours' distance: customer 3's 60 of 24 October are out at 24 hours already.
    const hours = reaches("100", { count: 24, unit: "hour" });
    expect(await fired(hours, "2026-10-25 06:00", "2026-10-24 06:00")).toEqual([]);
    // Of customer 3 the 50 of the second 01:30 are in the day before 26 October; of 4 the 1 of the first 01:30 is not.
    expect(await fired(reaches("100", day), "2026-10-26 06:00", "2026-10-25 06:00")).toEqual(["3 32"]);
  });
});

describe("over empty tables", () => {
  const bank = bankOf(catalogOf("Asia/Shanghai"), (timezone) => engines.load(empty, timezone));

  test("nothing is reached", async () => {
    const found = only(
      await bank.detect(campaign, { tick: "2026-03-02 06:00" }, firedBy(reaches("100", day))),
    );
    expect(found).toEqual({ detected: 0, candidates: [] });
  });
});
