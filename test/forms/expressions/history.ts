import { bank } from "../engines.ts";
import { type Family, values } from "../form.ts";

/** Copies of 20 and 25 February and of 1 March; 3 is in the last alone, and 2's cash of the second is unknown. */
const copies = bank(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer, snapshot: ds }
  tiers: { relation: tiers, grain: customer, customer: id, history: { from: since, to: till } }
tags:
  cash: { type: money(CNY), from: people.cash }
  tier: { type: integer, from: tiers.tier }
`,
  `create table people (ds date, id integer, cash decimal(12, 2));
   insert into people values
     ('2026-02-20', 1, 100), ('2026-02-20', 2, 50),
     ('2026-02-25', 1, 200), ('2026-02-25', 2, null),
     ('2026-03-01', 1, 300), ('2026-03-01', 2, 70), ('2026-03-01', 3, 10),
     ('2026-03-03', 1, 999), ('2026-03-03', 2, 999), ('2026-03-03', 3, 999);
   create table tiers (id integer, since date, till date, tier integer);
   insert into tiers values (1, '2026-01-01', '2026-02-25', 1), (1, '2026-02-25', null, 2), (2, '2026-02-26', '2026-03-01', 5)`,
);

/** Days of the window are 23 February to 1 March: two with 100, four with 200, one with 300 for 1; 50, 50, unknown, 70 for 2. */
const week = "last 7 days";

export const history: Family = {
  section: 5,
  name: "history",
  bank: copies,
  tick: "2026-03-02 06:00",
  forms: {
    "TAG as of 30 days ago": {
      cases: {
        // 22 February: the copy of the 20th.
        "the latest copy on or before that day": values("cash as of 8 days ago", {
          1: "100",
          2: "50",
          3: null,
        }),
        "of that very day": values("cash as of 5 days ago", { 1: "200", 2: null, 3: null }),
        "before the first copy nothing is known": values("cash as of 11 days ago", {
          1: null,
          2: null,
          3: null,
        }),
        // A month before 31 March is 28 February: the copy of the 25th.
        "a month before a month's end": values(
          "cash as of 1 month ago",
          { 1: "200", 2: null, 3: null },
          { tick: "2026-03-31 06:00" },
        ),
        // From the 25th on, until the day before 1 March.
        "of a history: from its first day, to left out": values("tier as of 5 days ago", {
          1: "2",
          2: null,
          3: null,
        }),
        "of a history, the day before it ended": values("tier as of 2 days ago", { 1: "2", 2: "5", 3: null }),
        "of a history, the day that it ended": values("tier as of 1 day ago", { 1: "2", 2: null, 3: null }),
      },
    },
    "avg(daily TAG, WINDOW)": {
      cases: {
        // (2 × 100 + 4 × 200 + 300) ÷ 7 = 185.7142857…; (50 + 50 + 70) ÷ 3 = 56.6666…
        "a day without a copy carries the last one": values(`avg(daily cash, ${week})`, {
          1: "185.714286",
          2: "56.666667",
          3: "10",
        }),
        "unknown over days before the first copy": values("avg(daily cash, 15..20 days ago)", {
          1: null,
          2: null,
          3: null,
        }),
      },
    },
    "min(daily TAG, WINDOW)": {
      cases: { "the least day": values(`min(daily cash, ${week})`, { 1: "100", 2: "50", 3: "10" }) },
    },
    "max(daily TAG, WINDOW)": {
      cases: { "the greatest day": values(`max(daily cash, ${week})`, { 1: "300", 2: "70", 3: "10" }) },
    },
    "first(daily TAG, WINDOW)": {
      cases: {
        "the first day's, unknown if that is": values(`first(daily cash, ${week})`, {
          1: "100",
          2: "50",
          3: null,
        }),
      },
    },
    "latest(daily TAG, WINDOW)": {
      cases: {
        "the last day's": values(`latest(daily cash, ${week})`, { 1: "300", 2: "70", 3: "10" }),
        // Of 25 February 2's is unknown.
        "unknown if that is": values("latest(daily cash, 5..7 days ago)", { 1: "200", 2: null, 3: null }),
      },
    },
  },
};
