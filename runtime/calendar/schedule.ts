import type { BusinessCalendar, CampaignWindow, Schedule } from "../../plan/index.ts";
import { parseCron } from "./cron.ts";
import type { Instant } from "./instant.ts";
import {
  addDays,
  dayOfMonth,
  isBusinessDay,
  type LocalDate,
  lastDayOfMonth,
  weekdayOf,
} from "./local-date.ts";
import { instantAt, localDateOf, startOfDay } from "./zoned-time.ts";

/** Where and when the bank works: the project's zone and its calendar of business days. */
export interface ProjectTime {
  readonly timezone: string;
  readonly calendar: BusinessCalendar;
}

/** The dates of a schedule and its local times `HH:mm`, ascending, on each of them. */
interface LocalSchedule {
  readonly times: readonly string[];
  readonly matches: (date: LocalDate) => boolean;
}

/** A leap day is at most eight years from the next; no schedule is rarer. */
const LONGEST_GAP_DAYS = 8 * 366 + 1;

/**
 * The schedule's latest instant at or before the given one, whatever the campaign's window; undefined where
 * there is none. A local time that a clock change skips fires at the next existing instant, one that occurs
 * twice at the first; what falls on one instant fires once.
 */
export function latestAtOrBefore(
  schedule: Schedule,
  instant: Instant,
  time: ProjectTime,
): Instant | undefined {
  if (schedule.kind === "once") {
    const only = instantAt(schedule.date, schedule.at, time.timezone);
    return only <= instant ? only : undefined;
  }
  const { times, matches } = localSchedule(schedule, time.calendar);
  let date = localDateOf(instant, time.timezone);
  for (let gap = 0; gap <= LONGEST_GAP_DAYS; gap += 1, date = addDays(date, -1)) {
    if (!matches(date)) continue;
    const fired = times.findLast((at) => instantAt(date, at, time.timezone) <= instant);
    if (fired !== undefined) return instantAt(date, fired, time.timezone);
  }
  return undefined;
}

/** The schedule's latest instant before the given one. */
export function previousInstant(
  schedule: Schedule,
  instant: Instant,
  time: ProjectTime,
): Instant | undefined {
  return latestAtOrBefore(schedule, instant - 1, time);
}

/** A campaign's latest tick at or before the instant: outside its window it has none. */
export function latestTick(
  campaign: { readonly schedule: Schedule; readonly window: CampaignWindow },
  instant: Instant,
  time: ProjectTime,
): Instant | undefined {
  const { from, to } = campaign.window;
  const end = startOfDay(addDays(to, 1), time.timezone) - 1;
  const tick = latestAtOrBefore(campaign.schedule, Math.min(instant, end), time);
  return tick !== undefined && localDateOf(tick, time.timezone) >= from ? tick : undefined;
}

/** The latest of the daily ticks that a `once` campaign with follow-ups has after its only one, for their sake. */
export function latestWaveTick(
  campaign: {
    readonly schedule: Schedule;
    readonly window: CampaignWindow;
    readonly followUps: readonly unknown[];
  },
  instant: Instant,
  time: ProjectTime,
): Instant | undefined {
  const { schedule, window, followUps } = campaign;
  if (schedule.kind !== "once" || followUps.length === 0) return undefined;
  const only = instantAt(schedule.date, schedule.at, time.timezone);
  const latest = latestTick({ schedule: daily(schedule), window }, instant, time);
  return latest !== undefined && latest > only ? latest : undefined;
}

/**
 * A campaign's first tick after the instant, within its window; undefined where there is none. Of a `once` campaign with
 * follow-ups those that it has for their sake are ticks too.
 */
export function nextTick(
  campaign: {
    readonly schedule: Schedule;
    readonly window: CampaignWindow;
    readonly followUps: readonly unknown[];
  },
  instant: Instant,
  time: ProjectTime,
): Instant | undefined {
  const { schedule, window, followUps } = campaign;
  const end = startOfDay(addDays(window.to, 1), time.timezone) - 1;
  if (schedule.kind === "once") {
    const only = instantAt(schedule.date, schedule.at, time.timezone);
    if (only > instant) return only <= end ? only : undefined;
    return followUps.length === 0
      ? undefined
      : nextTick({ ...campaign, schedule: daily(schedule) }, instant, time);
  }
  const { times, matches } = localSchedule(schedule, time.calendar);
  // A time that a clock change skips may fall on the day after its own.
  let date = later(addDays(localDateOf(instant, time.timezone), -1), window.from);
  for (let gap = 0; gap <= LONGEST_GAP_DAYS && date <= window.to; gap += 1, date = addDays(date, 1)) {
    if (!matches(date)) continue;
    const next = times.map((at) => instantAt(date, at, time.timezone)).find((fires) => fires > instant);
    if (next !== undefined) return next <= end ? next : undefined;
  }
  return undefined;
}

const daily = ({ at }: Schedule & { readonly kind: "once" }): Schedule => ({ kind: "daily", at });

const later = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);

function localSchedule(
  schedule: Exclude<Schedule, { readonly kind: "once" }>,
  calendar: BusinessCalendar,
): LocalSchedule {
  switch (schedule.kind) {
    case "daily":
      return { times: [schedule.at], matches: () => true };
    case "business-days":
      return { times: [schedule.at], matches: (date) => isBusinessDay(date, calendar) };
    case "weekly":
      return { times: [schedule.at], matches: (date) => schedule.days.includes(weekdayOf(date)) };
    case "monthly":
      return {
        times: [schedule.at],
        matches: (date) =>
          dayOfMonth(date) === (schedule.day === "last" ? lastDayOfMonth(date) : schedule.day),
      };
    case "every":
      return { times: timesOfDay(schedule.interval), matches: () => true };
    case "cron":
      return parseCron(schedule.expression);
  }
}

/** Every so many minutes or hours, counted from midnight. */
function timesOfDay(interval: {
  readonly count: number;
  readonly unit: "minute" | "hour";
}): readonly string[] {
  const minutes = interval.count * (interval.unit === "hour" ? 60 : 1);
  const times: string[] = [];
  for (let minute = 0; minute < 24 * 60; minute += minutes) {
    const hour = String(Math.floor(minute / 60)).padStart(2, "0");
    times.push(`${hour}:${String(minute % 60).padStart(2, "0")}`);
  }
  return times;
}
