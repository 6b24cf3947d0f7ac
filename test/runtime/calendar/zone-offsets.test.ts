import { IANAZone } from "luxon";
import { describe, expect, test } from "vitest";
import { nextClockChange, offsetAt } from "../../../runtime/calendar/zone-offsets.ts";

const HOUR = 3_600_000;
const ZONES = [
  ["Europe/London", "2026-03-29T01:00:00.000Z", "2026-10-25T01:00:00.000Z"],
  ["America/Santiago", "2026-04-05T03:00:00.000Z", "2026-09-06T04:00:00.000Z"],
  // Half an hour, at a time that no quarter of a day begins with.
  ["Australia/Lord_Howe", "2026-04-04T15:00:00.000Z", "2026-10-03T15:30:00.000Z"],
  ["Asia/Shanghai"],
] as const;

describe.each(ZONES)("%s", (zone, ...changes) => {
  const micro = (text: string): number => Date.parse(text) * 1000;

  test("its clocks are as far ahead as they are shown to be", () => {
    const known = IANAZone.create(zone);
    // Out of order, so that what lies beside has and has not been asked for.
    for (let step = 0; step < 3000; step++) {
      const at = Date.UTC(1935 + ((step * 37) % 110), 0, 1) + ((step * 7919) % 8760) * HOUR + (step % 3) - 1;
      expect(offsetAt(at * 1000, zone), new Date(at).toISOString()).toBe(Math.round(known.offset(at) * 60e6));
    }
  });

  test("they change when they do", () => {
    const found: string[] = [];
    let from = micro("2026-01-01T00:00:00Z");
    const to = micro("2027-01-01T00:00:00Z");
    for (;;) {
      const at = nextClockChange(from, to, zone);
      if (at === undefined) break;
      expect(offsetAt(at - 1, zone)).not.toBe(offsetAt(at, zone));
      found.push(new Date(at / 1000).toISOString());
      from = at;
    }
    expect(found).toEqual(changes);
  });
});

test("a change is in the time up to it, and not in the time from it on", () => {
  const at = Date.parse("2026-03-29T01:00:00Z") * 1000;
  expect(nextClockChange(at - 1, at, "Europe/London")).toBe(at);
  expect(nextClockChange(at - 2, at - 1, "Europe/London")).toBeUndefined();
  expect(nextClockChange(at, at + 1, "Europe/London")).toBeUndefined();
});
