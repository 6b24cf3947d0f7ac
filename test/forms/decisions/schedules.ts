import { bank } from "../engines.ts";
import { decides, type Family, type FormCase } from "../form.ts";
import { clauses } from "./club.ts";

const one = (zone: string) =>
  bank(
    `catalog: 1
timezone: ${zone}
currency: CNY
calendar: { weekend: [saturday, sunday], holidays: [2026-03-03], workdays: [2026-03-07] }
customer: { key: id, type: integer, source: people }
sources: { people: { relation: people, grain: customer } }
`,
    "create table people as select 1 as id",
  );
const shanghai = one("Asia/Shanghai");
const london = one("Europe/London");

/** At which ticks the one customer is contacted, by runs at instants. */
function ticks(
  schedule: string,
  runs: readonly string[],
  found: readonly string[],
  zone = shanghai,
): FormCase {
  const spring = clauses("spring", {
    trigger: schedule,
    window: "1980-01-01 .. 2099-12-31",
    caps: "99 per customer per day",
  });
  const text = `${spring}offer gift { message letter "." }\n`;
  return decides(
    text,
    runs,
    found.map((tick) => `${tick} spring 1 letter gift`),
    zone,
  );
}

const DAILY = "daily at 06:00";

export const schedules: Family = {
  section: 6,
  name: "schedules",
  bank: shanghai,
  tick: "2026-03-02 06:00",
  forms: {
    [DAILY]: {
      cases: {
        // At 05:59 the latest is the day before; at 06:00 that very instant. The 3rd is not asked any more on the 4th.
        "the latest scheduled instant at or before the run": ticks(
          DAILY,
          ["2026-03-02 05:59", "2026-03-02 06:00", "2026-03-04 12:00"],
          ["03-01 06:00", "03-02 06:00", "03-04 06:00"],
        ),
        "at midnight": ticks(
          "daily at 00:00",
          ["2026-02-28 23:59", "2026-03-01 00:00"],
          ["02-28 00:00", "03-01 00:00"],
        ),
        // London's clocks skip 01:00 to 02:00: the next existing instant is 02:00.
        "a time that is skipped": ticks("daily at 01:30", ["2026-03-29 12:00"], ["03-29 02:00"], london),
        // At 01:45 of summer time 01:30 is over, and does not come again an hour later.
        "a time that occurs twice comes once": ticks(
          "daily at 01:30",
          ["2026-10-25 00:59", "2026-10-25 12:00", "2026-10-26 01:29"],
          ["10-24 01:30", "10-25 01:30"],
          london,
        ),
        // Shanghai skipped 02:00 to 03:00 on 4 May 1986.
        "a time that Shanghai skipped": ticks("daily at 02:30", ["1986-05-04 12:00"], ["05-04 03:00"]),
        "and does not skip in 2026": ticks("daily at 02:30", ["2026-05-04 12:00"], ["05-04 02:30"]),
        "a run before any tick": ticks(DAILY, ["1979-12-31 12:00"], []),
      },
      elsewhere: {
        "which of two instants": {
          file: "test/runtime/calendar/schedule.test.ts",
          test: "a doubled time is its first",
        },
      },
    },
    "business days at 06:00": {
      sqlOf: DAILY,
      cases: {
        // Tuesday 3 March is a holiday, Saturday 7 March a working day, Sunday none.
        "by the catalog's calendar": ticks(
          "business days at 06:00",
          ["2026-03-03 12:00", "2026-03-07 12:00", "2026-03-08 12:00"],
          ["03-02 06:00", "03-07 06:00"],
        ),
      },
    },
    "weekly on monday, thursday at 08:00": {
      sqlOf: DAILY,
      cases: {
        // 2 March is a Monday.
        "the latest of its days": ticks(
          "weekly on monday, thursday at 08:00",
          ["2026-03-04 12:00", "2026-03-05 07:59", "2026-03-06 12:00"],
          ["03-02 08:00", "03-05 08:00"],
        ),
      },
    },
    "monthly on 1 at 08:00": {
      sqlOf: DAILY,
      cases: {
        "that day of the month": ticks("monthly on 1 at 08:00", ["2026-03-15 12:00"], ["03-01 08:00"]),
        "months without the day are passed over": ticks(
          "monthly on 31 at 08:00",
          ["2026-03-15 12:00", "2026-04-30 12:00"],
          ["01-31 08:00", "03-31 08:00"],
        ),
        "29 February": ticks("monthly on 29 at 08:00", ["2028-03-01 12:00"], ["02-29 08:00"]),
        "of other years is passed over": ticks(
          "monthly on 29 at 08:00",
          ["2026-03-01 12:00"],
          ["01-29 08:00"],
        ),
      },
    },
    "monthly on last day at 08:00": {
      sqlOf: DAILY,
      cases: {
        "of a short and of a long February": ticks(
          "monthly on last day at 08:00",
          ["2026-03-01 12:00", "2028-03-01 12:00"],
          ["02-28 08:00", "02-29 08:00"],
        ),
      },
    },
    "every 15 minutes": {
      sqlOf: DAILY,
      cases: {
        "from midnight on": ticks(
          "every 15 minutes",
          ["2026-03-02 06:14:59", "2026-03-02 06:15"],
          ["03-02 06:00", "03-02 06:15"],
        ),
      },
    },
    "every 2 hours": {
      sqlOf: DAILY,
      cases: {
        "from midnight on": ticks(
          "every 2 hours",
          ["2026-03-02 01:59", "2026-03-02 05:00"],
          ["03-02 00:00", "03-02 04:00"],
        ),
      },
    },
    "once at 2026-03-01 09:00": {
      sqlOf: DAILY,
      cases: {
        "that instant, however late the run": ticks(
          "once at 2026-03-01 09:00",
          ["2026-03-01 08:59", "2026-07-01 00:00", "2026-07-02 00:00"],
          ["03-01 09:00"],
        ),
      },
    },
    'cron "0 6 * * *"': {
      sqlOf: DAILY,
      cases: {
        "five fields": ticks('cron "0 6 * * *"', ["2026-03-02 12:00"], ["03-02 06:00"]),
        // The 1st is a Sunday; Monday is the 2nd.
        "day fields are or-ed": ticks(
          'cron "0 6 1 * 1"',
          ["2026-03-01 12:00", "2026-03-02 12:00", "2026-03-03 12:00"],
          ["03-01 06:00", "03-02 06:00"],
        ),
      },
    },
  },
};
