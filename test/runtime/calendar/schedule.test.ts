import { describe, expect, test } from "vitest";
import type { BusinessCalendar, Schedule } from "../../../plan/index.ts";
import { isoInstant } from "../../../runtime/calendar/instant.ts";
import {
  latestAtOrBefore,
  latestTick,
  nextTick,
  previousInstant,
} from "../../../runtime/calendar/schedule.ts";
import { at } from "../support/plans.ts";

const calendar: BusinessCalendar = {
  weekend: ["saturday", "sunday"],
  holidays: ["2026-10-01", "2026-10-02"],
  workdays: ["2026-10-10"],
};
const LONDON = "Europe/London";
const SHANGHAI = "Asia/Shanghai";

function latest(schedule: Schedule, local: string, zone = LONDON): string | undefined {
  const found = latestAtOrBefore(schedule, at(local, zone), { timezone: zone, calendar });
  return found === undefined ? undefined : isoInstant(found);
}

const daily = (time: string): Schedule => ({ kind: "daily", at: time });
const monthly = (day: number | "last"): Schedule => ({ kind: "monthly", day, at: "08:00" });
const cron = (expression: string): Schedule => ({ kind: "cron", expression });
const every = (count: number, unit: "minute" | "hour"): Schedule => ({
  kind: "every",
  interval: { count, unit },
});

describe("the latest scheduled instant", () => {
  test.each<[string, Schedule, string, string, string | undefined]>([
    ["daily, on the instant", daily("06:00"), "2026-03-02 06:00", SHANGHAI, "2026-03-01T22:00:00Z"],
    ["daily, a second before", daily("06:00"), "2026-03-02 05:59:59", SHANGHAI, "2026-02-28T22:00:00Z"],
    ["daily at midnight", daily("00:00"), "2026-03-01 00:00", SHANGHAI, "2026-02-28T16:00:00Z"],
    [
      "business days over a weekend",
      { kind: "business-days", at: "06:00" },
      "2026-03-01 12:00",
      SHANGHAI,
      "2026-02-26T22:00:00Z",
    ],
    [
      "business days over holidays",
      { kind: "business-days", at: "06:00" },
      "2026-10-04 12:00",
      SHANGHAI,
      "2026-09-29T22:00:00Z",
    ],
    [
      "business days on a worked Saturday",
      { kind: "business-days", at: "06:00" },
      "2026-10-11 12:00",
      SHANGHAI,
      "2026-10-09T22:00:00Z",
    ],
    [
      "weekly on Monday and Thursday",
      { kind: "weekly", days: [1, 4], at: "08:00" },
      "2026-03-04 09:00",
      SHANGHAI,
      "2026-03-02T00:00:00Z",
    ],
    [
      "monthly on the 31st passes short months over",
      monthly(31),
      "2026-04-30 09:00",
      SHANGHAI,
      "2026-03-31T00:00:00Z",
    ],
    [
      "monthly on the 30th passes February over",
      monthly(30),
      "2026-03-15 09:00",
      SHANGHAI,
      "2026-01-30T00:00:00Z",
    ],
    [
      "monthly on the last day of a leap February",
      monthly("last"),
      "2028-03-01 00:00",
      SHANGHAI,
      "2028-02-29T00:00:00Z",
    ],
    ["every 15 minutes", every(15, "minute"), "2026-03-02 06:14:59", SHANGHAI, "2026-03-01T22:00:00Z"],
    ["every 2 hours", every(2, "hour"), "2026-03-02 05:00", SHANGHAI, "2026-03-01T20:00:00Z"],
    [
      "once, later",
      { kind: "once", date: "2026-03-01", at: "09:00" },
      "2026-07-01 00:00",
      SHANGHAI,
      "2026-03-01T01:00:00Z",
    ],
    [
      "once, before",
      { kind: "once", date: "2026-03-01", at: "09:00" },
      "2026-03-01 08:59",
      SHANGHAI,
      undefined,
    ],
    [
      "cron with both day fields: the 1st",
      cron("0 6 1 * 1"),
      "2026-03-01 12:00",
      SHANGHAI,
      "2026-02-28T22:00:00Z",
    ],
    [
      "cron with both day fields: a Monday",
      cron("0 6 1 * 1"),
      "2026-03-03 12:00",
      SHANGHAI,
      "2026-03-01T22:00:00Z",
    ],
    [
      "cron on working hours",
      cron("*/30 9-17 * * mon-fri"),
      "2026-03-07 12:00",
      SHANGHAI,
      "2026-03-06T09:30:00Z",
    ],
    ["cron on leap days", cron("0 6 29 2 *"), "2027-12-31 12:00", SHANGHAI, "2024-02-28T22:00:00Z"],
    ["cron on no day", cron("0 6 31 2 *"), "2027-12-31 12:00", SHANGHAI, undefined],
    ["cron: Sunday is 7 too", cron("0 6 * * 7"), "2026-03-03 12:00", SHANGHAI, "2026-02-28T22:00:00Z"],
    // London: 2026-03-29 01:00 becomes 02:00, 2026-10-25 02:00 becomes 01:00.
    [
      "a skipped time is the next existing instant",
      daily("01:30"),
      "2026-03-29 12:00",
      LONDON,
      "2026-03-29T01:00:00Z",
    ],
    ["the day after a skipped time", daily("01:30"), "2026-03-30 12:00", LONDON, "2026-03-30T00:30:00Z"],
    ["a doubled time is its first", daily("01:30"), "2026-10-25 12:00", LONDON, "2026-10-25T00:30:00Z"],
    [
      "the local time stays across the change",
      daily("06:00"),
      "2026-03-29 12:00",
      LONDON,
      "2026-03-29T05:00:00Z",
    ],
    [
      "skipped quarters of an hour are one instant",
      every(15, "minute"),
      "2026-03-29 02:14",
      LONDON,
      "2026-03-29T01:00:00Z",
    ],
    // Shanghai's clocks went from 1986-05-04 02:00 to 03:00.
    ["a skipped time of Shanghai", daily("02:30"), "1986-05-04 12:00", SHANGHAI, "1986-05-03T18:00:00Z"],
  ])("%s", (_, schedule, local, zone, expected) => {
    expect(latest(schedule, local, zone)).toBe(expected);
  });

  test("a doubled time does not fire again in its second pass", () => {
    const second = Date.UTC(2026, 9, 25, 1, 45) * 1_000;
    const found = latestAtOrBefore(every(15, "minute"), second, { timezone: LONDON, calendar });
    expect(found === undefined ? "" : isoInstant(found)).toBe("2026-10-25T00:45:00Z");
  });

  test("the one before is found from the instant itself", () => {
    const tick = at("2026-03-30 01:30", LONDON);
    const before = previousInstant(daily("01:30"), tick, { timezone: LONDON, calendar });
    expect(before === undefined ? "" : isoInstant(before)).toBe("2026-03-29T01:00:00Z");
  });

  test("ticks lie in the window, both days in", () => {
    const campaign = {
      schedule: daily("06:00"),
      window: { from: "2026-03-02", to: "2026-03-03", businessDaysOnly: false },
    };
    const tickAt = (local: string): string | undefined => {
      const tick = latestTick(campaign, at(local), { timezone: SHANGHAI, calendar });
      return tick === undefined ? undefined : isoInstant(tick);
    };
    expect(tickAt("2026-03-02 05:59")).toBeUndefined();
    expect(tickAt("2026-03-02 06:00")).toBe("2026-03-01T22:00:00Z");
    expect(tickAt("2026-03-03 23:59")).toBe("2026-03-02T22:00:00Z");
    expect(tickAt("2026-06-01 00:00")).toBe("2026-03-02T22:00:00Z");
  });
});

describe("the next tick", () => {
  const window = { from: "2026-01-10", to: "2026-12-20", businessDaysOnly: false };
  const schedules: readonly Schedule[] = [
    daily("06:00"),
    daily("01:30"),
    every(45, "minute"),
    { kind: "business-days", at: "06:00" },
    { kind: "weekly", days: [1, 4], at: "08:00" },
    monthly(31),
    monthly("last"),
    cron("30 1 29 2,3,10 0"),
  ];

  test.each(schedules)("is the first after an instant: %j", (schedule) => {
    const time = { timezone: LONDON, calendar };
    const campaign = { schedule, window, followUps: [] };
    let ticks = 0;
    // Days in which the clocks change are among them.
    for (let day = 0; day < 365; day += 1) {
      for (const minutes of [0, 61, 90, 119, 479]) {
        const instant = at("2026-01-01 00:00", LONDON) + (day * 1_440 + minutes) * 60_000_000;
        const next = nextTick(campaign, instant, time);
        if (next === undefined) {
          expect(latestTick(campaign, at("2027-06-01 00:00", LONDON), time) ?? 0).toBeLessThanOrEqual(
            instant,
          );
          continue;
        }
        ticks += 1;
        expect(next).toBeGreaterThan(instant);
        expect(latestTick(campaign, next, time)).toBe(next);
        expect(latestTick(campaign, next - 1, time) ?? 0).toBeLessThanOrEqual(instant);
      }
    }
    expect(ticks).toBeGreaterThan(100);
  });

  test("of a campaign that runs once is that one, and then daily ones for its follow-ups alone", () => {
    const once: Schedule = { kind: "once", date: "2026-03-02", at: "09:00" };
    const time = { timezone: SHANGHAI, calendar };
    const next = (local: string, followUps: readonly unknown[]) => {
      const found = nextTick({ schedule: once, window, followUps }, at(local), time);
      return found === undefined ? undefined : isoInstant(found);
    };
    expect(next("2026-03-01 12:00", [])).toBe("2026-03-02T01:00:00Z");
    expect(next("2026-03-02 09:00", [])).toBeUndefined();
    expect(next("2026-03-02 09:00", [1])).toBe("2026-03-03T01:00:00Z");
    expect(next("2026-12-20 09:00", [1])).toBeUndefined();
  });
});
