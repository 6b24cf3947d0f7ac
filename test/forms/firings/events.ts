import { bank } from "../engines.ts";
import { type Family, fires } from "../form.ts";

/** T is 2 March 2026, 06:00, T′ the day before. 3's age is unknown; view 90 is of nobody. */
const views = bank(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  views: { relation: views, grain: event, customer: person, time: { column: seen, zone: Asia/Shanghai }, id: view }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: Asia/Shanghai }, id: buy }
  none: { relation: none, grain: event, customer: person, time: happened, id: n }
tags:
  age: { type: integer, from: people.age }
events:
  view: { source: views, attributes: { price: { type: money(CNY) } } }
  buy: { source: buys, attributes: {} }
  nothing: { source: none, attributes: {} }
`,
  `create table people (id integer, age integer);
   insert into people values (1, 40), (2, 17), (3, null);
   create table views (view integer, person integer, seen timestamp, price decimal(12, 2));
   insert into views values
     -- At T′, just after it, at T, just after it.
     (10, 1, '2026-03-01 06:00:00', 500), (11, 1, '2026-03-01 06:00:00.000001', 100),
     (12, 1, '2026-03-02 06:00:00', 200), (13, 1, '2026-03-02 06:00:00.000001', 500),
     -- Of one instant: 9 is before 21.
     (21, 2, '2026-03-01 12:00:00', 300), (9, 2, '2026-03-01 12:00:00', null),
     (31, 3, '2026-03-02 00:00:00', 50),
     (90, 99, '2026-03-01 12:00:00', 500);
   create table buys (buy integer, person integer, bought timestamp);
   insert into buys values (1, 1, '2026-03-01 06:00:00.000001'), (2, 2, '2026-02-28 12:00:00'), (3, 3, '2026-02-28 23:59:59');
   create table none (n integer, person integer, happened timestamptz)`,
);

export const events: Family = {
  section: 6,
  name: "events",
  bank: views,
  tick: "2026-03-02 06:00",
  forms: {
    "(none)": {
      cases: {
        "each customer of the segment": fires("", "1 2 3"),
        "nobody of an empty table": fires("when exists(nothing, ever)", ""),
      },
    },
    "when P": {
      cases: {
        "for whom it holds at T": fires("when age >= 18", "1"),
        "unknown is false": fires("when not (age >= 18)", "2 3"),
      },
    },
    "on E": {
      cases: {
        "in (T′, T]; of one instant in order of id": fires("on view", "1:11 1:12 2:9 2:21 3:31"),
        "midnight belongs to the tick at midnight": fires("on view", "3:31", {
          tick: "2026-03-02 00:00",
          after: "2026-03-01 12:00",
        }),
        "and not to the next": fires("on view", "1:12", {
          tick: "2026-03-02 06:00",
          after: "2026-03-02 00:00",
        }),
        "an empty table": fires("on nothing", ""),
      },
    },
    "on E where P": {
      cases: {
        // 100, 200, unknown, 300 and 50.
        "asks the event; unknown is false": fires("on view where price > 100 CNY", "1:12 2:21"),
        "and the customer": fires("on view where age >= 18", "1:11 1:12"),
        "as `event` too": fires("on view where event.price > 100 CNY", "1:12 2:21"),
      },
    },
    "on E as x": {
      cases: {
        "is asked by its alias": fires("on view as seen where seen.price > 100 CNY", "1:12 2:21"),
      },
    },
    "event.time": {
      cases: {
        "is an instant": fires("on view where event.time >= 2026-03-02 00:00", "1:12 3:31"),
        "whose parts are local": fires("on view where hour of event.time = 0", "3:31"),
      },
    },
    "N days before event": {
      cases: {
        // Of view 11 the buy of the same instant is no more; of 12 it is (its window begins at 06:00 on the 1st). Of 9 and 21 the
        // buy is exactly a day before. Of 31 the day begins at midnight, a second after the buy.
        "from that long before it to it, its own instant left out": fires(
          "on view where exists(buy, 1 day before event)",
          "1:12 2:9 2:21",
        ),
        "hours are elapsed": fires("on view where exists(buy, 25 hours before event)", "1:12 2:9 2:21 3:31"),
        "over an empty table": fires("on view where exists(nothing, 1 day before event)", ""),
      },
      elsewhere: {
        "across a change of the clocks": {
          file: "test/compiler/emit/history.test.ts",
          test: "windows before an event end at it, days by the clock on the wall, hours by time that passes",
        },
      },
    },
    "ever before event": {
      cases: {
        "its own instant left out": fires(
          "on view where exists(buy, ever before event)",
          "1:12 2:9 2:21 3:31",
        ),
      },
    },
    "event E = F where P": {
      cases: {
        "a narrower event": fires("on dear", "1:12 2:21", {
          declarations: "event dear = view where price > 100 CNY",
        }),
        "narrowed once more": fires("on dear where price < 300 CNY", "1:12", {
          declarations: "event dear = view as v where v.price > 100 CNY",
        }),
      },
    },
  },
};
