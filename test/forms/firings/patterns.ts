import { bank } from "../engines.ts";
import { type Family, fires } from "../form.ts";

const catalog = (zone: string): string => `catalog: 1
timezone: ${zone}
currency: CNY
customer: { key: id, type: integer, source: people }
sources:
  people: { relation: people, grain: customer }
  calls: { relation: calls, grain: event, customer: person, time: called, id: call }
  replies: { relation: replies, grain: event, customer: person, time: replied, id: reply }
  deals: { relation: deals, grain: event, customer: person, time: made, id: deal }
  none: { relation: none, grain: event, customer: person, time: happened, id: n }
events:
  call: { source: calls, attributes: { score: { type: integer } } }
  reply: { source: replies, attributes: { score: { type: integer } } }
  deal: { source: deals, attributes: {} }
  nothing: { source: none, attributes: {} }
`;

/** T is 2 March 2026, 06:00, T′ the day before; times are of Shanghai. */
const calls = bank(
  catalog("Asia/Shanghai"),
  `set timezone = 'Asia/Shanghai';
   create table people as select range::integer as id from range(1, 11);
   create table calls (call integer, person integer, called timestamptz, score integer);
   create table replies (reply integer, person integer, replied timestamptz, score integer);
   create table deals (deal integer, person integer, made timestamptz);
   create table none (n integer, person integer, happened timestamptz);
   insert into calls values
     (101, 1, '2026-02-27 10:00:00', 5), (201, 2, '2026-02-27 03:00:00', 5), (301, 3, '2026-02-27 02:59:59.999999', 5),
     (401, 4, '2026-03-01 12:00:00', 5), (502, 5, '2026-03-01 12:00:00', 5), (501, 5, '2026-03-01 12:00:00', 5),
     (601, 6, '2026-03-01 05:00:00', 5),
     (801, 8, '2026-02-28 06:00:00', 5), (901, 9, '2026-02-28 06:00:00', 5), (1001, 10, '2026-02-28 06:00:00.000001', 5);
   insert into replies values
     (1, 1, '2026-03-02 05:00:00', 6), (2, 2, '2026-03-02 03:00:00', 5), (3, 3, '2026-03-02 03:00:00', 9),
     (4, 4, '2026-03-01 12:00:00', 9), (5, 5, '2026-03-01 13:00:00', null),
     (6, 6, '2026-03-01 05:30:00', 5), (7, 6, '2026-03-01 07:00:00', 9),
     (8, 7, '2026-03-01 12:00:00', 9), (9, 9, '2026-03-02 06:00:00', 5);
   insert into deals values
     (1, 1, '2026-03-02 06:00:00'), (2, 2, '2026-03-02 06:00:00.000001'), (5, 5, '2026-03-01 13:00:00'),
     (6, 6, '2026-03-01 08:00:00');`,
);

/** Clocks skip 01:00 to 02:00 on 29 March 2026, and repeat it on 25 October. */
const london = bank(
  catalog("Europe/London"),
  `create table people as select range::integer as id from range(1, 5);
   create table calls (call integer, person integer, called timestamptz, score integer);
   create table replies (reply integer, person integer, replied timestamptz, score integer);
   create table deals (deal integer, person integer, made timestamptz);
   create table none (n integer, person integer, happened timestamptz);
   -- 1 and 2 call at 10:00 the day before the clocks go forward, 3 and 4 before they go back.
   insert into calls values
     (1, 1, '2026-03-28 10:00:00+00', 5), (2, 2, '2026-03-28 10:00:00+00', 5),
     (3, 3, '2026-10-24 09:00:00+00', 5), (4, 4, '2026-10-24 09:00:00+00', 5);
   -- 1 and 3 reply at 10:00 the day after, 2 and 4 a microsecond later: 09:00 UTC in March, 10:00 UTC in October.
   insert into replies values
     (1, 1, '2026-03-29 09:00:00+00', 5), (2, 2, '2026-03-29 09:00:00.000001+00', 5),
     (3, 3, '2026-10-25 10:00:00+00', 5), (4, 4, '2026-10-25 10:00:00.000001+00', 5);`,
);
/** In March 24 hours after 10:00 is 11:00, in October 09:00. */
const march = { bank: london, tick: "2026-03-29 12:00", after: "2026-03-28 12:00" };
const october = { bank: london, tick: "2026-10-25 12:00", after: "2026-10-24 12:00" };

export const patterns: Family = {
  section: 6,
  name: "patterns",
  bank: calls,
  tick: "2026-03-02 06:00",
  forms: {
    "on A followed by B within D": {
      cases: {
        // 1's and 9's replies come in time, 2's on the last instant, 3's a microsecond too late; 4's is of the same instant;
        // both calls of 5 are followed; 6's first reply was before T′; 8 and 10 get none.
        "strictly later, at most so long after, at the first such B": fires(
          "on call followed by reply within 3 days",
          "1:101 2:201 5:501 5:502 9:901",
        ),
        "days keep the clock time across a change in March": fires(
          "on call followed by reply within 1 day",
          "1:1",
          march,
        ),
        "days keep the clock time across a change in October": fires(
          "on call followed by reply within 1 day",
          "3:3",
          october,
        ),
        "hours elapse in March": fires("on call followed by reply within 24 hours", "1:1 2:2", march),
        "hours elapse in October": fires("on call followed by reply within 24 hours", "", october),
        "25 hours are the day in October": fires("on call followed by reply within 25 hours", "3:3", october),
        "an empty table of what follows": fires("on call followed by nothing within 3 days", ""),
        "an empty table of what is followed": fires("on nothing followed by reply within 3 days", ""),
      },
      elsewhere: {
        "a time that is skipped, and one that occurs twice": {
          file: "test/compiler/emit/patterns.test.ts",
          test: "a day keeps the local time; of one that occurs twice it is the first",
        },
      },
    },
    "on A as x where P followed by B as y where Q within D": {
      cases: {
        // Calls have 5. 1's reply has 6, 2's and 9's have 5, 5's is unknown; of 6's the second is the first with more, at 07:00.
        "Q asks both; unknown is false": fires(
          "on call as c followed by reply as r where r.score > c.score within 3 days",
          "1:101 6:601",
        ),
        // 6's first reply with more than 5 is that of 07:00.
        "the first B for which Q holds": fires(
          "on call followed by reply where score > 5 within 3 days",
          "1:101 6:601",
        ),
        "bare attributes are the step's own, `event` is the first": fires(
          "on call where score = 5 followed by reply where score = event.score within 3 days",
          "2:201 9:901",
        ),
      },
    },
    "followed by C": {
      cases: {
        // 1's deal is at T; 2's just after; 5's at the instant of the reply; 6's fires in this span though its reply was before.
        "each step measured from the one before": fires(
          "on call followed by reply within 3 days followed by deal within 1 day",
          "1:101 6:601",
        ),
        // 6's reply of 05:30 is the first; three hours later is 08:30, two hours 07:30.
        "the first match of a step is the one": fires(
          "on call followed by reply within 3 days followed by deal within 2 hours",
          "1:101",
        ),
        "ends in what does not follow": fires(
          // 6's reply at 05:30 is followed by no deal within 2 hours: 07:30 is in the span. 5's reply at 13:00 neither, until
          // 15:00, for both calls. 2's is followed by none until 05:00. 1's and 9's time is not over.
          "on call followed by reply within 3 days not followed by deal within 2 hours",
          "2:201 5:501 5:502 6:601",
        ),
      },
    },
    "on A not followed by B within D": {
      cases: {
        // Two days after the call must lie in (T′, T]. 1's reply is later than that; 8 has none, and its time is over at T;
        // 9's reply is on the last instant; 10's time is over after T. 2's and 3's ran out before T′.
        "fires when the days have run out": fires(
          "on call not followed by reply within 2 days",
          "1:101 8:801",
        ),
        // A day after 10:00 on 28 March is 10:00 on the 29th, 09:00 UTC: 1's reply counts, 2's does not.
        "across a change in March": fires("on call not followed by reply within 1 day", "2:2", march),
        "across a change in October": fires("on call not followed by reply within 1 day", "4:4", october),
        "an empty table of what does not follow": fires(
          "on call not followed by nothing within 2 days",
          "1:101 8:801 9:901",
        ),
        "an empty table of what is not followed": fires("on nothing not followed by reply within 2 days", ""),
      },
      elsewhere: {
        "waiting for a source's lateness": {
          file: "test/compiler/emit/patterns.test.ts",
          test: "waits for the lateness of the source that was to follow",
        },
        months: { file: "test/compiler/emit/patterns.test.ts", test: "ends months on their last day" },
      },
    },
    "event E = pattern": {
      cases: {
        "fires as the pattern does, known by its first event": fires(
          "on answered",
          "1:101 2:201 5:501 5:502 9:901",
          { declarations: "event answered = call followed by reply within 3 days" },
        ),
        "its attributes are the first event's": fires("on answered where score = 6", "", {
          declarations: "event answered = call followed by reply within 3 days",
        }),
      },
    },
  },
};
