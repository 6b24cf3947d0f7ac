import { describe, expect, test } from "vitest";
import {
  date,
  decideOracle,
  detectOracle,
  number,
  type StoredRow,
  text,
  type World,
} from "../../oracle/index.ts";
import type { Duration, Expression, Firing, Program } from "../../plan/index.ts";
import { attribute, buy, campaignText, gift, login, people, programOf, withCampaigns } from "./support.ts";

const days = (count: number): Duration => ({ count, unit: "day" });

/** A campaign with a firing of its own; what the text names makes it part of the program. */
function fired(firing: Firing, more = ""): Program {
  const segment = "exists(login, ever) or not exists(login, ever) or exists(holding) or exists(buy, ever)";
  const named = `${segment} or born is known or aum is known`;
  const campaign = campaignText({ segment: `${named} or age is known or age is unknown`, more });
  return programOf(
    `${gift}${campaign}`,
    withCampaigns((one) => ({ ...one, firing })),
  );
}

function occurrences(program: Program, world: World, from: string, tick: string): readonly string[] {
  const { candidates } = detectOracle(program, "spring", world, { tick, from });
  return candidates.map(({ customer, event, firedAt }) => `${customer} ${event?.id} ${firedAt}`);
}

describe("followed by", () => {
  const pattern = (absent: boolean, within: Duration, where: readonly Expression[] = []): Firing => ({
    kind: "pattern",
    first: { event: "buy", where: [] },
    // biome-ignore lint/suspicious/noThenProperty: the plan's word for the steps behind the first; never awaited
    then: [{ event: "login", where, within, absent }],
    conditions: [],
  });
  const world: World = {
    people: people({}, {}),
    buys: [buy(1, 1, "2026-03-01T10:00:00Z"), buy(2, 2, "2026-03-28T10:00:00Z")],
    logins: [
      // At the same instant: not later. Three days later to the microsecond: still in. Customer 2's is after a clock change.
      login(1, 1, "2026-03-01T10:00:00Z"),
      login(2, 1, "2026-03-04T10:00:00Z"),
      login(3, 2, "2026-03-29T09:00:00.000001Z"),
    ],
  };

  test("takes the first that is strictly later, at most so long after", () => {
    const ever = ["2026-01-01T00:00:00Z", "2026-04-30T06:00:00Z"] as const;
    expect(occurrences(fired(pattern(false, days(3))), world, ...ever)).toEqual([
      "1 1 2026-03-04T10:00:00Z",
      "2 2 2026-03-29T09:00:00.000001Z",
    ]);
    // A day after 10:00 of the 28th is 10:00 of summer time, 09:00 UTC.
    expect(occurrences(fired(pattern(false, days(1))), world, ...ever)).toEqual([]);
    expect(occurrences(fired(pattern(false, { count: 24, unit: "hour" })), world, ...ever)).toEqual([
      "2 2 2026-03-29T09:00:00.000001Z",
    ]);
  });

  test("belongs to the tick in whose span its last step lies", () => {
    const program = fired(pattern(false, days(3)));
    expect(occurrences(program, world, "2026-03-04T06:00:00Z", "2026-03-04T09:59:59Z")).toEqual([]);
    expect(occurrences(program, world, "2026-03-04T06:00:00Z", "2026-03-04T10:00:00Z")).toEqual([
      "1 1 2026-03-04T10:00:00Z",
    ]);
  });

  test("a later step's own attributes are told from the first's", () => {
    const same: Expression = {
      kind: "comparison",
      operator: "=",
      left: attribute("row", "page"),
      right: attribute("event", "shop"),
    };
    const ever = ["2026-01-01T00:00:00Z", "2026-04-30T06:00:00Z"] as const;
    expect(occurrences(fired(pattern(false, days(3), [same])), world, ...ever)).toEqual([]);
    const north = { ...login(4, 1, "2026-03-02T10:00:00Z"), page: text("north") };
    const more = { ...world, logins: [...(world["logins"] ?? []), north] };
    expect(occurrences(fired(pattern(false, days(3), [same])), more, ...ever)).toEqual([
      "1 1 2026-03-02T10:00:00Z",
    ]);
  });

  test("not followed by fires when the days have run out, and its source may be late no more", () => {
    const unseen: World = { ...world, logins: [login(1, 1, "2026-03-03T10:00:00.000001Z")] };
    expect(
      occurrences(fired(pattern(true, days(2))), unseen, "2026-01-01T00:00:00Z", "2026-03-03T10:00:00Z"),
    ).toEqual(["1 1 2026-03-03T10:00:00Z"]);
    expect(
      occurrences(fired(pattern(true, days(2))), unseen, "2026-01-01T00:00:00Z", "2026-03-03T09:59:59Z"),
    ).toEqual([]);
    const inverse: Firing = {
      kind: "pattern",
      first: { event: "login", where: [] },
      // biome-ignore lint/suspicious/noThenProperty: the plan's word for the steps behind the first; never awaited
      then: [{ event: "buy", where: [], within: days(2), absent: true }],
      conditions: [],
    };
    // Purchases may come two days late.
    expect(
      occurrences(fired(inverse), unseen, "2026-01-01T00:00:00Z", "2026-03-07T10:00:00.000001Z"),
    ).toEqual(["1 1 2026-03-07T10:00:00.000001Z"]);
  });
});

describe("reaches", () => {
  const reaches: Firing = {
    kind: "reaches",
    function: "count",
    event: "buy",
    where: [],
    figure: "3",
    type: { kind: "integer" },
    within: days(1),
    conditions: [],
  };

  test("fires at the event that brings it there, and again only after it has fallen below", () => {
    const world: World = {
      people: people({}),
      buys: [
        // By id within an instant: 2, 9, 10 is the third; 11 is the fourth.
        buy(10, 1, "2026-03-01T10:00:00Z"),
        buy(9, 1, "2026-03-01T10:00:00Z"),
        buy(2, 1, "2026-03-01T10:00:00Z"),
        buy(11, 1, "2026-03-01T11:00:00Z"),
        // A day later the three of 10:00 have left: 11 alone, then two, then three.
        buy(12, 1, "2026-03-02T10:00:00Z"),
        buy(13, 1, "2026-03-02T10:30:00Z"),
      ],
    };
    expect(occurrences(fired(reaches), world, "2026-01-01T00:00:00Z", "2026-03-09T06:00:00Z")).toEqual([
      "1 10 2026-03-01T10:00:00Z",
      "1 13 2026-03-02T10:30:00Z",
    ]);
  });
});

describe("dates", () => {
  const born: Expression = { kind: "tag", tag: "born", type: { kind: "date" } };
  const year = ["2025-01-01T00:00:00Z", "2028-03-31T06:00:00Z"] as const;

  test("an anniversary of 29 February is the 28th in other years, from one year on", () => {
    const firing: Firing = {
      kind: "date",
      of: { kind: "tag", value: born },
      anniversary: true,
      conditions: [],
    };
    const world: World = { people: people({ born: date("2024-02-29") }) };
    expect(occurrences(fired(firing), world, ...year)).toEqual([
      "1 2025-02-28 2025-02-28T00:00:00Z",
      "1 2026-02-28 2026-02-28T00:00:00Z",
      "1 2027-02-28 2027-02-28T00:00:00Z",
      "1 2028-02-29 2028-02-29T00:00:00Z",
    ]);
  });

  test("business days are counted back past weekends and holidays, and a row's date is its row's", () => {
    const firing: Firing = {
      kind: "date",
      of: {
        kind: "collection",
        collection: "holding",
        attribute: "matures",
        where: [
          {
            kind: "comparison",
            operator: "=",
            left: attribute("row", "kind"),
            right: { kind: "literal", type: { kind: "text" }, value: "td" },
          },
        ],
      },
      offset: { duration: { count: 2, unit: "business-day" }, direction: "before" },
      anniversary: false,
      conditions: [],
    };
    const hold = (id: string, kind: string, matures: string): StoredRow => ({
      hold: text(id),
      person: number(1),
      kind: text(kind),
      matures: date(matures),
    });
    const world: World = {
      people: people({}),
      // Monday 6 April: Friday the 3rd is a holiday, so Thursday the 2nd and Wednesday the 1st, local midnight of summer time.
      holds: [hold("a|b", "td", "2026-04-06"), hold("c", "fund", "2026-04-06")],
    };
    expect(occurrences(fired(firing), world, ...year)).toEqual(["1 a\\|b|2026-04-06 2026-03-31T23:00:00Z"]);
  });
});

describe("entering, leaving and change", () => {
  const isRich: Expression = {
    kind: "comparison",
    operator: ">=",
    left: { kind: "tag", tag: "aum", type: { kind: "money", currency: "GBP", scale: 6 } },
    right: { kind: "literal", type: { kind: "money", currency: "GBP", scale: 0 }, value: "100" },
  };
  const copy = (id: number, ds: string, aum: string | null): StoredRow => ({
    id: number(id),
    ds: date(ds),
    aum: aum === null ? null : number(aum),
  });
  const copies = [
    ...[copy(1, "2026-03-01", "50"), copy(2, "2026-03-01", "100"), copy(3, "2026-03-01", null)],
    ...[copy(1, "2026-03-02", "100.00"), copy(2, "2026-03-02", "99.99"), copy(3, "2026-03-02", null)],
    ...[copy(1, "2026-03-03", "100.0"), copy(2, "2026-03-03", null), copy(3, "2026-03-03", "7")],
  ];
  const world: World = { people: people({}, {}, {}), copies };

  function contacted(firing: Firing): readonly (readonly string[])[] {
    const program = fired(firing, "caps 1 per customer per day");
    const runs = ["2026-03-01 06:00", "2026-03-02 06:00", "2026-03-03 06:00"].map((at) => ({ at, world }));
    return decideOracle(program, runs).runs.map(({ ticks }) =>
      ticks.flatMap(({ contacts }) => contacts.map(({ customer }) => customer)),
    );
  }

  test("the first tick records; later ones compare with the tick before", () => {
    expect(contacted({ kind: "enter", segment: isRich, meaning: "rich" })).toEqual([[], ["1"], []]);
    expect(contacted({ kind: "leave", segment: isRich, meaning: "rich" })).toEqual([[], ["2"], []]);
  });

  test("unknown is a value, and how a number is written is none", () => {
    const value: Expression = { kind: "tag", tag: "aum", type: { kind: "money", currency: "GBP", scale: 6 } };
    expect(contacted({ kind: "change", value, meaning: "aum" })).toEqual([[], ["1", "2"], ["2", "3"]]);
    expect(contacted({ kind: "change", value, meaning: "aum", to: { kind: "unknown" } })).toEqual([
      [],
      [],
      ["2"],
    ]);
  });
});

describe("catching up", () => {
  const program = programOf(
    `${gift}${campaignText({ trigger: "daily at 06:00 on buy", more: "caps 9 per customer per day" })}`,
  );
  const contacts = (at: readonly string[], worldAt: (at: string) => World): readonly string[] =>
    decideOracle(
      program,
      at.map((one) => ({ at: one, world: worldAt(one) })),
    ).runs.flatMap(({ ticks }) =>
      ticks.flatMap((tick) => tick.contacts.map(({ event }) => `${tick.tick} ${event?.id}`)),
    );

  test("a run after three days takes all events since the last tick, and none twice", () => {
    const buys = [
      "02-28T05:00",
      "03-01T05:00",
      "03-01T06:00",
      "03-01T07:00",
      "03-03T08:00",
      "03-04T07:00",
    ].map((at, index) => buy(index, 1, `2026-${at}:00Z`));
    const world: World = { people: people({}), buys };
    expect(contacts(["2026-03-01 06:30", "2026-03-04 06:30", "2026-03-04 06:45"], () => world)).toEqual([
      "2026-03-01T06:00:00Z 1",
      "2026-03-01T06:00:00Z 2",
      "2026-03-04T06:00:00Z 3",
      "2026-03-04T06:00:00Z 4",
    ]);
  });

  test("an event that comes late is taken within its source's lateness, not from before the first run's start", () => {
    const early: World = { people: people({}), buys: [buy(1, 1, "2026-03-01T05:00:00Z")] };
    const late: World = {
      people: people({}),
      buys: [
        buy(1, 1, "2026-03-01T05:00:00Z"),
        buy(2, 1, "2026-03-01T04:00:00Z"),
        // Before the first run's start, and more than two days before the second's T′.
        buy(3, 1, "2026-02-28T06:00:00Z"),
      ],
    };
    expect(
      contacts(["2026-03-01 06:00", "2026-03-02 06:00", "2026-03-03 06:00"], (at) =>
        at === "2026-03-01 06:00" ? early : late,
      ),
    ).toEqual(["2026-03-01T06:00:00Z 1", "2026-03-02T06:00:00Z 2"]);
  });
});
