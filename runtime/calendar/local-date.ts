import { DateTime } from "luxon";
import type { BusinessCalendar, CalendarPeriod, Duration } from "../../plan/index.ts";

/** A date of the project's zone, `2026-03-02`; dates compare as text. */
export type LocalDate = string;

const MILLISECONDS_PER_DAY = 86_400_000;
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Days since 1970-01-01. */
export function epochDay(date: LocalDate): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / MILLISECONDS_PER_DAY);
}

export function dateOfEpochDay(day: number): LocalDate {
  return new Date(day * MILLISECONDS_PER_DAY).toISOString().slice(0, 10);
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(date: LocalDate): number {
  return ((((epochDay(date) + 3) % 7) + 7) % 7) + 1;
}

/** `monday` … `sunday`. */
export function weekdayName(date: LocalDate): (typeof WEEKDAYS)[number] {
  const name = WEEKDAYS[weekdayOf(date) - 1];
  if (name === undefined) throw new Error(`${date} has no weekday`);
  return name;
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfEpochDay(epochDay(date) + days);
}

/** The same day that many months on, or the month's last where it has no such day. */
export function addMonths(date: LocalDate, months: number): LocalDate {
  return isoDate(civil(date).plus({ months }));
}

/** The day of the month, 1 … 31. */
export function dayOfMonth(date: LocalDate): number {
  return Number(date.slice(8, 10));
}

/** 1 … 12. */
export function monthOf(date: LocalDate): number {
  return Number(date.slice(5, 7));
}

export function lastDayOfMonth(date: LocalDate): number {
  return dayOfMonth(isoDate(civil(date).endOf("month")));
}

/** The first day of the calendar period that holds the date; weeks begin on Monday. */
export function startOfPeriod(date: LocalDate, period: CalendarPeriod): LocalDate {
  return isoDate(civil(date).startOf(period));
}

/** The first day of the calendar period that many periods after the one that starts on the date. */
export function addPeriods(start: LocalDate, count: number, period: CalendarPeriod): LocalDate {
  switch (period) {
    case "day":
      return addDays(start, count);
    case "week":
      return addDays(start, 7 * count);
    case "month":
      return addMonths(start, count);
    case "quarter":
      return addMonths(start, 3 * count);
    case "year":
      return addMonths(start, 12 * count);
  }
}

/** Whether the bank works on the date: a workday of the calendar, or neither weekend nor holiday. */
export function isBusinessDay(date: LocalDate, calendar: BusinessCalendar): boolean {
  if (calendar.workdays.includes(date)) return true;
  if (calendar.holidays.includes(date)) return false;
  return !calendar.weekend.includes(weekdayName(date));
}

/**
 * The date that many whole days, weeks, months, quarters, years or business days on (or back, where `count` is
 * below zero). Months and longer clamp to the month's end. Minutes and hours have no meaning for dates.
 * @throws Error for minutes and hours, and for a calendar without business days.
 */
export function addToDate(date: LocalDate, duration: Duration, calendar: BusinessCalendar): LocalDate {
  const { count, unit } = duration;
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
      return addBusinessDays(date, count, calendar);
    case "minute":
    case "hour":
      throw new Error(`a date cannot be moved by ${unit}s`);
  }
}

function addBusinessDays(date: LocalDate, count: number, calendar: BusinessCalendar): LocalDate {
  const step = Math.sign(count);
  let left = Math.abs(count);
  let day = date;
  for (let passed = 0; left > 0; passed += 1) {
    if (passed > 366 * (Math.abs(count) + 1)) throw new Error("the calendar has no business days");
    day = addDays(day, step);
    if (isBusinessDay(day, calendar)) left -= 1;
  }
  return day;
}

function civil(date: LocalDate): DateTime {
  return DateTime.fromISO(date, { zone: "utc", locale: "en-US" });
}

function isoDate(dateTime: DateTime): LocalDate {
  return dateTime.toFormat("yyyy-MM-dd");
}
