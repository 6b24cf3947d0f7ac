import { bank } from "../engines.ts";
import { type Elsewhere, type Family, fires } from "../form.ts";

/** Tuesday 3 March is a holiday, Saturday 7 March a working day. */
const due = bank(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
calendar: { weekend: [saturday, sunday], holidays: [2026-03-03], workdays: [2026-03-07] }
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  holdings: { relation: holdings, grain: collection, customer: person, id: holding }
  none: { relation: none, grain: collection, customer: person, id: n }
tags:
  due: { type: date, from: people.due }
collections:
  holding: { source: holdings, attributes: { kind: { type: text }, balance: { type: money(CNY) }, matures: { type: date } } }
  nothing: { source: none, attributes: { day: { type: date } } }
`,
  `create table people (id integer, due date);
   insert into people values
     (1, '2026-03-02'), (2, '2026-03-09'), (3, '2026-02-27'), (4, null), (5, '2000-02-29'), (6, '2006-02-28'),
     (7, '2026-02-28'), (8, '1976-03-02');
   create table holdings (holding integer, person integer, kind varchar, balance decimal(12, 2), matures date);
   insert into holdings values
     (10, 1, 'td', 500, '2026-03-09'), (9, 1, 'td', 100, '2026-03-09'), (11, 1, 'fund', 900, '2026-03-09'),
     (12, 2, 'td', 900, '2026-03-10'), (13, 3, 'td', null, '2026-03-09'), (14, 3, 'td', 900, null),
     (15, 99, 'td', 900, '2026-03-09');
   create table none (n integer, person integer, day date)`,
);

const days = (test: string): Readonly<Record<string, Elsewhere>> => ({
  "the calendar by itself": { file: "test/runtime/calendar/firing-days.test.ts", test },
});

export const dates: Family = {
  section: 6,
  name: "dates",
  bank: due,
  tick: "2026-03-02 06:00",
  forms: {
    "on day of X": {
      cases: {
        "once its day has begun": fires("on day of due", "1:2026-03-02"),
        "midnight itself belongs to the tick at midnight": fires("on day of due", "1:2026-03-02", {
          tick: "2026-03-02 00:00",
          after: "2026-03-01 00:00",
        }),
        "a tick just before midnight is too early": fires("on day of due", "", {
          tick: "2026-03-01 23:59",
          after: "2026-03-01 00:00",
        }),
        "each day of a longer span once": fires("on day of due", "1:2026-03-02 3:2026-02-27 7:2026-02-28", {
          after: "2026-02-26 06:00",
        }),
      },
      elsewhere: days("begin later where a change of the clocks skips midnight"),
    },
    "on day of COLLECTION.x": {
      cases: {
        "each row once, in order of ids": fires(
          "on day of holding.matures",
          "1:9|2026-03-09 1:10|2026-03-09 1:11|2026-03-09 3:13|2026-03-09",
          { tick: "2026-03-09 06:00" },
        ),
        "an empty table": fires("on day of nothing.day", ""),
      },
    },
    "on N days before X": {
      cases: { "9 March less seven days": fires("on 7 days before due", "2:2026-03-09") },
    },
    "on N days before COLLECTION.x where P": {
      cases: {
        // The row is `event`; 13's balance is unknown.
        "P asks the row": fires(
          'on 7 days before holding.matures where kind = "td" and balance >= 100 CNY',
          "1:9|2026-03-09 1:10|2026-03-09",
        ),
      },
    },
    "on N days after X": {
      cases: { "27 February and three days": fires("on 3 days after due", "3:2026-02-27") },
    },
    "on N months after X": {
      cases: {
        "28 February and a month": fires("on 1 month after due", "7:2026-02-28", {
          tick: "2026-03-28 06:00",
        }),
      },
    },
    "on N business days before X": {
      cases: {
        // Before Monday 9 March: Saturday 7, which is worked, 6, 5, 4 and, the 3rd being a holiday, 2.
        "by the catalog's calendar": fires("on 5 business days before due", "2:2026-03-09"),
        "a Saturday that is worked": fires("on 1 business day before due", "2:2026-03-09", {
          tick: "2026-03-07 06:00",
        }),
      },
    },
    "on N business days after X": {
      cases: {
        // After Friday 27 and after Saturday 28 February the first business day is Monday 2 March.
        "past the weekend": fires("on 1 business day after due", "3:2026-02-27 7:2026-02-28"),
        // After Monday 2 March it is the 4th.
        "past a holiday": fires("on 1 business day after due", "1:2026-03-02", { tick: "2026-03-04 06:00" }),
      },
    },
    "on anniversary of X": {
      cases: {
        "each year from the first on; the day itself is none": fires("on anniversary of due", "8:2026-03-02"),
        "29 February's is the 28th in other years": fires(
          "on anniversary of due",
          "5:2026-02-28 6:2026-02-28",
          { tick: "2026-02-28 06:00" },
        ),
        "and the 29th in leap years": fires("on anniversary of due", "5:2028-02-29", {
          tick: "2028-02-29 06:00",
        }),
        "on the 28th of which it is not": fires("on anniversary of due", "6:2028-02-28 7:2028-02-28", {
          tick: "2028-02-28 06:00",
        }),
        "one year on": fires("on anniversary of due", "3:2027-02-27", { tick: "2027-02-27 06:00" }),
      },
      elsewhere: days("are an anniversary's months and days; 29 February's is the 28th where there is none"),
    },
    "on N days before anniversary of X": {
      cases: {
        "before 2 March": fires("on 2 days before anniversary of due", "8:2026-03-02", {
          tick: "2026-02-28 06:00",
        }),
        "before 29 February of a leap year": fires("on 2 days before anniversary of due", "5:2028-02-29", {
          tick: "2028-02-27 06:00",
        }),
      },
    },
    "on N days after anniversary of X": {
      cases: {
        // Two days after 28 February 2026 is 2 March: 5's and 6's. 7's first is in 2027.
        "after 28 February": fires("on 2 days after anniversary of due", "5:2026-02-28 6:2026-02-28"),
      },
    },
    "event E = date": {
      cases: {
        "fires as the date does": fires("on nearly", "2:2026-03-09", {
          declarations: "event nearly = 7 days before due",
        }),
      },
    },
  },
};
