import { describe, expect, test } from "vitest";
import type { Duration, Expression, Firing, FollowingStep, Program } from "../../../plan/index.ts";
import { bankOf, campaignNamed, type Detected, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("patterns");

/** Views are kept as local times without zone, buys as instants: both must be compared as instants. */
const catalogOf = (timezone: string) => `catalog: 1
timezone: ${timezone}
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  views: { relation: views, grain: event, customer: person, time: { column: seen, zone: ${timezone} }, id: view }
  buys: { relation: buys, grain: event, customer: person, time: bought, id: buy }
  calls: { relation: calls, grain: event, customer: person, time: called, id: call, lateness: 2 days }
tags:
  age: { type: integer, from: people.age }
events:
  view: { source: views, attributes: { page: { type: text }, price: { type: money(CNY) } } }
  buy: { source: buys, attributes: { amount: { type: money(CNY) }, shop: { type: text } } }
  call: { source: calls, attributes: { topic: { type: text } } }
`;

const empty = `create table people (id integer, age integer);
  create table views (view integer, person integer, seen timestamp, page varchar, price decimal(12, 2));
  create table buys (buy integer, person integer, bought timestamptz, amount decimal(12, 2), shop varchar);
  create table calls (call integer, person integer, called timestamptz, topic varchar);`;

const money = { kind: "money", currency: "CNY", scale: 2 } as const;
const amount: Expression = { kind: "attribute", of: "row", attribute: "amount", type: money };
const price = (of: "event" | "row"): Expression => ({
  kind: "attribute",
  of,
  attribute: "price",
  type: money,
});
const page: Expression = { kind: "attribute", of: "row", attribute: "page", type: { kind: "text" } };
const text = (value: string): Expression => ({ kind: "literal", type: { kind: "text" }, value });
const cny = (value: string): Expression => ({ kind: "literal", type: money, value });
const atLeast = (left: Expression, right: Expression): Expression => ({
  kind: "comparison",
  operator: ">=",
  left,
  right,
});
const is = (left: Expression, right: Expression): Expression => ({
  kind: "comparison",
  operator: "=",
  left,
  right,
});
const age: Expression = { kind: "tag", tag: "age", type: { kind: "integer" } };
const days = (count: number): Duration => ({ count, unit: "day" });

function step(event: string, within: Duration, parts: Partial<FollowingStep> = {}): FollowingStep {
  return { event, where: [], within, absent: false, ...parts };
}

function pattern(then: readonly FollowingStep[], where: readonly Expression[] = []): Firing {
  return { kind: "pattern", first: { event: "view", where }, then, conditions: [] };
}

/** The campaign of the text, fired otherwise, its message of these placeholders. */
const firedBy =
  (firing: Firing, placeholders: readonly string[]) =>
  (program: Program): Program => ({
    ...program,
    campaigns: program.campaigns.map((campaign) => ({ ...campaign, firing })),
    offers: Object.fromEntries(
      Object.entries(program.offers).map(([name, offer]) => [
        name,
        {
          ...offer,
          messages: { letter: { body: placeholders.map((one) => ({ kind: "placeholder", name: one })) } },
        },
      ]),
    ),
  });

/** All events and tags that the firings speak of must be in the program. */
const uses = "count(view, ever) + count(buy, ever) + count(call, ever) >= 0";
const campaign = `offer probe { message letter "." }
   ${campaignNamed("a", { segment: `${uses} and (age is known or age is unknown)`, trigger: "daily at 06:00 on view" })}`;

const idsOf = ({ candidates }: Detected): readonly string[] =>
  candidates.map(({ customer, event }) => `${customer} ${event?.id}`);

describe("followed by", () => {
  const bank = bankOf(catalogOf("Asia/Shanghai"), (timezone) =>
    engines.load(
      `${empty}
       insert into people values (1, 40), (2, 17), (3, null);
       insert into views values
         (10, 1, '2026-03-01 10:00', 'card', 100), (11, 1, '2026-03-01 10:00', 'loan', 900),
         (12, 1, '2026-02-26 09:59:59.999999', 'card', 100),
         (20, 2, '2026-03-01 10:00', 'card', 100), (21, 2, '2026-03-01 12:00', 'card', 200),
         (30, 3, '2026-02-27 12:00', 'card', 300), (31, 3, '2026-02-25 12:00', 'card', 300),
         (99, 77, '2026-03-01 10:00', 'card', 100), (null, 1, '2026-03-01 10:00', 'card', 100);
       insert into buys values
         -- Of customer 1 at the very time of her views, and then a microsecond before the tick.
         (100, 1, '2026-03-01 10:00:00+08', 100, 'a'), (101, 1, '2026-03-02 05:59:59.999999+08', 500, 'b'),
         -- Of customer 2 two at one instant, exactly a day after her first view, and one after the tick.
         (203, 2, '2026-03-02 06:00:00+08', 50, 'd'), (202, 2, '2026-03-02 06:00:00+08', 60, 'c'),
         (204, 2, '2026-03-02 06:00:00.000001+08', 70, 'e'),
         -- Of customer 3 exactly three days after view 30; and one before the span, which view 31 has had.
         (300, 3, '2026-03-02 12:00:00+08', 10, 'f'), (301, 3, '2026-02-26 12:00:00+08', 10, 'g');
       insert into calls values (1, 1, '2026-03-02 05:59:59.999999+08', 'x'), (2, 2, '2026-03-02 06:00:00+08', 'x')`,
      timezone,
    ),
  );
  const tick = "2026-03-02 06:00";
  const fired = async (
    firing: Firing,
    at: { tick: string; after?: string } = { tick },
    placeholders: readonly string[] = [],
  ) => only(await bank.detect(campaign, at, firedBy(firing, placeholders)));

  test("takes the first event that comes strictly later, up to the last microsecond", async () => {
    const found = await fired(pattern([step("buy", days(3))]));
    // View 12 is a microsecond too early for buy 100, views 10 and 11 had that at their own time.
    expect(idsOf(found)).toEqual(["1 10", "1 11", "2 20", "2 21"]);
    expect(found.detected).toBe(4);
    expect(found.candidates[0]?.event?.time).toBe("2026-03-01T02:00:00Z");
  });

  test("counts days by the local clock, the end included", async () => {
    const at = { tick: "2026-03-03 06:00", after: "2026-03-02 06:00" };
    // View 30 is followed three days later to the microsecond.
    expect(idsOf(await fired(pattern([step("buy", days(3))]), at))).toEqual(["3 30"]);
    expect(idsOf(await fired(pattern([step("buy", { count: 71, unit: "hour" })]), at))).toEqual([]);
    expect(idsOf(await fired(pattern([step("buy", { count: 72, unit: "hour" })]), at))).toEqual(["3 30"]);
  });

  test("does not fire again for what was followed before the span", async () => {
    // View 31 was followed by buy 301 on 26 February: buy 300 is not its first.
    const at = { tick: "2026-03-03 06:00", after: "2026-03-02 06:00" };
    expect(idsOf(await fired(pattern([step("buy", days(10))]), at))).toEqual(["3 30"]);
  });

  test("asks the step's own attributes, the first event's, and the customer", async () => {
    const own = step("buy", days(3), { where: [atLeast(amount, cny("55"))] });
    expect(idsOf(await fired(pattern([own]))).filter((id) => id.startsWith("2"))).toEqual(["2 20", "2 21"]);
    const first = step("buy", days(3), { where: [atLeast(amount, price("event"))] });
    expect(idsOf(await fired(pattern([first])))).toEqual(["1 10"]);
    const adult = step("buy", days(3), {
      where: [atLeast(age, { kind: "literal", type: { kind: "integer" }, value: "18" })],
    });
    expect(idsOf(await fired(pattern([adult])))).toEqual(["1 10", "1 11"]);
    expect(idsOf(await fired(pattern([step("buy", days(3))], [is(page, text("loan"))])))).toEqual(["1 11"]);
    const grown = atLeast(age, { kind: "literal", type: { kind: "integer" }, value: "18" });
    expect(idsOf(await fired(pattern([step("buy", days(3))], [grown])))).toEqual(["1 10", "1 11"]);
  });

  test("takes the lesser id of two at one instant", async () => {
    const named = pattern([step("buy", days(3), { alias: "y" })]);
    const found = await fired(named, { tick }, ["event.page", "y.amount", "y.shop"]);
    expect(found.candidates.map(({ placeholders }) => Object.values(placeholders))).toEqual([
      ["card", "500", "b"],
      ["loan", "500", "b"],
      ["card", "60", "c"],
      ["card", "60", "c"],
    ]);
  });

  test("goes on from the step before in a chain", async () => {
    // Call 1 comes at the time of buy 101, not later; call 2 at that of buys 202 and 203.
    expect(idsOf(await fired(pattern([step("buy", days(3)), step("call", days(3))])))).toEqual([]);
    const found = await fired(pattern([step("call", days(3)), step("buy", days(3))]), {
      tick: "2026-03-03 06:00",
    });
    // After call 2 comes buy 204, a microsecond later.
    expect(idsOf(found)).toEqual(["2 20", "2 21"]);
    const earlier = step("buy", days(3), {
      where: [
        {
          kind: "comparison",
          operator: "=",
          left: { kind: "attribute", of: "step 1", attribute: "topic", type: { kind: "text" } },
          right: text("y"),
        },
      ],
    });
    expect(
      idsOf(await fired(pattern([step("call", days(3)), earlier]), { tick: "2026-03-03 06:00" })),
    ).toEqual([]);
  });
});

describe("not followed by", () => {
  const bank = bankOf(catalogOf("Asia/Shanghai"), (timezone) =>
    engines.load(
      `${empty}
       insert into people values (1, 40), (2, 17), (3, null);
       insert into views values
         (10, 1, '2026-02-22 06:00', 'card', 100), (11, 1, '2026-02-23 06:00', 'card', 100),
         (12, 1, '2026-02-22 06:00:00.000001', 'loan', 100),
         (20, 2, '2026-02-22 12:00', 'card', 100), (21, 2, '2026-02-22 12:00:00.000001', 'card', 100),
         (30, 3, '2026-01-31 12:00', 'card', 100), (31, 3, '2026-01-28 12:00', 'card', 100),
         (32, 3, '2026-01-27 12:00', 'card', 100);
       insert into buys values
         (200, 2, '2026-03-01 12:00:00+08', 1, 'a'), (201, 2, '2026-02-22 12:00:00+08', 1, 'a');
       insert into calls values (1, 1, '2026-02-24 06:00:00+08', 'x')`,
      timezone,
    ),
  );
  const fired = async (firing: Firing, tick: string, after: string) =>
    only(await bank.detect(campaign, { tick, after }, firedBy(firing, [])));
  const unfollowed = (event: string, within: Duration, parts: Partial<FollowingStep> = {}): Firing =>
    pattern([step(event, within, { ...parts, absent: true })]);

  test("fires when the span has run out, its end included", async () => {
    const week = unfollowed("buy", days(7));
    // Views of 22 February 06:00 run out on 1 March 06:00: the tick takes in its own instant, not the one after.
    expect(idsOf(await fired(week, "2026-03-01 06:00", "2026-02-28 06:00"))).toEqual(["1 10"]);
    // View 20 was followed at the very end of its span; view 21 a microsecond before that; both not by buy 201.
    expect(idsOf(await fired(week, "2026-03-02 06:00", "2026-03-01 06:00"))).toEqual(["1 12", "1 11"]);
    const earlier = unfollowed("buy", { count: 167, unit: "hour" });
    expect(idsOf(await fired(earlier, "2026-03-01 12:00", "2026-03-01 06:00"))).toEqual(["2 20", "2 21"]);
  });

  test("waits for the lateness of the source that was to follow", async () => {
    // Detection reaches back by the lateness as well, for what comes late may have to fire: so both ticks find it.
    const week = unfollowed("call", days(7));
    expect(idsOf(await fired(week, "2026-03-02 06:00", "2026-03-01 06:00"))).toEqual([]);
    // Views of 22 February: 29 days, and two more. Customer 1 called on 24 February.
    expect(idsOf(await fired(week, "2026-03-03 12:00", "2026-03-03 06:00"))).toEqual(["2 20"]);
    const other = unfollowed("call", days(7), {
      where: [is({ kind: "attribute", of: "row", attribute: "topic", type: { kind: "text" } }, text("y"))],
    });
    expect(idsOf(await fired(other, "2026-03-03 06:00", "2026-03-03 05:00"))).toEqual(["1 10"]);
  });

  test("ends months on their last day", async () => {
    const month = unfollowed("buy", { count: 1, unit: "month" });
    // A month after 31 January and after 28 January is 28 February.
    expect(idsOf(await fired(month, "2026-02-28 12:00", "2026-02-28 11:00"))).toEqual(["3 31", "3 30"]);
    expect(idsOf(await fired(month, "2026-02-27 12:00", "2026-02-27 11:00"))).toEqual(["3 32"]);
  });

  test("asks the first event of what did not follow", async () => {
    const cheaper = unfollowed("buy", days(7), { where: [atLeast(amount, price("event"))] });
    expect(idsOf(await fired(cheaper, "2026-03-02 06:00", "2026-03-01 06:00"))).toEqual([
      "1 12",
      "1 11",
      "2 20",
      "2 21",
    ]);
  });

  test("ends a chain", async () => {
    const chain = pattern([step("call", days(3)), step("buy", days(5), { absent: true })]);
    // The call of 24 February 06:00 came within three days of views 10, 11 and 12; five days later is 1 March.
    expect(idsOf(await fired(chain, "2026-03-01 06:00", "2026-03-01 05:00"))).toEqual([
      "1 10",
      "1 12",
      "1 11",
    ]);
  });
});

describe("across a change of the clocks", () => {
  // In London clocks go from 01:00 to 02:00 on 29 March 2026, and from 02:00 back to 01:00 on 25 October.
  const bank = bankOf(catalogOf("Europe/London"), (timezone) =>
    engines.load(
      `${empty}
       insert into people values (1, 40);
       insert into views values
         (1, 1, '2026-03-28 01:30', 'card', 1), (2, 1, '2026-03-28 02:30', 'card', 1),
         (3, 1, '2026-10-24 01:30', 'card', 1);
       insert into buys values
         -- 29 March at 02:00 of summer, to the microsecond and one after; then 02:30.
         (10, 1, '2026-03-29 01:00:00+00', 1, 'at'),
         (11, 1, '2026-03-29 01:30:00+00', 1, 'half past two'),
         (12, 1, '2026-03-29 01:30:00.000001+00', 1, 'after'),
         -- 25 October at 01:30 of summer, and of winter.
         (20, 1, '2026-10-25 00:30:00.000001+00', 1, 'after the first'),
         (21, 1, '2026-10-25 01:30:00+00', 1, 'second')`,
      timezone,
    ),
  );
  const fired = async (firing: Firing, tick: string, after: string) =>
    idsOf(only(await bank.detect(campaign, { tick, after }, firedBy(firing, []))));
  const shop: Expression = { kind: "attribute", of: "row", attribute: "shop", type: { kind: "text" } };
  const followed = (name: string, within: Duration): Firing =>
    pattern([step("buy", within, { where: [is(shop, text(name))] })]);
  const spring = ["2026-03-30 06:00", "2026-03-29 00:00"] as const;
  const autumn = ["2026-10-26 06:00", "2026-10-25 00:00"] as const;

  test("a day keeps the local time; one that is skipped is the next that exists", async () => {
    expect(await fired(followed("at", days(1)), ...spring)).toEqual(["1 1", "1 2"]);
    expect(await fired(followed("half past two", days(1)), ...spring)).toEqual(["1 2"]);
    expect(await fired(followed("after", days(1)), ...spring)).toEqual([]);
  });

  test("a day keeps the local time; of one that occurs twice it is the first", async () => {
    expect(await fired(followed("after the first", days(1)), ...autumn)).toEqual([]);
    expect(await fired(followed("second", days(1)), ...autumn)).toEqual([]);
    expect(await fired(followed("second", days(2)), ...autumn)).toEqual(["1 3"]);
  });

  test("hours elapse", async () => {
    const hours = (count: number): Duration => ({ count, unit: "hour" });
    expect(await fired(followed("half past two", hours(24)), ...spring)).toEqual(["1 1", "1 2"]);
    expect(await fired(followed("half past two", hours(23)), ...spring)).toEqual(["1 2"]);
    expect(await fired(followed("second", hours(24)), ...autumn)).toEqual([]);
    expect(await fired(followed("second", hours(25)), ...autumn)).toEqual(["1 3"]);
  });

  test("what did not follow within a day fires at that time", async () => {
    const unfollowed = pattern([step("buy", days(1), { absent: true, where: [is(shop, text("nowhere"))] })]);
    expect(await fired(unfollowed, "2026-03-29 02:00", "2026-03-29 00:59")).toEqual(["1 1"]);
    expect(await fired(unfollowed, "2026-03-29 02:30", "2026-03-29 02:00")).toEqual(["1 2"]);
    expect(await fired(unfollowed, "2026-10-25 01:30", "2026-10-25 01:29")).toEqual(["1 3"]);
  });
});

describe("over empty tables", () => {
  const bank = bankOf(catalogOf("Asia/Shanghai"), (timezone) => engines.load(empty, timezone));

  test("nothing fires", async () => {
    for (const absent of [false, true]) {
      const firing = pattern([step("buy", days(1)), step("call", days(1), { absent })]);
      const found = only(await bank.detect(campaign, { tick: "2026-03-02 06:00" }, firedBy(firing, [])));
      expect(found).toEqual({ detected: 0, candidates: [] });
    }
  });
});
