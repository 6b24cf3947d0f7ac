import type { Bank } from "../../support/detection.ts";
import { bank } from "../engines.ts";
import { type Elsewhere, type Family, type FormCase, holds } from "../form.ts";

/** A bank in which each event has a customer of its own: those for whom it exists tell which events a window holds. */
function moments(zone: string, instants: Readonly<Record<string, string>>): Bank {
  const rows = Object.entries(instants).map(([name, instant]) => `('${name}', timestamptz '${instant}')`);
  return bank(
    `catalog: 1
timezone: ${zone}
currency: CNY
customer: { key: id, type: text, source: people }
sources:
  people: { relation: people, grain: customer }
  moments: { relation: moments, grain: event, customer: id, time: instant, id: id }
  none: { relation: none, grain: event, customer: id, time: instant, id: id }
events:
  e: { source: moments, attributes: {} }
  nothing: { source: none, attributes: {} }
`,
    `create table moments as select * from (values ${rows.join(", ")}) as given (id, instant);
     create table people as select id from moments;
     create table none (id varchar, instant timestamptz)`,
  );
}

/** Around the tick of Tuesday, 31 March 2026, 06:00. */
const shanghai = moments("Asia/Shanghai", {
  a: "2025-03-31 00:00:00+08",
  b: "2025-12-31 00:00:00+08",
  c: "2026-01-31 00:00:00+08",
  d: "2026-02-28 00:00:00+08",
  e: "2026-02-28 23:59:59.999999+08",
  f: "2026-03-01 00:00:00+08",
  g: "2026-03-24 00:00:00+08",
  // A Sunday, a microsecond before midnight, and the Monday that follows.
  h: "2026-03-29 23:59:59.999999+08",
  i: "2026-03-30 00:00:00+08",
  j: "2026-03-30 23:59:59.999999+08",
  k: "2026-03-31 00:00:00+08",
  l: "2026-03-31 05:00:00+08",
  m: "2026-03-31 06:00:00+08",
  n: "2026-03-31 06:00:00.000001+08",
});

/** Clocks went forward on 29 March 2026 at 01:00 UTC, and back on 25 October at 01:00 UTC. */
const london = moments("Europe/London", {
  a: "2026-03-28 23:59:59.999999+00",
  b: "2026-03-29 00:00:00+00",
  // The last microsecond of 29 March, and the first of the 30th, in summer time.
  c: "2026-03-29 22:59:59.999999+00",
  d: "2026-03-29 23:00:00+00",
  e: "2026-10-24 22:59:59.999999+00",
  // 25 October begins in summer time and ends 25 hours later.
  f: "2026-10-24 23:00:00+00",
  g: "2026-10-25 23:59:59.999999+00",
  h: "2026-10-26 00:00:00+00",
});

/** Summer time from 4 May to 14 September 1986; none in 2026. */
const oldShanghai = moments("Asia/Shanghai", {
  a: "1986-05-03 15:59:59.999999+00",
  b: "1986-05-03 16:00:00+00",
  // 4 May had 23 hours, 14 September 25.
  c: "1986-05-04 14:59:59.999999+00",
  d: "1986-05-04 15:00:00+00",
  e: "1986-09-13 14:59:59.999999+00",
  f: "1986-09-13 15:00:00+00",
  g: "1986-09-14 15:59:59.999999+00",
  h: "1986-09-14 16:00:00+00",
  // The same days of 2026 begin at 16:00 UTC like all others.
  i: "2026-05-03 15:59:59.999999+00",
  j: "2026-05-03 16:00:00+00",
  k: "2026-05-04 15:59:59.999999+00",
  l: "2026-05-04 16:00:00+00",
  m: "2026-09-13 16:00:00+00",
  n: "2026-09-14 15:59:59.999999+00",
  o: "2026-09-14 16:00:00+00",
});

/** Around 29 February 2024. */
const leap = moments("Asia/Shanghai", {
  a: "2023-02-27 23:59:59.999999+08",
  b: "2023-02-28 00:00:00+08",
  c: "2024-01-28 23:59:59.999999+08",
  d: "2024-01-29 00:00:00+08",
  e: "2024-02-28 23:59:59.999999+08",
  f: "2024-02-29 00:00:00+08",
  g: "2024-02-29 12:00:00+08",
  h: "2024-03-01 00:00:00+08",
});

const inShanghai = (window: string, events: string): FormCase => holds(`exists(e, ${window})`, events);
const at = (where: Bank, tick: string, window: string, events: string): FormCase =>
  holds(`exists(e, ${window})`, events, { bank: where, tick });
const nothing = (window: string): FormCase => holds(`exists(nothing, ${window})`, "");

const stored: Readonly<Record<string, Elsewhere>> = {
  "however the time is stored": {
    file: "test/compiler/emit/windows.test.ts",
    test: "windows of days hold whole local days, those of hours elapsed time, and nothing lies after T",
  },
  "times that are dates": {
    file: "test/compiler/emit/windows.test.ts",
    test: "a date counts as its local midnight",
  },
};

export const windows: Family = {
  section: 5,
  name: "windows",
  bank: shanghai,
  tick: "2026-03-31 06:00",
  forms: {
    "last N days": {
      cases: {
        "29 and 30 March: complete days, today left out": inShanghai("last 2 days", "h i j"),
        "from midnight seven days ago": inShanghai("last 7 days", "g h i j"),
        // At midnight of the 1st yesterday is 28 February.
        "a tick at midnight": at(shanghai, "2026-03-01 00:00", "last 1 day", "d e"),
        "29 February is a day": at(leap, "2024-03-01 06:00", "last 1 day", "f g"),
        "over an empty table": nothing("last 2 days"),
      },
      elsewhere: stored,
    },
    "last N weeks": { cases: { "seven days each": inShanghai("last 1 week", "g h i j") } },
    "last N months": {
      cases: {
        // A month before 31 March is 28 February.
        "clamped to the month's end": inShanghai("last 1 month", "d e f g h i j"),
        "from 31 January": inShanghai("last 2 months", "c d e f g h i j"),
        "a month before 29 February": at(leap, "2024-02-29 06:00", "last 1 month", "d e"),
      },
    },
    "last N quarters": {
      cases: { "from 31 December": inShanghai("last 1 quarter", "b c d e f g h i j") },
    },
    "last N years": {
      cases: {
        "from the same day": inShanghai("last 1 year", "a b c d e f g h i j"),
        // A year before 29 February 2024 is 28 February 2023.
        "clamped on 29 February": at(leap, "2024-02-29 06:00", "last 1 year", "b c d e"),
        // A year before 28 February 2025 is 28 February 2024.
        "the leap day a year later": at(leap, "2025-02-28 06:00", "last 1 year", "e f g h"),
      },
    },
    "A..B days ago": {
      cases: {
        "0 takes in today up to T": inShanghai("0..1 days ago", "i j k l m"),
        "whole days": inShanghai("1..2 days ago", "h i j"),
        "one day": inShanghai("7..7 days ago", "g"),
      },
    },
    // From 17 March to 24 March.
    "A..B weeks ago": { cases: { "days, seven at a time": inShanghai("1..2 weeks ago", "g") } },
    "A..B months ago": {
      cases: {
        // From 31 January to 28 February.
        "by the same day, clamped": inShanghai("1..2 months ago", "c d e"),
        "0 takes in today up to T": inShanghai("0..1 months ago", "d e f g h i j k l m"),
      },
    },
    today: {
      cases: {
        "from midnight up to T, which is in": inShanghai("today", "k l m"),
        "at midnight its first instant alone": at(shanghai, "2026-03-31 00:00", "today", "k"),
        "over an empty table": nothing("today"),
      },
    },
    yesterday: {
      cases: {
        "from midnight to midnight": inShanghai("yesterday", "i j"),
        "London's 23 hours of 29 March": at(london, "2026-03-30 06:00", "yesterday", "b c"),
        "London's 25 hours of 25 October": at(london, "2026-10-26 06:00", "yesterday", "f g"),
        "Shanghai's 23 hours of 4 May 1986": at(oldShanghai, "1986-05-05 06:00", "yesterday", "b c"),
        "Shanghai's 25 hours of 14 September 1986": at(oldShanghai, "1986-09-15 06:00", "yesterday", "f g"),
        "Shanghai's 24 hours of 4 May 2026": at(oldShanghai, "2026-05-05 06:00", "yesterday", "j k"),
        "Shanghai's 24 hours of 14 September 2026": at(oldShanghai, "2026-09-15 06:00", "yesterday", "m n"),
      },
    },
    "this week": { cases: { "from Monday to T": inShanghai("this week", "i j k l m") } },
    "this month": { cases: { "from the 1st to T": inShanghai("this month", "f g h i j k l m") } },
    "this quarter": {
      cases: { "from 1 January to T": inShanghai("this quarter", "c d e f g h i j k l m") },
    },
    "this year": { cases: { "from 1 January to T": inShanghai("this year", "c d e f g h i j k l m") } },
    "previous week": { cases: { "Monday 23 to Sunday 29 March": inShanghai("previous week", "g h") } },
    "previous month": {
      cases: {
        "the whole of February": inShanghai("previous month", "d e"),
        "February with its 29th": at(leap, "2024-03-31 06:00", "previous month", "e f g"),
      },
    },
    "previous quarter": { cases: { "October to December": inShanghai("previous quarter", "b") } },
    "previous year": { cases: { "the whole of 2025": inShanghai("previous year", "a b") } },
    "previous N weeks": { cases: { "16 to 29 March": inShanghai("previous 2 weeks", "g h") } },
    "previous N quarters": { cases: { "July to December": inShanghai("previous 2 quarters", "b") } },
    "previous N years": { cases: { "2024 and 2025": inShanghai("previous 2 years", "a b") } },
    "previous N months": {
      cases: { "December, January and February": inShanghai("previous 3 months", "b c d e") },
    },
    "last N hours": {
      cases: {
        // After 05:00: that very instant is out.
        "after T − N, T is in": inShanghai("last 1 hour", "m"),
        // T is 06:00 UTC. Seven hours before is 23:00 UTC, midnight in summer time: out.
        "elapsed time across a change": at(london, "2026-10-25 06:00", "last 7 hours", ""),
        "an hour more has the day's beginning": at(london, "2026-10-25 06:00", "last 8 hours", "e f"),
      },
    },
    "last N minutes": { cases: { "after T − N, T is in": inShanghai("last 61 minutes", "l m") } },
    "since 2026-03-30": {
      cases: {
        "from that midnight to T": inShanghai("since 2026-03-30", "i j k l m"),
        "not yet": inShanghai("since 2026-04-01", ""),
      },
    },
    ever: {
      cases: {
        "all up to T": inShanghai("ever", "a b c d e f g h i j k l m"),
        "over an empty table": nothing("ever"),
      },
    },
    "in each of previous 3 months (P)": {
      cases: {
        // Every customer has but one event: nobody has one in each of three months.
        "P in every one of them": holds("in each of previous 1 month (exists(e, that period))", "d e"),
        "none is enough to fail": holds("in each of previous 3 months (exists(e, that period))", ""),
        "P may be that there was none": holds(
          "in each of previous 3 months (not exists(e, that period))",
          "a f g h i j k l m n",
        ),
        weeks: holds("in each of previous 2 weeks (count(e, that period) = 0)", "a b c d e f i j k l m n"),
        quarters: holds("in each of previous 1 quarter (exists(e, that period))", "b"),
      },
    },
    "in at least 2 of previous 6 months (P)": {
      cases: {
        // In the three months before March: those with an event in one of them are without in two.
        "so many of them": holds(
          "in at least 2 of previous 3 months (not exists(e, that period))",
          everybody(),
        ),
        "one of three": holds("in at least 1 of previous 3 months (exists(e, that period))", "b c d e"),
        "over an empty table": holds("in at least 1 of previous 3 months (exists(nothing, that period))", ""),
      },
    },
  },
};

function everybody(): string {
  return "a b c d e f g h i j k l m n";
}
