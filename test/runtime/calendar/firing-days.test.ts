import { describe, expect, test } from "vitest";
import { clockChanges } from "../../../runtime/calendar/clock-changes.ts";
import { firingDays } from "../../../runtime/calendar/firing-days.ts";
import { parseInstant } from "../../../runtime/calendar/instant.ts";

const calendar = { weekend: ["saturday", "sunday"], holidays: [], workdays: [] };
const at = (text: string, timezone: string): number => {
  const instant = parseInstant(text, timezone);
  if (instant === undefined) throw new Error(`malformed instant: ${text}`);
  return instant;
};

describe("the days that follow from dates", () => {
  const days = (
    days: Parameters<typeof firingDays>[0],
    from: string,
    to: string,
    timezone = "Asia/Shanghai",
  ) =>
    firingDays(days, at(from, timezone), at(to, timezone), { timezone, calendar }).map(
      ({ date, occasion }) => `${date} ${occasion}`,
    );

  test("begin in the span, its beginning in and its end left out", () => {
    const own = { anniversary: false };
    expect(days(own, "2026-03-01 00:00", "2026-03-03 00:00")).toEqual([
      "2026-03-01 2026-03-01",
      "2026-03-02 2026-03-02",
    ]);
    expect(days(own, "2026-03-01 00:01", "2026-03-02 00:00")).toEqual([]);
    expect(days(own, "2026-03-02 00:00", "2026-03-01 00:00")).toEqual([]);
  });

  test("can be those of several dates, at the end of a month and after a weekend", () => {
    const month = {
      offset: { duration: { count: 1, unit: "month" }, direction: "after" },
      anniversary: false,
    } as const;
    expect(days(month, "2026-02-28 00:00", "2026-03-01 00:00").map((one) => one.slice(0, 10))).toEqual([
      "2026-01-28",
      "2026-01-29",
      "2026-01-30",
      "2026-01-31",
    ]);
    const business = {
      offset: { duration: { count: 1, unit: "business-day" }, direction: "after" },
      anniversary: false,
    } as const;
    expect(days(business, "2026-03-02 00:00", "2026-03-03 00:00").map((one) => one.slice(0, 10))).toEqual([
      "2026-02-27",
      "2026-02-28",
      "2026-03-01",
    ]);
  });

  test("are an anniversary's months and days; 29 February's is the 28th where there is none", () => {
    const yearly = { anniversary: true };
    expect(days(yearly, "2026-02-28 00:00", "2026-03-02 00:00")).toEqual([
      "02-28 2026-02-28",
      "02-29 2026-02-28",
      "03-01 2026-03-01",
    ]);
    expect(days(yearly, "2028-02-28 00:00", "2028-03-01 00:00")).toEqual([
      "02-28 2028-02-28",
      "02-29 2028-02-29",
    ]);
  });

  test("begin later where a change of the clocks skips midnight", () => {
    const zone = "America/Sao_Paulo";
    const [day] = firingDays(
      { anniversary: false },
      at("2018-11-04 00:30", "UTC"),
      at("2018-11-05 00:00", "UTC"),
      {
        timezone: zone,
        calendar,
      },
    );
    expect(day).toEqual({
      date: "2018-11-04",
      occasion: "2018-11-04",
      time: Date.parse("2018-11-04T03:00:00Z") * 1000,
    });
  });
});

describe("the changes of the clocks", () => {
  const changes = (since: string, tick: string, zone: string) =>
    clockChanges(at(since, "UTC"), at(tick, "UTC"), zone);

  test("skip local times and repeat them", () => {
    expect(changes("2026-01-01 00:00", "2026-12-01 00:00", "Europe/London")).toEqual([
      {
        from: "2026-03-29T01:00:00.000000",
        to: "2026-03-29T02:00:00.000000",
        at: Date.parse("2026-03-29T01:00:00Z") * 1000,
        skips: true,
      },
      {
        from: "2026-10-25T01:00:00.000000",
        to: "2026-10-25T02:00:00.000000",
        at: Date.parse("2026-10-25T01:00:00Z") * 1000,
        skips: false,
      },
    ]);
    expect(changes("1995-01-01 00:00", "2026-12-01 00:00", "Asia/Shanghai")).toEqual([]);
  });

  test("are found from two days before to two days after", () => {
    expect(changes("2026-03-31 00:59", "2026-06-01 00:00", "Europe/London")).toHaveLength(1);
    expect(changes("2026-03-31 01:00", "2026-06-01 00:00", "Europe/London")).toHaveLength(0);
    expect(changes("2026-01-01 00:00", "2026-03-27 01:00", "Europe/London")).toHaveLength(1);
    expect(changes("2026-01-01 00:00", "2026-03-27 00:59", "Europe/London")).toHaveLength(0);
  });
});
