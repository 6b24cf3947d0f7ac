import fc from "fast-check";
import { expect, test } from "vitest";
import type { CampaignPlan, Duration, Plan } from "../../plan/index.ts";
import { parseInstant } from "../../runtime/index.ts";
import type { BoundStatement } from "../../runtime/warehouse/warehouse.ts";
import { at, campaign, channel, eventRow, type FakeTables, plan } from "./support/plans.ts";
import { reportsOf } from "./support/ticks.ts";

/** Something that fires a campaign: at a minute from the beginning, known to the warehouse so many minutes later. */
interface Firing {
  readonly customer: string;
  readonly fired: number;
  readonly late: number;
}

const DAY = 24 * 60;
const START = at("2026-03-01 00:00");
const MINUTE = 60_000_000;
const LATENESS: Duration = { count: 2, unit: "day" };

/**
 * An event fires when it happens. A pattern's identity is its first event, which lies days before the last step that fires
 * it. A date fires at local midnight and is known from the beginning.
 */
const KINDS = {
  event: { lateness: LATENESS, before: 0, midnight: false },
  pattern: { lateness: LATENESS, before: 3 * DAY, midnight: false },
  date: { lateness: undefined, before: 0, midnight: true },
} as const;
type Kind = keyof typeof KINDS;

function firingCampaign(kind: Kind): CampaignPlan {
  const { lateness } = KINDS[kind];
  const statement = {
    sql: kind,
    parameters: [
      { kind: "moment", moment: { kind: "firing-from" }, as: { kind: "instant" } },
      { kind: "moment", moment: { kind: "tick-end" }, as: { kind: "instant" } },
    ],
  } as const;
  return campaign(kind, {
    firing: { kind: "occurrence", event: kind, ...(lateness !== undefined && { lateness }) },
    detection: { duckdb: statement, postgres: statement },
    // Some are accepted, some rejected: either is decided once.
    caps: [{ kind: "customer", limit: 2, within: { kind: "ever" }, text: "2 per customer" }],
  });
}

function bound(statement: BoundStatement, index: number): number {
  const instant = parseInstant(String(statement.parameters[index]), "UTC");
  if (instant === undefined) throw new Error("a bound that is no instant");
  return instant;
}

/** Finds what has fired in the span, of what the warehouse knows by the tick. */
function tables(firings: readonly Firing[]): FakeTables {
  const find = (kind: Kind) => (statement: BoundStatement) => {
    const [from, to] = [bound(statement, 0), bound(statement, 1)];
    return firings.flatMap(({ customer, fired, late }, index) => {
      const { before, midnight, lateness } = KINDS[kind];
      const time = START + (midnight ? Math.floor(fired / DAY) * DAY : fired) * MINUTE;
      const known = time + (lateness === undefined ? 0 : late * MINUTE);
      if (time < from || time >= to || known >= to) return [];
      return [eventRow(customer, `${kind} ${index}`, time - before * MINUTE, index)];
    });
  };
  return { event: find("event"), pattern: find("pattern"), date: find("date") };
}

/** Every candidate that a scheduler decides on, run on these days of March: campaign, customer, event. */
async function candidates(firings: readonly Firing[], days: readonly number[]): Promise<readonly string[]> {
  const thePlan: Plan = plan([firingCampaign("event"), firingCampaign("pattern"), firingCampaign("date")], {
    channels: { sms: channel("sms", { message: false }) },
  });
  const steps = days.map((day) => ({
    tick: `2026-03-${String(day).padStart(2, "0")} 06:00`,
    plan: thePlan,
    tables: tables(firings),
  }));
  return (await reportsOf(steps)).flatMap((report) =>
    report.ticks.flatMap((tick) =>
      [...tick.contacts, ...tick.rejections].map((one) => `${one.campaign} ${one.customer} ${one.event?.id}`),
    ),
  );
}

const firing = fc.record({
  customer: fc.constantFrom("1", "2", "3"),
  // On the instants of ticks and around midnight, among others.
  fired: fc.oneof(
    fc.integer({ min: 0, max: 12 * DAY }),
    fc
      .tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom(0, 1, 359, 360, 361, DAY - 1))
      .map(([day, minute]) => day * DAY + minute),
  ),
  late: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 2 * DAY })),
});

test("a scheduler that was down finds the same candidates as one that never stopped, and each once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(firing, { maxLength: 25 }),
      fc.integer({ min: 2, max: 12 }),
      fc.integer({ min: 1, max: 3 }),
      async (firings, down, length) => {
        const days = Array.from({ length: 15 }, (_, index) => index + 2);
        const steady = await candidates(firings, days);
        const stopped = await candidates(
          firings,
          days.filter((day) => day <= down || day > down + length),
        );
        expect([...stopped].sort()).toEqual([...steady].sort());
        expect(new Set(steady).size).toBe(steady.length);
      },
    ),
    { numRuns: 20 },
  );
}, 120_000);

test("down for three days: event, pattern and date of those days, late ones too, are found by the next run", async () => {
  const firings: readonly Firing[] = [
    { customer: "1", fired: 4 * DAY + 600, late: 0 },
    { customer: "2", fired: 2 * DAY + 600, late: DAY + DAY / 2 },
    { customer: "3", fired: 6 * DAY + 360, late: 0 },
  ];
  const found = await candidates(firings, [2, 3, 7]);
  expect([...found].sort()).toEqual([
    "date 1 date 0",
    "date 2 date 1",
    "date 3 date 2",
    "event 1 event 0",
    "event 2 event 1",
    "event 3 event 2",
    "pattern 1 pattern 0",
    "pattern 2 pattern 1",
    "pattern 3 pattern 2",
  ]);
});
