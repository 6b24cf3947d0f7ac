import type { Duration } from "../../plan/index.ts";
import type { CapPeriod, CapWithin } from "./cap-limit.ts";

/** Whether every shorter period lies in one longer period, so that what fills the shorter one is in the longer. */
export function holdsPeriod(longer: CapPeriod, shorter: CapPeriod): boolean {
  return longer === shorter || longer === "all" || shorter === "day";
}

/** Whether all contacts that a span counts, another one counts too. */
export function covers(longer: CapWithin, shorter: CapWithin): boolean {
  if (longer.kind === "ever") return true;
  if (
    longer.kind === "sliding" &&
    shorter.kind === "sliding" &&
    longer.duration.unit === shorter.duration.unit
  ) {
    return longer.duration.count >= shorter.duration.count;
  }
  if (longer.kind === "calendar") {
    return shorter.kind === "calendar" && longer.period === shorter.period;
  }
  if (shorter.kind !== "sliding") return false;
  // Hours go by the clock and days by dates: 24 hours reach into a second date.
  const spare = isByClock(longer.duration) === isByClock(shorter.duration) ? 0 : 1;
  return shortest(longer.duration) >= longest(shorter.duration) + spare;
}

function isByClock({ unit }: Duration): boolean {
  return unit === "hour" || unit === "minute";
}

const shortestDays = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  "business-day": 1,
  week: 7,
  month: 28,
  quarter: 89,
  year: 365,
};
const longestDays = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  "business-day": 1,
  week: 7,
  month: 31,
  quarter: 92,
  year: 366,
};

/** The fewest days that a duration can be. */
export function shortest({ count, unit }: Duration): number {
  return count * shortestDays[unit];
}

/** The most days that a duration can be. */
export function longest({ count, unit }: Duration): number {
  return count * longestDays[unit];
}
