import { describe, expect, test } from "vitest";
import { type Bank, bankOf } from "../../support/detection.ts";
import { useEngines } from "../../support/engines.ts";

const engines = useEngines("windows");

/** A bank in which each event has a customer of its own, so that the customers for whom it exists tell which were in. */
function bankIn(timezone: string, instants: Readonly<Record<string, string>>): Bank {
  const rows = Object.entries(instants).map(([name, instant]) => `('${name}', timestamptz '${instant}')`);
  return bankOf(
    `catalog: 1
timezone: ${timezone}
currency: CNY
customer: { key: id, type: text, source: people }
sources:
  people: { relation: people, grain: customer }
  instants: { relation: moments, grain: event, customer: id, time: instant, id: id }
  locals: { relation: moments, grain: event, customer: id, time: { column: local, zone: ${timezone} }, id: id }
  elsewhere: { relation: moments, grain: event, customer: id, time: { column: tokyo, zone: Asia/Tokyo }, id: id }
  written: { relation: moments, grain: event, customer: id, time: { column: text, format: "yyyy-MM-dd HH:mm:ss.SSSSSS" }, id: id }
  dates: { relation: moments, grain: event, customer: id, time: day, id: id }
events:
  at_instant: { source: instants, attributes: {} }
  at_local: { source: locals, attributes: {} }
  at_tokyo: { source: elsewhere, attributes: {} }
  at_text: { source: written, attributes: {} }
  at_date: { source: dates, attributes: {} }
`,
    (zone) =>
      engines.load(
        `create table moments as
           select id, instant, instant at time zone '${zone}' as local, instant at time zone 'Asia/Tokyo' as tokyo,
             strftime(instant at time zone '${zone}', '%Y-%m-%d %H:%M:%S.%f') as text,
             cast(instant at time zone '${zone}' as date) as day
           from (values ${rows.join(", ")}) as given (id, instant);
         insert into moments values ('nowhere', null, null, null, '', null);
         create table people as select id from moments`,
        zone,
      ),
  );
}

/** Which events windows hold, by each of some ways to store their time. */
async function expectWindows(
  bank: Bank,
  tick: string,
  storages: readonly string[],
  table: Readonly<Record<string, string>>,
): Promise<void> {
  for (const storage of storages) {
    const predicates = Object.keys(table).map((window) => `exists(at_${storage}, ${window})`);
    const found = await bank.holders(predicates, tick);
    const rows = Object.keys(table).map((window) => [
      window,
      found[`exists(at_${storage}, ${window})`]?.join(" "),
    ]);
    expect(Object.fromEntries(rows), storage).toEqual(table);
  }
}

const exact = ["instant", "local", "tokyo", "text"];

describe("in London, the day after clocks went forward", () => {
  const bank = bankIn("Europe/London", {
    a: "2026-03-27 23:59:59.999999+00",
    b: "2026-03-28 00:00:00+00",
    c: "2026-03-28 23:59:59.999999+00",
    d: "2026-03-29 00:00:00+00",
    // From here on local times are an hour ahead: midnight of the 30th is 23:00 UTC.
    e: "2026-03-29 22:59:59.999999+00",
    f: "2026-03-29 23:00:00+00",
    g: "2026-03-30 04:00:00+00",
    h: "2026-03-30 04:00:00.000001+00",
    i: "2026-03-30 05:00:00+00",
    j: "2026-03-30 05:00:00.000001+00",
  });

  test("windows of days hold whole local days, those of hours elapsed time, and nothing lies after T", () =>
    expectWindows(bank, "2026-03-30 06:00", exact, {
      yesterday: "d e",
      today: "f g h i",
      "last 1 day": "d e",
      "last 2 days": "b c d e",
      "last 1 week": "a b c d e",
      "0..0 days ago": "f g h i",
      "0..1 days ago": "d e f g h i",
      "1..2 days ago": "b c d e",
      "2..2 days ago": "b c",
      "0..1 weeks ago": "a b c d e f g h i",
      "last 1 hour": "h i",
      "last 60 minutes": "h i",
      // From 05:00 UTC of the 29th.
      "last 24 hours": "e f g h i",
      ever: "a b c d e f g h i",
      "since 2026-03-29": "d e f g h i",
      "since 2026-04-01": "",
      "this week": "f g h i",
      "previous week": "a b c d e",
      "previous 2 weeks": "a b c d e",
      "this month": "a b c d e f g h i",
      "previous month": "",
    }));

  test("a date counts as its local midnight", () =>
    expectWindows(bank, "2026-03-30 06:00", ["date"], {
      yesterday: "d e",
      today: "f g h i j",
      "last 1 hour": "",
      "last 6 hours": "",
      "last 7 hours": "f g h i j",
      "last 31 hours": "d e f g h i j",
      "last 29 hours": "f g h i j",
    }));
});

describe("in London, the day that clocks go back", () => {
  const bank = bankIn("Europe/London", {
    a: "2026-10-24 22:59:59+00",
    b: "2026-10-24 23:00:00+00",
    // 01:30 of summer time, then 01:30 of winter time.
    c: "2026-10-25 00:30:00+00",
    d: "2026-10-25 01:30:00+00",
    e: "2026-10-25 02:30:00+00",
  });

  test("instants are told apart", () =>
    expectWindows(bank, "2026-10-25 06:00", ["instant", "tokyo"], {
      today: "b c d e",
      yesterday: "a",
      "last 6 hours": "c d e",
      "last 5 hours": "d e",
      "last 4 hours": "e",
    }));

  test("a local time that occurs twice is its second", () =>
    expectWindows(bank, "2026-10-25 06:00", ["local", "text"], {
      today: "b c d e",
      yesterday: "a",
      "last 6 hours": "c d e",
      "last 5 hours": "c d e",
      "last 4 hours": "e",
    }));
});

describe("in Shanghai, at the ends of months", () => {
  const bank = bankIn("Asia/Shanghai", {
    a: "2025-03-30 23:59:59.999999+08",
    b: "2025-03-31 00:00:00+08",
    c: "2025-09-30 23:59:59.999999+08",
    d: "2025-10-01 00:00:00+08",
    e: "2025-12-31 00:00:00+08",
    f: "2026-01-01 00:00:00+08",
    g: "2026-01-30 23:59:59.999999+08",
    h: "2026-01-31 00:00:00+08",
    i: "2026-02-01 00:00:00+08",
    j: "2026-02-27 23:59:59.999999+08",
    k: "2026-02-28 00:00:00+08",
    l: "2026-02-28 23:59:59.999999+08",
    m: "2026-03-01 00:00:00+08",
    n: "2026-03-30 23:59:59.999999+08",
    o: "2026-03-31 00:00:00+08",
  });

  test("months go by the same day, cut to the month's end", () =>
    expectWindows(bank, "2026-03-31 06:00", exact, {
      "last 1 month": "k l m n",
      "last 2 months": "h i j k l m n",
      "last 1 quarter": "e f g h i j k l m n",
      "last 1 year": "b c d e f g h i j k l m n",
      "1..2 months ago": "h i j k l",
      "0..1 months ago": "k l m n o",
      "this month": "m n o",
      "previous month": "i j k l",
      "previous 3 months": "e f g h i j k l",
      "this quarter": "f g h i j k l m n o",
      "previous quarter": "d e",
      "previous 2 quarters": "c d e",
      "this year": "f g h i j k l m n o",
      "previous year": "a b c d e",
    }));

  test("a tick at midnight sees its own instant, and the day before whole", () =>
    expectWindows(bank, "2026-02-28 00:00", exact, {
      today: "k",
      yesterday: "j",
      "last 1 month": "g h i j",
      "last 1 hour": "j k",
    }));
});

describe("on 29 February", () => {
  const bank = bankIn("Asia/Shanghai", {
    a: "2023-02-27 12:00:00+08",
    b: "2023-02-28 12:00:00+08",
    c: "2024-01-28 12:00:00+08",
    d: "2024-01-29 12:00:00+08",
    e: "2024-02-28 12:00:00+08",
    f: "2024-02-29 05:00:00+08",
    g: "2024-02-29 07:00:00+08",
  });

  test("a year ago is 28 February, a month ago the 29th", () =>
    expectWindows(bank, "2024-02-29 06:00", exact, {
      "last 1 year": "b c d e",
      "last 1 month": "d e",
      "last 12 months": "b c d e",
      today: "f",
      "previous year": "a b",
    }));

  test("looked back at from the years after", () =>
    expectWindows(bank, "2025-02-28 06:00", exact, {
      "last 1 year": "e f g",
      "previous year": "c d e f g",
    }));
});

describe("in Shanghai, when it had summer time", () => {
  // Until 15 September 1991, 02:00 of summer time, which is 17:00 UTC of the day before.
  const bank = bankIn("Asia/Shanghai", {
    a: "1991-09-14 14:59:59+00",
    b: "1991-09-14 15:00:00+00",
    c: "1991-09-15 15:59:59+00",
    d: "1991-09-15 16:00:00+00",
  });

  test("days are as long as they were", () =>
    expectWindows(bank, "1991-09-16 06:00", exact, {
      "2..2 days ago": "a",
      yesterday: "b c",
      today: "d",
      "last 6 hours": "",
      "last 7 hours": "c d",
    }));
});
