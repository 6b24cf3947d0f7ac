import { describe, expect, test } from "vitest";
import type { Parameter, TimeForm } from "../../../plan/index.ts";
import { bindStatement } from "../../../runtime/calendar/parameters.ts";
import { at } from "../support/plans.ts";

const calendar = { weekend: [], holidays: [], workdays: [] };

function bind(parameter: Parameter, tick: number, zone = "Europe/London"): string | boolean | undefined {
  const bound = bindStatement(
    { sql: "select $1", parameters: [parameter] },
    { tick, firingFrom: tick - 1 },
    { timezone: zone, calendar },
  );
  return bound.parameters[0];
}

const tickAs = (as: TimeForm): Parameter => ({ kind: "moment", moment: { kind: "tick" }, as });
const london: TimeForm = { kind: "local", zone: "Europe/London" };
const utc = (text: string): number => at(text, "UTC");

describe("parameters", () => {
  test("values are bound as they are, D as the local date", () => {
    const tick = at("2026-03-02 06:00", "Asia/Shanghai");
    expect(bind({ kind: "text", value: "x" }, tick)).toBe("x");
    expect(bind({ kind: "boolean", value: false }, tick)).toBe(false);
    expect(bind({ kind: "number", value: "1.50" }, tick)).toBe("1.50");
    expect(bind({ kind: "date", value: "2026-01-01" }, tick)).toBe("2026-01-01");
    expect(bind({ kind: "tick-date" }, tick, "Asia/Shanghai")).toBe("2026-03-02");
    expect(bind({ kind: "tick-date" }, tick, "Europe/London")).toBe("2026-03-01");
  });

  test("instants are bound in UTC to the microsecond", () => {
    const tick = utc("2026-03-02 06:00");
    const instant: TimeForm = { kind: "instant" };
    expect(bind(tickAs(instant), tick)).toBe("2026-03-02T06:00:00.000000Z");
    expect(bind({ kind: "moment", moment: { kind: "tick-end" }, as: instant }, tick)).toBe(
      "2026-03-02T06:00:00.000001Z",
    );
    expect(bind({ kind: "moment", moment: { kind: "firing-from" }, as: instant }, tick)).toBe(
      "2026-03-02T05:59:59.999999Z",
    );
  });

  test.each<[string, string, string]>([
    ["winter", "2026-03-28 12:00", "2026-03-28T12:00:00.000000"],
    ["just after the skipped hour", "2026-03-29 01:00", "2026-03-29T02:00:00.000000"],
    ["summer", "2026-10-25 00:59:59", "2026-10-25T01:00:00.000000"],
    ["before the doubled hour", "2026-10-24 23:59:59", "2026-10-25T00:59:59.000000"],
    [
      "in its first pass, before every local time that stands for the second",
      "2026-10-25 00:30",
      "2026-10-25T01:00:00.000000",
    ],
    ["in its second pass", "2026-10-25 01:30", "2026-10-25T01:30:00.000000"],
    ["after it", "2026-10-25 02:00", "2026-10-25T02:00:00.000000"],
  ])("local times of London: %s", (_, tick, expected) => {
    expect(bind(tickAs(london), utc(tick))).toBe(expected);
  });

  test("partitions are written by their pattern, in their own zone", () => {
    const partition = (format: string): Parameter =>
      tickAs({ kind: "partition", zone: "Asia/Shanghai", format });
    const tick = utc("2026-03-01 16:00");
    expect(bind(partition("yyyyMMdd"), tick)).toBe("20260302");
    expect(bind(partition("yyyy-MM-dd"), tick)).toBe("2026-03-02");
    expect(bind(partition("yyyyMM"), tick - 1)).toBe("202603");
    expect(bind(partition("yyyyMMddHH"), tick)).toBe("2026030200");
  });
});
