import type { Duration } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import { addDays, addToDate, type LocalDate } from "../calendar/local-date.ts";
import type { ProjectTime } from "../calendar/schedule.ts";
import { addDuration, localDateOf, startOfDay } from "../calendar/zoned-time.ts";
import type { CustomerCap } from "./rules/customer-cap.ts";
import { firstDateOf } from "./rules/period.ts";

export const ALL_TIME: Instant = Number.MIN_SAFE_INTEGER;

/** A span of months that ends on a date can begin up to three days before the same day of its first month. */
const CLAMPED_DAYS = 3;

/** A cap of a campaign or of the policy. */
type CountedCap =
  | { readonly kind: "customer"; readonly within: CustomerCap["within"] }
  | { readonly kind: "volume" | "money"; readonly period: "day" | "week" | "month" | "all" };

/** The first due time that can count for a due time at or after the tick. */
export function lookBack(cap: CountedCap, tick: Instant, time: ProjectTime): Instant {
  const date = localDateOf(tick, time.timezone);
  if (cap.kind !== "customer") return startOf(firstDateOf(date, cap.period), time);
  switch (cap.within.kind) {
    case "ever":
      return ALL_TIME;
    case "calendar":
      return startOf(firstDateOf(date, cap.within.period), time);
    case "sliding":
      return spanBefore(cap.within.duration, tick, time);
  }
}

/** The first instant that can share a span of the duration with the tick or what comes after it. */
export function spanBefore({ count, unit }: Duration, tick: Instant, time: ProjectTime): Instant {
  const back = { count: -count, unit };
  if (unit === "hour" || unit === "minute") return addDuration(tick, back, time.timezone, time.calendar);
  const date = localDateOf(tick, time.timezone);
  return startOf(addDays(addToDate(date, back, time.calendar), -CLAMPED_DAYS), time);
}

export function startOf(date: LocalDate | undefined, time: ProjectTime): Instant {
  return date === undefined ? ALL_TIME : startOfDay(date, time.timezone);
}

export function earliest(instants: readonly Instant[]): Instant {
  return instants.reduce((least, instant) => Math.min(least, instant), Number.MAX_SAFE_INTEGER);
}
