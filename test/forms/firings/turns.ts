import { clauses } from "../decisions/club.ts";
import { bank } from "../engines.ts";
import { decides, type Family, type FormCase } from "../form.ts";

/**
 * Tiers by day of March 2026:
 *
 * | customer | 3 | 4 | 5 | 6 |
 * |---|---|---|---|---|
 * | 1 | basic | gold | gold | gold |
 * | 2 | gold | gold | basic | basic |
 * | 3 | is no customer | gold | gold | gold |
 * | 4 | gold | is no customer | | |
 * | 5 | unknown | gold | gold | gold |
 * | 6 | gold | gold | gold | unknown |
 */
const tiers = bank(
  `catalog: 1
timezone: Asia/Shanghai
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer, snapshot: ds }
  buys: { relation: buys, grain: event, customer: person, time: { column: bought, zone: Asia/Shanghai }, id: buy }
  none: { relation: none, grain: event, customer: person, time: { column: happened, zone: Asia/Shanghai }, id: n }
tags:
  tier: { type: { enum: [basic, gold] }, from: people.tier }
events:
  buy: { source: buys, attributes: {} }
  nothing: { source: none, attributes: {} }
`,
  `create table people (ds date, id integer, tier varchar);
   insert into people values
     ('2026-03-01', 1, 'basic'), ('2026-03-01', 2, 'gold'), ('2026-03-01', 4, 'gold'), ('2026-03-01', 5, null), ('2026-03-01', 6, 'gold'),
     ('2026-03-04', 1, 'gold'), ('2026-03-04', 2, 'gold'), ('2026-03-04', 3, 'gold'), ('2026-03-04', 5, 'gold'), ('2026-03-04', 6, 'gold'),
     ('2026-03-05', 1, 'gold'), ('2026-03-05', 2, 'basic'), ('2026-03-05', 3, 'gold'), ('2026-03-05', 5, 'gold'), ('2026-03-05', 6, 'gold'),
     ('2026-03-06', 1, 'gold'), ('2026-03-06', 2, 'basic'), ('2026-03-06', 3, 'gold'), ('2026-03-06', 5, 'gold'), ('2026-03-06', 6, null);
   create table buys (buy integer, person integer, bought timestamp);
   insert into buys values
     (1, 1, '2026-03-02 06:00:00'), (2, 1, '2026-03-02 06:00:00.000001'), (3, 1, '2026-03-02 23:59:59.999999'),
     (4, 1, '2026-03-03 00:00:00'), (5, 1, '2026-03-03 06:00:00'), (6, 2, '2026-03-04 00:00:00'),
     (7, 2, '2026-03-05 05:59:59'), (8, 2, '2026-03-06 06:00:00.000001');
   create table none (n integer, person integer, happened timestamp)`,
);

const EACH_DAY = ["2026-03-03 06:00", "2026-03-04 06:00", "2026-03-05 06:00", "2026-03-06 06:00"];

function turns(firing: string, found: readonly string[], runs: readonly string[] = EACH_DAY): FormCase {
  return runsOf({ trigger: `daily at 06:00 ${firing}` }, found, runs);
}

/** Found are day of March and customer, or `customer #event`: `04 1`. */
function runsOf(
  parts: Parameters<typeof clauses>[1],
  found: readonly string[],
  runs: readonly string[],
): FormCase {
  const spring = clauses("spring", { caps: "99 per customer per day", ...parts });
  const text = `${spring}offer gift { message letter "." }
segment golden = tier = gold
segment absent = exists(nothing, ever)
`;
  const lines = found.map((one) => `03-${one.replace(" ", " 06:00 spring ")} letter gift`);
  return decides(text, runs, lines);
}

export const turnings: Family = {
  section: 6,
  name: "turns",
  bank: tiers,
  tick: "2026-03-03 06:00",
  forms: {
    "on enter SEGMENT": {
      cases: {
        // The 3rd only records. 1 and 5 were out; 3 is new, and new customers can enter.
        "who was out and is in": turns("on enter golden", ["04 1", "04 3", "04 5"]),
        "compares with the last tick, however long ago": turns(
          "on enter golden",
          ["06 1", "06 3", "06 5"],
          ["2026-03-03 06:00", "2026-03-06 12:00"],
        ),
        "nobody enters by an empty table": turns("on enter absent", []),
      },
    },
    "on leave SEGMENT": {
      cases: {
        // 4 is no customer any more: she does not leave. On the 6th 6 is unknown, and so out.
        "who was in and is out": turns("on leave golden", ["05 2", "06 6"]),
        "nobody leaves by an empty table": turns("on leave absent", []),
      },
    },
    "on change of TAG": {
      cases: {
        // 3 is new and 4 gone: neither changes.
        "unknown is a value": turns("on change of tier", ["04 1", "04 5", "05 2", "06 6"]),
        // 2 was gold and is basic, whatever was between.
        "compares with the last tick": turns(
          "on change of tier",
          ["06 1", "06 2", "06 5", "06 6"],
          ["2026-03-03 06:00", "2026-03-06 06:00"],
        ),
      },
      elsewhere: {
        "after a pause and after an edit it only records": {
          file: "test/runtime/membership.test.ts",
          test: "after the meaning was changed, and after a pause, a tick only records",
        },
      },
    },
    "on change of TAG from V": {
      cases: {
        "a value": turns("on change of tier from gold", ["05 2", "06 6"]),
        unknown: turns("on change of tier from unknown", ["04 5"]),
      },
    },
    "on change of TAG to W": {
      cases: {
        "a value": turns("on change of tier to gold", ["04 1", "04 5"]),
        unknown: turns("on change of tier to unknown", ["06 6"]),
      },
    },
    "on change of TAG from V to W": {
      cases: { "both values": turns("on change of tier from basic to gold", ["04 1"]) },
    },
    "a first run": {
      cases: {
        // The tick is that of the 3rd, the one before that of the 2nd.
        "takes what came after the previous scheduled instant": turns(
          "on buy",
          ["03 1 #2", "03 1 #3", "03 1 #4", "03 1 #5"],
          ["2026-03-03 12:00"],
        ),
        "from the window's opening, if that is later, included": runsOf(
          { trigger: "daily at 06:00 on buy", window: "2026-03-03 .. 2026-12-31" },
          ["03 1 #4", "03 1 #5"],
          ["2026-03-03 12:00"],
        ),
        "of `once` from the window's opening always": runsOf(
          { trigger: "once at 2026-03-05 06:00 on buy", window: "2026-03-03 .. 2026-12-31" },
          ["05 1 #4", "05 1 #5", "05 2 #6", "05 2 #7"],
          ["2026-03-05 12:00"],
        ),
      },
    },
    "a scheduler that was down": {
      cases: {
        // Each in (T′, T]; 8 is after the last tick.
        "loses no event and repeats none": turns(
          "on buy",
          ["03 1 #2", "03 1 #3", "03 1 #4", "03 1 #5", "06 2 #6", "06 2 #7"],
          ["2026-03-03 06:00", "2026-03-06 06:00"],
        ),
        "asks `when` once, at the latest instant": turns(
          "when tier = basic",
          ["03 1", "06 2"],
          ["2026-03-03 06:00", "2026-03-06 06:00"],
        ),
        // The first run comes to the 4th; the scheduled instant before is that of the 3rd.
        "has no ticks outside the window": runsOf(
          { trigger: "daily at 06:00 on buy", window: "2026-03-03 .. 2026-03-04" },
          ["04 2 #6"],
          ["2026-03-02 12:00", "2026-03-06 06:00"],
        ),
      },
      elsewhere: {
        "patterns and dates, over a change of the clocks": {
          file: "test/runtime/catch-up-engines.test.ts",
          test: "down for three days over a clock change, a scheduler finds the same candidates for every occurrence",
        },
      },
    },
    "an event that comes late": {
      cases: {
        // T′ is the 4th, 06:00: 6 of the 4th, 00:00 is before it.
        "without lateness is not taken": turns("on buy", ["05 2 #7"], ["2026-03-05 06:00"]),
      },
      elsewhere: {
        "within lateness is taken once": {
          file: "test/runtime/catch-up.test.ts",
          test: "down for three days: event, pattern and date of those days, late ones too, are found by the next run",
        },
      },
    },
  },
};
