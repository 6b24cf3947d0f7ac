import { DateTime, IANAZone } from "luxon";
import type { BusinessCalendar, CalendarPeriod, Duration } from "../plan/index.ts";

/** A point in time: whole microseconds since 1970-01-01 UTC. */
export type Instant = bigint;

/** A date of the project's zone, `2026-03-02`; dates compare as text. */
export type LocalDate = string;

/** Where and when the bank works. */
export interface BankTime {
  readonly timezone: string;
  readonly calendar: BusinessCalendar;
}

const MICROSECONDS_PER_MINUTE = 60_000_000n;
const MICROSECONDS_PER_DAY = 1440n * MICROSECONDS_PER_MINUTE;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** `2026-03-02T06:00:00Z`; six digits of the second where it is not a whole one. */
export function instantText(instant: Instant): string {
  const text = clockText(instant);
  return `${text.endsWith(".000000") ? text.slice(0, -7) : text}Z`;
}

/** Reads `2026-03-02T06:00:00.000001Z`, also with an offset `+08:00` and a space for the `T`. */
export function instantFrom(text: string): Instant {
  const parts = /^(.*?)(Z|[+-]\d\d(?::?\d\d)?)$/.exec(text.trim());
  const [, clock = "", offset = "Z"] = parts ?? [];
  if (parts === null) throw new Error(`not an instant: ${text}`);
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  const ahead = BigInt(Number(hours) * 60 + Number(minutes)) * MICROSECONDS_PER_MINUTE;
  return clockFrom(clock) - (sign === "-" ? -ahead : ahead);
}

/** What clocks show, `2026-03-02 06:00:00.000001`, as microseconds since their 1970-01-01 00:00. Seconds may be left out. */
export function clockFrom(text: string): bigint {
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/.exec(text.trim());
  const [, date = "", hour = "0", minute = "0", second = "0", fraction = ""] = parts ?? [];
  if (parts === null) throw new Error(`not a local time: ${text}`);
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return (
    epochDay(date) * MICROSECONDS_PER_DAY + BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, "0"))
  );
}

/** `2026-03-02T06:00:00.000001` of microseconds since 1970. */
function clockText(clock: bigint): string {
  const rest = ((clock % 1000n) + 1000n) % 1000n;
  const milliseconds = new Date(Number((clock - rest) / 1000n)).toISOString().slice(0, -1);
  return `${milliseconds}${String(rest).padStart(3, "0")}`;
}

/** What the zone's clocks show at an instant, as microseconds since their 1970-01-01 00:00. */
export function clockAt(instant: Instant, zone: string): bigint {
  const into = ((instant % MICROSECONDS_PER_MINUTE) + MICROSECONDS_PER_MINUTE) % MICROSECONDS_PER_MINUTE;
  return instant + offsetAt((instant - into) / MICROSECONDS_PER_MINUTE, zone);
}

/** Offsets that have been looked up, by zone and minute: clocks change on whole minutes. */
const knownOffsets = new Map<string, bigint>();

/** How far the zone's clocks are ahead of UTC in a minute since 1970, in microseconds. */
function offsetAt(minute: bigint, zone: string): bigint {
  const key = `${zone} ${minute}`;
  const known = knownOffsets.get(key);
  if (known !== undefined) return known;
  const offset = BigInt(Math.round(IANAZone.create(zone).offset(Number(minute) * 60_000) * 60_000_000));
  knownOffsets.set(key, offset);
  return offset;
}

/** The instants at which the zone's clocks show this: none where a change skips it, two where it occurs twice; in order. */
function instantsShowing(clock: bigint, zone: string): readonly Instant[] {
  const offsets = [clock - MICROSECONDS_PER_DAY, clock + MICROSECONDS_PER_DAY].map(
    (near) => clockAt(near, zone) - near,
  );
  const instants = [...new Set(offsets.map((offset) => clock - offset))].sort((a, b) => (a < b ? -1 : 1));
  return instants.filter((instant) => clockAt(instant, zone) === clock);
}

/** The first instant at which the zone's clocks show this; where a change skips it, the first instant after the gap. */
export function firstShowing(clock: bigint, zone: string): Instant {
  return instantsShowing(clock, zone)[0] ?? afterGap(clock, zone);
}

/** The last instant at which the zone's clocks show this: how a stored local time that occurs twice is taken. */
export function lastShowing(clock: bigint, zone: string): Instant {
  return instantsShowing(clock, zone).at(-1) ?? afterGap(clock, zone);
}

/** Clocks change on whole minutes: the first minute at which they show more than what they skip. */
function afterGap(clock: bigint, zone: string): Instant {
  let instant = (clock / MICROSECONDS_PER_MINUTE) * MICROSECONDS_PER_MINUTE - MICROSECONDS_PER_DAY;
  while (clockAt(instant, zone) < clock) instant += MICROSECONDS_PER_MINUTE;
  return instant;
}

/** The zone's date at an instant. */
export function localDate(instant: Instant, zone: string): LocalDate {
  return clockText(clockAt(instant, zone)).slice(0, 10);
}

/** The local time of day at an instant to the minute, `06:00`. */
export function timeOfDay(instant: Instant, zone: string): string {
  const clock = clockAt(instant, zone);
  const day = ((clock % MICROSECONDS_PER_DAY) + MICROSECONDS_PER_DAY) % MICROSECONDS_PER_DAY;
  const minutes = Number(day / MICROSECONDS_PER_MINUTE);
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** The instant of a local time `HH:mm` of a date: the first of two, the next existing one where it is skipped. */
export function instantOf(date: LocalDate, time: string, zone: string): Instant {
  return firstShowing(clockFrom(`${date} ${time}`), zone);
}

/** A date's first instant. */
export function midnight(date: LocalDate, zone: string): Instant {
  return instantOf(date, "00:00", zone);
}

/** Days since 1970-01-01. */
export function epochDay(date: LocalDate): bigint {
  return BigInt(Date.parse(`${date}T00:00:00Z`) / 86_400_000);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return clockText((epochDay(date) + BigInt(days)) * MICROSECONDS_PER_DAY).slice(0, 10);
}

/** The same day of the month, or the month's last where it has no such day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  return isoDate(civil(date).plus({ months }));
}

/** The first day of the calendar period that holds the date; weeks begin on Monday. */
export function startOf(period: CalendarPeriod, date: LocalDate): LocalDate {
  return isoDate(civil(date).startOf(period));
}

/** The first day of the period that many after the one that holds the date. */
export function startOfNth(period: CalendarPeriod, date: LocalDate, count: number): LocalDate {
  return dateAfter(startOf(period, date), { count, unit: period }, undefined);
}

/** `monday` … `sunday`. */
export function weekday(date: LocalDate): string {
  return WEEKDAYS[civil(date).weekday - 1] ?? "";
}

/** 1 Monday … 7 Sunday. */
export function weekdayNumber(date: LocalDate): number {
  return civil(date).weekday;
}

/** A workday of the calendar, or neither on a weekend nor a holiday. */
export function isBusinessDay(date: LocalDate, calendar: BusinessCalendar): boolean {
  if (calendar.workdays.includes(date)) return true;
  return !calendar.holidays.includes(date) && !calendar.weekend.includes(weekday(date));
}

/** The date a duration of days or longer after another, or before it where the count is below zero. */
export function dateAfter(
  date: LocalDate,
  { count, unit }: Duration,
  calendar: BusinessCalendar | undefined,
): LocalDate {
  switch (unit) {
    case "day":
      return addDays(date, count);
    case "week":
      return addDays(date, 7 * count);
    case "month":
      return addMonths(date, count);
    case "quarter":
      return addMonths(date, 3 * count);
    case "year":
      return addMonths(date, 12 * count);
    case "business-day":
      return businessDaysAfter(date, count, calendar);
    case "minute":
    case "hour":
      throw new Error(`a date cannot be moved by ${unit}s`);
  }
}

function businessDaysAfter(
  date: LocalDate,
  count: number,
  calendar: BusinessCalendar | undefined,
): LocalDate {
  if (calendar === undefined) throw new Error("business days without a calendar");
  let day = date;
  let left = Math.abs(count);
  for (let passed = 0; left > 0; passed += 1) {
    if (passed > 400 * (Math.abs(count) + 1)) throw new Error("the calendar has no business days");
    day = addDays(day, Math.sign(count));
    if (isBusinessDay(day, calendar)) left -= 1;
  }
  return day;
}

export function isElapsed({ unit }: Duration): boolean {
  return unit === "minute" || unit === "hour";
}

/** The duration turned around. */
export function backwards({ count, unit }: Duration): Duration {
  return { count: -count, unit };
}

/** The instant a duration later: hours and minutes elapse, days and longer keep the local clock time. */
export function instantAfter(
  instant: Instant,
  duration: Duration,
  { timezone, calendar }: BankTime,
): Instant {
  if (isElapsed(duration)) {
    return instant + BigInt(duration.count * (duration.unit === "hour" ? 60 : 1)) * MICROSECONDS_PER_MINUTE;
  }
  const clock = clockAt(instant, timezone);
  const date = localDate(instant, timezone);
  const sinceMidnight = clock - clockFrom(date);
  return firstShowing(clockFrom(dateAfter(date, duration, calendar)) + sinceMidnight, timezone);
}

/** Whole months from one date to a later one: the most that don't lead past it. Below zero for an earlier one. */
export function monthsBetween(from: LocalDate, to: LocalDate): number {
  if (from > to) return -monthsBetween(to, from);
  let months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + 12;
  while (addMonths(from, months) > to) months -= 1;
  return months;
}

function civil(date: LocalDate): DateTime {
  return DateTime.fromISO(date, { zone: "utc", locale: "en-US" });
}

function isoDate(date: DateTime): LocalDate {
  return date.toFormat("yyyy-MM-dd");
}
