import { bank } from "../engines.ts";
import { type Family, fires } from "../form.ts";

/** T is 2 March 2026, 06:00, T′ the day before; times are of Shanghai. */
const pays = bank(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  pays: { relation: pays, grain: event, customer: person, time: paid, id: pay }
  saves: { relation: saves, grain: event, customer: person, time: saved, id: save }
  none: { relation: none, grain: event, customer: person, time: happened, id: n }
events:
  pay: { source: pays, attributes: { failed: { type: boolean } } }
  save: { source: saves, attributes: { amount: { type: money(CNY) } } }
  nothing: { source: none, attributes: { amount: { type: money(CNY) } } }
`,
  `set timezone = 'Asia/Shanghai';
   create table people as select range::integer as id from range(1, 6);
   create table pays (pay integer, person integer, paid timestamptz, failed boolean);
   insert into pays values
     -- The third within a day, and a fourth.
     (1, 1, '2026-02-28 20:00:00', true), (2, 1, '2026-03-01 05:00:00', null), (3, 1, '2026-03-01 10:00:00', true),
     (4, 1, '2026-03-01 11:00:00', true),
     -- Three of one instant: 10 is the last of them.
     (7, 2, '2026-03-01 12:00:00', true), (10, 2, '2026-03-01 12:00:00', true), (8, 2, '2026-03-01 12:00:00', false),
     -- The first is exactly a day before the third.
     (31, 3, '2026-02-28 10:00:00', true), (32, 3, '2026-03-01 09:00:00', true), (33, 3, '2026-03-01 10:00:00', true),
     -- Reached before T′, fallen below, reached again.
     (41, 4, '2026-02-28 20:00:00', true), (42, 4, '2026-02-28 21:00:00', true), (43, 4, '2026-02-28 22:00:00', true),
     (45, 4, '2026-03-01 23:00:00', true), (46, 4, '2026-03-02 00:00:00', true), (47, 4, '2026-03-02 05:00:00', true);
   create table saves (save integer, person integer, saved timestamptz, amount decimal(12, 2));
   insert into saves values
     (1, 1, '2026-02-24 10:00:00', 100), (2, 1, '2026-02-28 10:00:00', 100), (3, 1, '2026-03-01 10:00:00', 100),
     -- Exactly seven days apart.
     (4, 2, '2026-02-22 10:00:00', 200), (5, 2, '2026-03-01 10:00:00', 100),
     (6, 3, '2026-03-01 12:00:00', 400), (7, 3, '2026-03-01 13:00:00', null),
     (8, 4, '2026-03-01 12:00:00', null),
     -- Of one instant: 299.99, then a cent.
     (9, 5, '2026-03-01 12:00:00', 299.99), (10, 5, '2026-03-01 12:00:00', 0.01);
   create table none (n integer, person integer, happened timestamptz, amount decimal(12, 2))`,
);

export const reaches: Family = {
  section: 6,
  name: "reaches",
  bank: pays,
  tick: "2026-03-02 06:00",
  forms: {
    "on count(E where P) reaches N within D": {
      cases: {
        "one at a time by time, then id; again once it has fallen below": fires(
          "on count(pay) reaches 3 within 1 day",
          "1:3 2:10 4:47",
        ),
        // Without 2 and 8: 1 has 1, 3 and 4, the third at 11:00; 2 has two.
        "P is asked of each; unknown is false": fires(
          "on count(pay where failed) reaches 3 within 1 day",
          "1:4 4:47",
        ),
        "an empty table": fires("on count(nothing) reaches 1 within 1 day", ""),
      },
    },
    "on sum(X where P) reaches M within D": {
      cases: {
        // 1: 100, 100 and 100. 2: the 200 is just out. 3: 400 at once; the unknown changes nothing. 5: 299.99 and 0.01.
        "from below to the figure": fires(
          "on sum(save.amount) reaches 300 CNY within 7 days",
          "1:3 3:6 5:10",
        ),
        "P is asked of each": fires(
          "on sum(save.amount where amount > 1 CNY) reaches 300 CNY within 7 days",
          "1:3 3:6",
        ),
        "an empty table": fires("on sum(nothing.amount) reaches 1 CNY within 7 days", ""),
      },
      elsewhere: {
        "a day before keeps the local time": {
          file: "test/compiler/emit/reaches.test.ts",
          test: "a day before keeps the local time",
        },
        "29 February": {
          file: "test/compiler/emit/reaches.test.ts",
          test: "a month before 28 February is 28 January, and before 1 March 1 February",
        },
      },
    },
    "event E = figure reached": {
      cases: {
        "fires as the figure does": fires("on thrice", "1:3 2:10 4:47", {
          declarations: "event thrice = count(pay) reaches 3 within 1 day",
        }),
        "where asks the event that reaches it": fires("on thrice where failed", "1:3 2:10 4:47", {
          declarations: "event thrice = count(pay) reaches 3 within 1 day",
        }),
      },
    },
  },
};
