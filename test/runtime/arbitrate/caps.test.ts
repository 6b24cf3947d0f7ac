import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";
import type { Cap, DurationUnit } from "../../../plan/index.ts";
import { openLedger, runPlan } from "../../../runtime/index.ts";
import { at, campaign, channel, clockAt, eventRow, plan, warehouse } from "../support/plans.ts";

/** A candidate of the property: on a day, by a channel that contacts at once or only at five the next morning. */
interface Wish {
  readonly customer: string;
  readonly channelRoute: 0 | 1;
}

const FIRST_DAY = "2028-01-25";
const channels = {
  now: channel("now", { message: false }),
  tomorrow: channel("tomorrow", { message: false, hours: { from: "05:00", to: "05:30" } }),
};

function dayAfter(days: number): string {
  return DateTime.fromISO(FIRST_DAY, { zone: "utc" }).plus({ days }).toISODate() ?? "";
}

/** Runs a tick for each day's wishes and gives the local due dates of what was accepted. */
async function accepted(
  caps: readonly Cap[],
  days: readonly { readonly gap: number; readonly wishes: readonly Wish[] }[],
): Promise<
  readonly {
    readonly customer: string;
    readonly channel: string;
    readonly date: string;
    readonly accepted: boolean;
  }[]
> {
  const ledger = await openLedger({ engine: "sqlite", path: ":memory:" });
  const outcomes: { customer: string; channel: string; date: string; accepted: boolean }[] = [];
  let day = 0;
  for (const { gap, wishes } of days) {
    day += gap;
    const tick = `${dayAfter(day)} 06:00`;
    const thePlan = plan(
      [
        campaign("capped", {
          firing: { kind: "occurrence", event: "wish" },
          window: { from: "2028-01-01", to: "2099-12-31", businessDaysOnly: false },
          channelRoutes: [["now"], ["tomorrow"]],
          caps,
        }),
      ],
      { channels },
    );
    const rows = wishes.map((wish, index) =>
      eventRow(wish.customer, `${day}-${index}`, at(tick) - 1_000_000 + index, index, {
        channel_route: wish.channelRoute,
      }),
    );
    const { report } = await runPlan({
      plan: thePlan,
      warehouse: warehouse({ capped: rows }),
      ledger,
      at: at(tick),
      clock: clockAt(tick),
    });
    const [found] = report.ticks;
    const contacts = new Set(found?.contacts.map((one) => one.event?.id));
    // In the order of the arbitration: of equal hashes, the events' own.
    const decided = [...(found?.contacts ?? []), ...(found?.rejections ?? [])];
    expect(decided).toHaveLength(wishes.length);
    wishes.forEach((wish, index) => {
      outcomes.push({
        customer: wish.customer,
        channel: wish.channelRoute === 0 ? "now" : "tomorrow",
        date: dayAfter(day + wish.channelRoute),
        accepted: contacts.has(`${day}-${index}`),
      });
    });
  }
  await ledger.close();
  return outcomes;
}

const wish = fc.record({
  customer: fc.constantFrom("1", "2"),
  channelRoute: fc.constantFrom(0 as const, 1 as const),
});
const days = fc.array(
  fc.record({ gap: fc.integer({ min: 1, max: 12 }), wishes: fc.array(wish, { maxLength: 3 }) }),
  { maxLength: 12 },
);

/** Every span of the duration in the time of the property: whether it holds more than the limit. */
function overfull(dates: readonly string[], limit: number, count: number, unit: DurationUnit): boolean {
  for (let start = -400; start < 400; start += 1) {
    const from = dayAfter(start);
    const first = DateTime.fromISO(from, { zone: "utc" });
    const to = first.plus({ [`${unit}s`]: count }).toISODate() ?? "";
    if (dates.filter((date) => date >= from && date < to).length > limit) return true;
  }
  return false;
}

test("a sliding cap accepts exactly what leaves no span overfull", async () => {
  await fc.assert(
    fc.asyncProperty(
      days,
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom<DurationUnit>("day", "week", "month"),
      async (theDays, limit, factor, unit) => {
        const count = unit === "day" ? factor * 5 : factor;
        const cap: Cap = {
          kind: "customer",
          limit,
          within: { kind: "sliding", duration: { count, unit } },
          text: `${limit} per customer per ${count} ${unit}s`,
        };
        const taken = new Map<string, string[]>();
        for (const outcome of await accepted([cap], theDays)) {
          const dates = taken.get(outcome.customer) ?? [];
          expect(outcome.accepted).toBe(!overfull([...dates, outcome.date], limit, count, unit));
          if (outcome.accepted) taken.set(outcome.customer, [...dates, outcome.date]);
        }
      },
    ),
    { numRuns: 40 },
  );
}, 300_000);

test("calendar caps accept until their period is full: per customer, per channel and in all", async () => {
  const caps: readonly Cap[] = [
    {
      kind: "customer",
      limit: 2,
      within: { kind: "calendar", period: "month" },
      text: "2 per customer per calendar month",
    },
    { kind: "volume", limit: 2, period: "week", channel: "now", text: "2 per week via now" },
    { kind: "volume", limit: 3, period: "month", text: "3 per month" },
    { kind: "volume", limit: 8, period: "all", text: "8 in all" },
  ];
  const week = (date: string): string => DateTime.fromISO(date, { zone: "utc" }).toFormat("kkkk-'W'WW");
  await fc.assert(
    fc.asyncProperty(days, async (theDays) => {
      // One wish a day, so that the order of arbitration has no say.
      const single = theDays.map(({ gap, wishes }) => ({ gap, wishes: wishes.slice(0, 1) }));
      const taken: { customer: string; channel: string; date: string }[] = [];
      for (const outcome of await accepted(caps, single)) {
        const month = taken.filter(({ date }) => date.slice(0, 7) === outcome.date.slice(0, 7));
        const fits =
          month.filter(({ customer }) => customer === outcome.customer).length < 2 &&
          month.length < 3 &&
          taken.length < 8 &&
          (outcome.channel !== "now" ||
            taken.filter(({ channel: name, date }) => name === "now" && week(date) === week(outcome.date))
              .length < 2);
        expect(outcome.accepted).toBe(fits);
        if (outcome.accepted) taken.push(outcome);
      }
    }),
    { numRuns: 40 },
  );
}, 300_000);
