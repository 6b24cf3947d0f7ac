import { describe, expect, test } from "vitest";
import { type ContactHours, earliestAllowed } from "../../../runtime/calendar/due.ts";
import { isoInstant } from "../../../runtime/calendar/instant.ts";
import { at } from "../support/plans.ts";

const calendar = {
  weekend: ["saturday", "sunday"],
  holidays: ["2026-03-03"],
  workdays: ["2026-03-07"],
};

function due(from: string | number, hours: Partial<ContactHours>, zone = "UTC"): string | undefined {
  const found = earliestAllowed(
    typeof from === "number" ? from : at(from, zone),
    { ranges: [], quiet: [], businessDaysOnly: false, ...hours },
    { timezone: zone, calendar },
  );
  return found === undefined ? undefined : isoInstant(found);
}

const day = { from: "09:00", to: "20:00" };
const night = { from: "21:00", to: "02:00" };

describe("the due time", () => {
  test.each<[string, string, Partial<ContactHours>, string | undefined]>([
    ["without hours", "2026-03-02 06:00", {}, "2026-03-02T06:00:00Z"],
    ["before the hours", "2026-03-02 06:00", { ranges: [day] }, "2026-03-02T09:00:00Z"],
    ["at their start", "2026-03-02 09:00", { ranges: [day] }, "2026-03-02T09:00:00Z"],
    ["a moment before their end", "2026-03-02 19:59:59", { ranges: [day] }, "2026-03-02T19:59:59Z"],
    ["in quiet hours", "2026-03-02 23:00", { quiet: [night] }, "2026-03-03T02:00:00Z"],
    ["as quiet hours begin", "2026-03-02 21:00", { quiet: [night] }, "2026-03-03T02:00:00Z"],
    ["as quiet hours end", "2026-03-02 02:00", { quiet: [night] }, "2026-03-02T02:00:00Z"],
    [
      "in quiet hours and before the hours",
      "2026-03-02 00:30",
      { quiet: [night, { from: "08:00", to: "10:15" }], ranges: [day] },
      "2026-03-02T10:15:00Z",
    ],
    ["in a quiet day", "2026-03-02 06:00", { quiet: [{ from: "06:00", to: "06:00" }] }, undefined],
    ["at their end", "2026-03-02 20:00", { ranges: [day] }, "2026-03-03T09:00:00Z"],
    ["in a range past midnight", "2026-03-02 01:59", { ranges: [night] }, "2026-03-02T01:59:00Z"],
    ["after a range past midnight", "2026-03-02 02:00", { ranges: [night] }, "2026-03-02T21:00:00Z"],
    [
      "in both ranges",
      "2026-03-02 06:00",
      { ranges: [day, { from: "12:00", to: "10:00" }] },
      "2026-03-02T09:00:00Z",
    ],
    [
      "in the part that both leave",
      "2026-03-02 10:00",
      { ranges: [day, { from: "12:00", to: "10:00" }] },
      "2026-03-02T12:00:00Z",
    ],
    ["all day", "2026-03-02 10:00", { ranges: [{ from: "09:00", to: "09:00" }] }, "2026-03-02T10:00:00Z"],
    ["over a holiday", "2026-03-02 20:00", { ranges: [day], businessDaysOnly: true }, "2026-03-04T09:00:00Z"],
    [
      "on a worked Saturday",
      "2026-03-06 20:00",
      { ranges: [day], businessDaysOnly: true },
      "2026-03-07T09:00:00Z",
    ],
    [
      "from midnight of a business day",
      "2026-03-08 12:00",
      { businessDaysOnly: true },
      "2026-03-09T00:00:00Z",
    ],
    [
      "in ranges that never meet",
      "2026-03-02 06:00",
      { ranges: [day, { from: "21:00", to: "22:00" }] },
      undefined,
    ],
  ])("%s", (_, from, hours, expected) => {
    expect(due(from, hours)).toBe(expected);
  });

  // London: 2026-03-29 01:00 becomes 02:00, 2026-10-25 02:00 becomes 01:00.
  test("in hours that begin in a skipped hour is the change", () => {
    expect(due("2026-03-29 00:10", { ranges: [{ from: "01:30", to: "05:00" }] }, "Europe/London")).toBe(
      "2026-03-29T01:00:00Z",
    );
  });

  test("in hours that a change skips whole is the next day's", () => {
    expect(due("2026-03-29 00:10", { ranges: [{ from: "01:15", to: "01:45" }] }, "Europe/London")).toBe(
      "2026-03-30T00:15:00Z",
    );
  });

  test("in hours that occur twice may be the second", () => {
    const firstPass = at("2026-10-25 00:50", "UTC");
    expect(due(firstPass, { ranges: [{ from: "01:15", to: "01:45" }] }, "Europe/London")).toBe(
      "2026-10-25T01:15:00Z",
    );
    expect(due(firstPass, { ranges: [{ from: "00:30", to: "01:30" }] }, "Europe/London")).toBe(
      "2026-10-25T01:00:00Z",
    );
  });
});
