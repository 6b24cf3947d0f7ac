import { describe, expect, test } from "vitest";
import type { Duration, Expression, Firing, Program } from "../../../plan/index.ts";
import { bankOf, campaignNamed, type Detected, only } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("dates");

const bank = bankOf(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
calendar: { weekend: [saturday, sunday], holidays: [2026-03-03], workdays: [2026-03-07] }
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  holdings: { relation: holdings, grain: collection, customer: person, id: [branch, seq] }
  notes: { relation: notes, grain: collection, customer: person, id: note }
tags:
  age: { type: integer, from: people.age }
  born: { type: date, from: people.born }
collections:
  holding:
    source: holdings
    attributes: { kind: { type: text }, balance: { type: money(CNY) }, matures: { type: date } }
  note: { source: notes, attributes: { due: { type: date } } }
`,
  (timezone) =>
    engines.load(
      `create table people (id integer, age integer, born date);
       insert into people values
         (1, 40, '2026-03-02'), (2, 17, '2026-03-09'), (3, null, '2026-03-01'), (4, 30, null),
         (5, 26, '2000-02-29'), (6, 20, '2006-02-28'), (7, 0, '2026-02-28'), (8, 50, '1976-03-02'),
         (9, 50, '2026-03-06');
       create table holdings (branch varchar, seq integer, person integer, kind varchar, balance decimal(12, 2), matures date);
       insert into holdings values
         ('a|b', 10, 1, 'td', 500, '2026-03-09'), ('a', 9, 1, 'td', 100, '2026-03-09'),
         ('a', 10, 1, 'td', 200, '2026-03-09'), ('a', 11, 1, 'fund', 900, '2026-03-09'),
         ('a', 12, 2, 'td', 900, '2026-03-09'), ('a', 13, 2, 'td', 900, '2026-03-10'),
         ('a', 14, 3, 'td', 900, null), ('a', 15, 77, 'td', 900, '2026-03-09'), (null, 16, 1, 'td', 900, '2026-03-09');
       create table notes (note integer, person integer, due date);
       insert into notes values (1, 1, '2026-03-09'), (2, 5, '2024-02-29')`,
      timezone,
    ),
);

type DateFiring = Extract<Firing, { kind: "date" }>;
const born: Expression = { kind: "tag", tag: "born", type: { kind: "date" } };
const dated = (parts: Partial<DateFiring> = {}): Firing => ({
  kind: "date",
  of: { kind: "tag", value: born },
  anniversary: false,
  conditions: [],
  ...parts,
});
const moved = (
  count: number,
  unit: Duration["unit"],
  direction: "before" | "after",
): Partial<DateFiring> => ({
  offset: { duration: { count, unit }, direction },
});
const attribute = (name: string, type: "text" | "money"): Expression => ({
  kind: "attribute",
  of: "row",
  attribute: name,
  type: type === "text" ? { kind: "text" } : { kind: "money", currency: "CNY", scale: 2 },
});
const isTd: Expression = {
  kind: "comparison",
  operator: "=",
  left: attribute("kind", "text"),
  right: { kind: "literal", type: { kind: "text" }, value: "td" },
};
const grown: Expression = {
  kind: "comparison",
  operator: ">=",
  left: { kind: "tag", tag: "age", type: { kind: "integer" } },
  right: { kind: "literal", type: { kind: "integer" }, value: "18" },
};
const maturing = (where: readonly Expression[], parts: Partial<DateFiring> = {}): Firing =>
  dated({ of: { kind: "collection", collection: "holding", attribute: "matures", where }, ...parts });

const firedBy =
  (firing: Firing, placeholders: readonly string[] = []) =>
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

const campaign = `offer probe { message letter "." }
  ${campaignNamed("a", {
    segment:
      "count(holding where balance > 0 CNY) + count(note) >= 0 and (age is known or age is unknown or born is known)",
  })}`;

const fired = async (
  firing: Firing,
  tick = "2026-03-02 06:00",
  after?: string,
  placeholders?: readonly string[],
) =>
  only(
    await bank.detect(
      campaign,
      { tick, ...(after !== undefined && { after }) },
      firedBy(firing, placeholders),
    ),
  );
const idsOf = ({ candidates }: Detected): readonly string[] =>
  candidates.map(({ customer, event }) => `${customer} ${event?.id}`);

describe("a date of a tag", () => {
  test("fires once its day has begun, each day of the span once", async () => {
    const found = await fired(dated());
    expect(idsOf(found)).toEqual(["1 2026-03-02"]);
    expect(found.candidates[0]?.event?.time).toBe("2026-03-01T16:00:00Z");
    expect(idsOf(await fired(dated(), "2026-03-02 06:00", "2026-02-27 06:00"))).toEqual([
      "1 2026-03-02",
      "3 2026-03-01",
      "7 2026-02-28",
    ]);
    // Midnight itself belongs to the tick at midnight.
    expect(idsOf(await fired(dated(), "2026-03-02 00:00", "2026-03-01 00:00"))).toEqual(["1 2026-03-02"]);
    expect(idsOf(await fired(dated(), "2026-03-01 23:59", "2026-03-01 00:00"))).toEqual([]);
  });

  test("goes days, weeks and months before and after", async () => {
    expect(idsOf(await fired(dated(moved(7, "day", "before"))))).toEqual(["2 2026-03-09"]);
    expect(idsOf(await fired(dated(moved(1, "week", "before"))))).toEqual(["2 2026-03-09"]);
    expect(idsOf(await fired(dated(moved(1, "day", "after"))))).toEqual(["3 2026-03-01"]);
    expect(idsOf(await fired(dated(moved(1, "month", "after")), "2026-03-28 06:00"))).toEqual([
      "7 2026-02-28",
    ]);
    // 28 February less a month is 28 January; 31 March would be 28 February.
    expect(idsOf(await fired(dated(moved(1, "month", "before")), "2026-01-28 06:00"))).toEqual([
      "7 2026-02-28",
    ]);
  });

  test("counts business days by the catalog's calendar", async () => {
    // Before Monday 9 March: Saturday 7 (worked), 6, 5, 4, and 2, for 3 March is a holiday.
    expect(idsOf(await fired(dated(moved(5, "business-day", "before"))))).toEqual(["2 2026-03-09"]);
    expect(idsOf(await fired(dated(moved(3, "business-day", "before"))))).toEqual(["9 2026-03-06"]);
    expect(idsOf(await fired(dated(moved(1, "business-day", "before")), "2026-03-07 06:00"))).toEqual([
      "2 2026-03-09",
    ]);
    // The first after Saturday 28 February and after Sunday 1 March is Monday.
    expect(idsOf(await fired(dated(moved(1, "business-day", "after"))))).toEqual([
      "3 2026-03-01",
      "7 2026-02-28",
    ]);
    expect(idsOf(await fired(dated(moved(1, "business-day", "after")), "2026-03-04 06:00"))).toEqual([
      "1 2026-03-02",
    ]);
  });

  test("returns every year, from the first year on", async () => {
    const yearly = dated({ anniversary: true });
    expect(idsOf(await fired(yearly))).toEqual(["8 2026-03-02"]);
    // 29 February returns on the 28th; who was born in this very year has no anniversary yet.
    expect(idsOf(await fired(yearly, "2026-02-28 06:00"))).toEqual(["5 2026-02-28", "6 2026-02-28"]);
    expect(idsOf(await fired(yearly, "2028-02-29 06:00"))).toEqual(["5 2028-02-29"]);
    expect(idsOf(await fired(yearly, "2028-02-28 06:00"))).toEqual(["6 2028-02-28", "7 2028-02-28"]);
    const ahead = dated({ anniversary: true, ...moved(2, "day", "before") });
    expect(idsOf(await fired(ahead, "2026-02-28 06:00"))).toEqual(["8 2026-03-02"]);
    expect(idsOf(await fired(ahead, "2028-02-27 06:00"))).toEqual(["5 2028-02-29"]);
  });

  test("asks the customer", async () => {
    const found = await fired(dated({ conditions: [grown] }), "2026-03-02 06:00", "2026-02-27 06:00");
    expect(idsOf(found)).toEqual(["1 2026-03-02"]);
    expect(found.detected).toBe(1);
  });
});

describe("a date of a collection's rows", () => {
  test("fires for each row, in order of ids, with its attributes", async () => {
    const found = await fired(maturing([isTd], moved(7, "day", "before")), "2026-03-02 06:00", undefined, [
      "event.balance",
      "event.time",
    ]);
    expect(idsOf(found)).toEqual([
      "1 a|9|2026-03-09",
      "1 a|10|2026-03-09",
      "1 a\\|b|10|2026-03-09",
      "2 a|12|2026-03-09",
    ]);
    expect(found.candidates.map(({ placeholders }) => placeholders["event.balance"])).toEqual([
      "100",
      "200",
      "500",
      "900",
    ]);
    expect(found.candidates[0]?.placeholders["event.time"]).toBe(
      String(Date.parse("2026-03-01T16:00:00Z") * 1000),
    );
  });

  test("asks the row and the customer", async () => {
    const large: Expression = {
      kind: "comparison",
      operator: ">=",
      left: attribute("balance", "money"),
      right: { kind: "literal", type: { kind: "money", currency: "CNY", scale: 0 }, value: "200" },
    };
    const found = await fired(maturing([isTd, large, grown], moved(7, "day", "before")));
    expect(idsOf(found)).toEqual(["1 a|10|2026-03-09", "1 a\\|b|10|2026-03-09"]);
    expect(found.detected).toBe(2);
  });

  test("names a row by its id and the anniversary", async () => {
    const notes = dated({
      of: { kind: "collection", collection: "note", attribute: "due", where: [] },
      anniversary: true,
    });
    expect(idsOf(await fired(notes, "2026-02-28 06:00"))).toEqual(["5 2|2026-02-28"]);
  });
});
