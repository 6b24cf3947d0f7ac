import { describe, expect, test } from "vitest";
import { type At, bankOf, campaignNamed, type Detected, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("firing_texts");

const bank = bankOf(
  `catalog: 1
timezone: Europe/London
currency: GBP
calendar: { weekend: [saturday, sunday], holidays: [2026-04-03, 2026-04-06] }
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  views: { relation: views, grain: event, customer: person, time: { column: seen, zone: Europe/London }, id: view }
  buys: { relation: buys, grain: event, customer: person, time: bought, id: buy }
  holdings: { relation: holdings, grain: collection, customer: person, id: holding }
tags:
  age: { type: integer, from: people.age }
  born: { type: date, from: people.born }
  stage: { type: { enum: [new, grown] }, from: people.stage }
events:
  view: { source: views, attributes: { page: { type: text } } }
  buy: { source: buys, attributes: { amount: { type: money(GBP) }, shop: { type: text } } }
collections:
  holding: { source: holdings, attributes: { matures: { type: date }, balance: { type: money(GBP) } } }
`,
  (timezone) =>
    engines.load(
      `create table people (id integer, age integer, born date, stage varchar);
       insert into people values (1, 40, '1984-02-29', 'grown'), (2, 17, '2009-03-29', 'new'), (3, 30, null, null);
       create table views (view integer, person integer, seen timestamp, page varchar);
       insert into views values
         (1, 1, '2026-03-28 01:30', 'card'), (2, 1, '2026-03-28 20:00', 'loan'), (3, 2, '2026-03-28 20:00', 'card');
       create table buys (buy integer, person integer, bought timestamptz, amount decimal(12, 2), shop varchar);
       insert into buys values
         -- Of customer 1 at 02:00 of summer, when it is a day since her first view, whose time is skipped; then two at once.
         (1, 1, '2026-03-29 01:00:00+00', 20, 'a'), (3, 1, '2026-03-29 10:00:00+00', 60, 'c'),
         (2, 1, '2026-03-29 10:00:00+00', 30, 'b'),
         (4, 2, '2026-03-29 12:00:00+00', 100, 'a'), (5, 2, '2026-03-29 13:00:00+00', 50, 'd');
       create table holdings (holding integer, person integer, matures date, balance decimal(12, 2));
       insert into holdings values (1, 1, '2026-04-07', 500), (2, 2, '2026-04-07', 50), (3, 3, '2026-04-08', 500)`,
      timezone,
    ),
);

const day: At = { tick: "2026-03-30 06:00", after: "2026-03-29 00:00" };
const idsOf = ({ candidates }: Detected): readonly string[] =>
  candidates.map(({ customer, event }) => `${customer} ${event?.id}`);

async function fired(firing: string, at: At = day, parts: { message?: string; declarations?: string } = {}) {
  const text = `${parts.declarations ?? ""}
    offer probe { message letter "${parts.message ?? "."}" }
    ${campaignNamed("a", { trigger: `daily at 06:00 ${firing}` })}`;
  return only(await bank.detect(text, at));
}

describe("firings as they are written", () => {
  test("on a pattern", async () => {
    expect(idsOf(await fired("on view followed by buy within 1 day"))).toEqual(["1 1", "1 2", "2 3"]);
    const dearer = await fired(
      'on view as v where page = "loan" followed by buy as first within 1 day followed by buy as y where amount > first.amount and v.page = "loan" within 12 hours',
      day,
      { message: "{v.page} {first.shop} {y.shop}" },
    );
    // After buy 1 of 20 comes buy 2 of 30, the lesser id of two at one time.
    expect(dearer.candidates.map(({ placeholders }) => placeholders)).toEqual([
      { "v.page": "loan", "first.shop": "a", "y.shop": "b" },
    ]);
    const absent = await fired('on view not followed by buy where shop = "a" within 12 hours');
    // View 1 had its 12 hours over on the 28th; customer 2's buy came 16 hours after view 3.
    expect(idsOf(absent)).toEqual(["2 3"]);
  });

  test("on a named pattern, with conditions on its first event", async () => {
    const declarations = "event bought_after = view followed by buy within 1 day";
    expect(idsOf(await fired('on bought_after where page = "card"', day, { declarations }))).toEqual([
      "1 1",
      "2 3",
    ]);
  });

  test("on a figure that is reached", async () => {
    expect(idsOf(await fired("on sum(buy.amount) reaches 100 GBP within 1 day"))).toEqual(["1 3", "2 4"]);
    // Customer 2's buy 4 leaves at the very hour of buy 5.
    const count = "on count(buy where amount >= 30 GBP) reaches 2 within";
    expect(idsOf(await fired(`${count} 1 hour`))).toEqual(["1 3"]);
    expect(idsOf(await fired(`${count} 61 minutes`))).toEqual(["1 3", "2 5"]);
  });

  test("on dates", async () => {
    expect(idsOf(await fired("on day of born", day))).toEqual([]);
    const yearly = "on anniversary of born";
    // The midnight of the tick before was that tick's.
    expect(idsOf(await fired(yearly))).toEqual([]);
    const after = "2026-03-28 23:59";
    expect(idsOf(await fired(yearly, { ...day, after }))).toEqual(["2 2026-03-29"]);
    expect(idsOf(await fired("on anniversary of born", { tick: "2026-02-28 06:00" }))).toEqual([
      "1 2026-02-28",
    ]);
    // Before Tuesday 7 April: Thursday 2, Wednesday 1, Tuesday 31 March, Monday 30; Friday and Monday are holidays.
    const before = "on 4 business days before holding.matures where balance >= 100 GBP";
    expect(idsOf(await fired(before))).toEqual(["1 1|2026-04-07"]);
    const found = await fired(before, day, { message: "{event.balance}" });
    expect(found.candidates[0]?.placeholders).toEqual({ "event.balance": "500" });
    // Midnight of summer time.
    expect(found.candidates[0]?.event?.time).toBe("2026-03-29T23:00:00Z");
  });

  test("on entering, leaving and changing", async () => {
    const declarations = "segment adults = age >= 18";
    const members = [
      { customer: "1", value: "" },
      { customer: "2", value: "" },
    ];
    const at = { ...day, ledger: { members } };
    expect(idsOf(await fired("on enter adults", at, { declarations }))).toEqual(["3 undefined"]);
    expect(idsOf(await fired("on leave adults", at, { declarations }))).toEqual(["2 undefined"]);
    const stages = { members: ["1", "2", "3"].map((customer) => ({ customer, value: "new" })) };
    expect(idsOf(await fired("on change of stage", { ...day, ledger: stages }))).toEqual([
      "1 undefined",
      "3 undefined",
    ]);
    expect(idsOf(await fired("on change of stage to grown", { ...day, ledger: stages }))).toEqual([
      "1 undefined",
    ]);
  });

  test("on an event, asking for the time before it", async () => {
    // The day before buy 3 has 20 in it, not what came at its own time; customer 2's buy 5 has 100 before it.
    const more = "amount > sum(buy.amount, 1 day before event)";
    expect(idsOf(await fired(`on buy where ${more}`))).toEqual(["1 1", "1 2", "1 3", "2 4"]);
    const ever = 'not exists(view where page = "card", ever before event)';
    expect(
      idsOf(await fired(`on view where ${ever}`, { tick: "2026-03-29 06:00", after: "2026-03-28 00:00" })),
    ).toEqual(["1 1", "2 3"]);
    const pattern =
      "on view followed by buy where amount > 10 GBP and count(view, 1 day before event) = 0 within 1 day";
    expect(idsOf(await fired(pattern))).toEqual(["1 1", "2 3"]);
  });
});
