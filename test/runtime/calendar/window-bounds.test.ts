import { describe, expect, test } from "vitest";
import type { Window } from "../../../plan/index.ts";
import { isoInstant } from "../../../runtime/calendar/instant.ts";
import { windowBounds } from "../../../runtime/calendar/window-bounds.ts";
import { at } from "../support/plans.ts";

const calendar = { weekend: ["saturday", "sunday"], holidays: [], workdays: [] };

function bounds(window: Window, tick: string, zone: string): readonly [string, string] {
  const { from, to } = windowBounds(window, at(tick, zone), { timezone: zone, calendar });
  return [isoInstant(from), isoInstant(to)];
}

const last = (
  count: number,
  unit: "minute" | "hour" | "day" | "week" | "month" | "quarter" | "year",
): Window => ({
  kind: "last",
  duration: { count, unit },
});
const ago = (from: number, to: number, unit: "day" | "week" | "month"): Window => ({
  kind: "ago",
  from,
  to,
  unit,
});

describe("window bounds in UTC", () => {
  test.each<[string, Window, string, string, string]>([
    ["last 3 days", last(3, "day"), "2026-03-02 06:00", "2026-02-27T00:00:00Z", "2026-03-02T00:00:00Z"],
    [
      "last 3 days at midnight",
      last(3, "day"),
      "2026-03-02 00:00",
      "2026-02-27T00:00:00Z",
      "2026-03-02T00:00:00Z",
    ],
    ["last 2 weeks", last(2, "week"), "2026-03-02 06:00", "2026-02-16T00:00:00Z", "2026-03-02T00:00:00Z"],
    [
      "last 1 month, clamped",
      last(1, "month"),
      "2026-03-31 06:00",
      "2026-02-28T00:00:00Z",
      "2026-03-31T00:00:00Z",
    ],
    [
      "last 1 year from a leap day",
      last(1, "year"),
      "2028-02-29 06:00",
      "2027-02-28T00:00:00Z",
      "2028-02-29T00:00:00Z",
    ],
    [
      "last 1 quarter",
      last(1, "quarter"),
      "2026-05-31 06:00",
      "2026-02-28T00:00:00Z",
      "2026-05-31T00:00:00Z",
    ],
    [
      "last 2 hours: (T−N, T]",
      last(2, "hour"),
      "2026-03-02 06:00",
      "2026-03-02T04:00:00.000001Z",
      "2026-03-02T06:00:00.000001Z",
    ],
    [
      "last 30 minutes",
      last(30, "minute"),
      "2026-03-02 06:00",
      "2026-03-02T05:30:00.000001Z",
      "2026-03-02T06:00:00.000001Z",
    ],
    ["1..3 days ago", ago(1, 3, "day"), "2026-03-02 06:00", "2026-02-27T00:00:00Z", "2026-03-02T00:00:00Z"],
    [
      "0..7 days ago: up to T",
      ago(0, 7, "day"),
      "2026-03-02 06:00",
      "2026-02-23T00:00:00Z",
      "2026-03-02T06:00:00.000001Z",
    ],
    [
      "31..60 days ago",
      ago(31, 60, "day"),
      "2026-03-02 06:00",
      "2026-01-01T00:00:00Z",
      "2026-01-31T00:00:00Z",
    ],
    ["1..2 weeks ago", ago(1, 2, "week"), "2026-03-02 06:00", "2026-02-16T00:00:00Z", "2026-02-24T00:00:00Z"],
    [
      "1..2 months ago, clamped",
      ago(1, 2, "month"),
      "2026-03-31 06:00",
      "2026-01-31T00:00:00Z",
      "2026-03-01T00:00:00Z",
    ],
    ["today", { kind: "today" }, "2026-03-02 06:00", "2026-03-02T00:00:00Z", "2026-03-02T06:00:00.000001Z"],
    ["yesterday", { kind: "yesterday" }, "2026-03-01 06:00", "2026-02-28T00:00:00Z", "2026-03-01T00:00:00Z"],
    [
      "this week, on a Sunday",
      { kind: "this", period: "week" },
      "2026-03-01 06:00",
      "2026-02-23T00:00:00Z",
      "2026-03-01T06:00:00.000001Z",
    ],
    [
      "this week, on a Monday at midnight",
      { kind: "this", period: "week" },
      "2026-03-02 00:00",
      "2026-03-02T00:00:00Z",
      "2026-03-02T00:00:00.000001Z",
    ],
    [
      "this quarter",
      { kind: "this", period: "quarter" },
      "2026-03-02 06:00",
      "2026-01-01T00:00:00Z",
      "2026-03-02T06:00:00.000001Z",
    ],
    [
      "previous month",
      { kind: "previous", count: 1, period: "month" },
      "2026-03-31 06:00",
      "2026-02-01T00:00:00Z",
      "2026-03-01T00:00:00Z",
    ],
    [
      "previous 3 weeks",
      { kind: "previous", count: 3, period: "week" },
      "2026-03-01 06:00",
      "2026-02-02T00:00:00Z",
      "2026-02-23T00:00:00Z",
    ],
    [
      "previous 2 quarters",
      { kind: "previous", count: 2, period: "quarter" },
      "2026-03-31 06:00",
      "2025-07-01T00:00:00Z",
      "2026-01-01T00:00:00Z",
    ],
    [
      "since a date",
      { kind: "since", date: "2026-01-01" },
      "2026-03-02 06:00",
      "2026-01-01T00:00:00Z",
      "2026-03-02T06:00:00.000001Z",
    ],
    ["ever", { kind: "ever" }, "2026-03-02 06:00", "0001-01-01T00:00:00Z", "2026-03-02T06:00:00.000001Z"],
  ])("%s", (_, window, tick, from, to) => {
    expect(bounds(window, tick, "UTC")).toEqual([from, to]);
  });
});

describe("window bounds across clock changes", () => {
  test("days of London are local: 23 hours long in March, 25 in October", () => {
    expect(bounds({ kind: "yesterday" }, "2026-03-30 06:00", "Europe/London")).toEqual([
      "2026-03-29T00:00:00Z",
      "2026-03-29T23:00:00Z",
    ]);
    expect(bounds({ kind: "yesterday" }, "2026-10-26 06:00", "Europe/London")).toEqual([
      "2026-10-24T23:00:00Z",
      "2026-10-26T00:00:00Z",
    ]);
  });

  test("hours are elapsed time", () => {
    expect(bounds(last(3, "hour"), "2026-03-29 03:30", "Europe/London")).toEqual([
      "2026-03-28T23:30:00.000001Z",
      "2026-03-29T02:30:00.000001Z",
    ]);
  });

  test("days of Shanghai begin at 16:00 in UTC", () => {
    expect(bounds(last(1, "day"), "2026-03-01 06:00", "Asia/Shanghai")).toEqual([
      "2026-02-27T16:00:00Z",
      "2026-02-28T16:00:00Z",
    ]);
  });
});
