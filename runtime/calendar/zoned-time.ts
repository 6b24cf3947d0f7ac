import type { BusinessCalendar, Duration } from "../../plan/index.ts";
import { type Instant, MICROSECONDS_PER_SECOND } from "./instant.ts";
import { addToDate, dateOfEpochDay, epochDay, type LocalDate } from "./local-date.ts";
import { nextClockChange, offsetAt } from "./zone-offsets.ts";

export const MICROSECONDS_PER_MINUTE = 60 * MICROSECONDS_PER_SECOND;
export const MICROSECONDS_PER_HOUR = 60 * MICROSECONDS_PER_MINUTE;
export const MICROSECONDS_PER_DAY = 24 * MICROSECONDS_PER_HOUR;

/** What the zone's clocks show at the instant, in microseconds since their 1970-01-01 00:00. */
export function wallClockAt(instant: Instant, zone: string): number {
  return instant + offsetAt(instant, zone);
}

/** The zone's date at the instant. */
export function localDateOf(instant: Instant, zone: string): LocalDate {
  return dateOfEpochDay(Math.floor(wallClockAt(instant, zone) / MICROSECONDS_PER_DAY));
}

/** Microseconds since midnight that the zone's clocks show at the instant. */
export function timeOfDay(instant: Instant, zone: string): number {
  const shown = wallClockAt(instant, zone);
  return shown - Math.floor(shown / MICROSECONDS_PER_DAY) * MICROSECONDS_PER_DAY;
}

/** `HH:mm` in microseconds since midnight. */
export function timeOfDayFrom(text: string): number {
  const [hours = "", minutes = ""] = text.split(":");
  return Number(hours) * MICROSECONDS_PER_HOUR + Number(minutes) * MICROSECONDS_PER_MINUTE;
}

/** What clocks show at a time of day (`HH:mm`, or microseconds since midnight) of a date. */
export function wallClock(date: LocalDate, time: string | number): number {
  const sinceMidnight = typeof time === "number" ? time : timeOfDayFrom(time);
  return epochDay(date) * MICROSECONDS_PER_DAY + sinceMidnight;
}

/** The instants at which the zone's clocks show this: none where a clock change skips it, two where it occurs twice. */
export function occurrences(shown: number, zone: string): readonly Instant[] {
  const before = shown - offsetAt(shown - MICROSECONDS_PER_DAY, zone);
  const after = shown - offsetAt(shown + MICROSECONDS_PER_DAY, zone);
  const candidates = before === after ? [before] : [Math.min(before, after), Math.max(before, after)];
  return candidates.filter((candidate) => wallClockAt(candidate, zone) === shown);
}

/** The instant at which the zone's clocks show this, the first of two; where it is skipped, the next existing instant. */
function firstOccurrence(shown: number, zone: string): Instant {
  const [first] = occurrences(shown, zone);
  if (first !== undefined) return first;
  const change = nextClockChange(shown - MICROSECONDS_PER_DAY, shown + MICROSECONDS_PER_DAY, zone);
  if (change === undefined) throw new Error(`no clock change skips a local time in ${zone}`);
  return change;
}

/** The instant of a local time of day (`HH:mm`); the first of two, the next existing one where it is skipped. */
export function instantAt(date: LocalDate, time: string, zone: string): Instant {
  return firstOccurrence(wallClock(date, time), zone);
}

/** The first instant of a date. */
export function startOfDay(date: LocalDate, zone: string): Instant {
  return instantAt(date, "00:00", zone);
}

/** The first instant of a date, and that of the day after; undefined where the text is no date. */
export function dayBounds(
  text: string,
  zone: string,
): { readonly start: Instant; readonly end: Instant } | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(`${text}T00:00:00Z`))) return undefined;
  // The platform takes 30 February for 2 March.
  if (dateOfEpochDay(epochDay(text)) !== text) return undefined;
  return { start: startOfDay(text, zone), end: startOfDay(dateOfEpochDay(epochDay(text) + 1), zone) };
}

/**
 * The instant a duration later, or earlier where `count` is below zero: minutes and hours elapse, days and longer
 * keep the local clock time (a skipped time becomes the next existing instant).
 */
export function addDuration(
  instant: Instant,
  duration: Duration,
  zone: string,
  calendar: BusinessCalendar,
): Instant {
  if (duration.unit === "minute") return instant + duration.count * MICROSECONDS_PER_MINUTE;
  if (duration.unit === "hour") return instant + duration.count * MICROSECONDS_PER_HOUR;
  const date = addToDate(localDateOf(instant, zone), duration, calendar);
  return firstOccurrence(wallClock(date, timeOfDay(instant, zone)), zone);
}
