import {
  dayOfMonth,
  epochDay,
  lastDayOfMonth,
  monthOf as numberOfMonth,
  weekdayName,
} from "../calendar/local-date.ts";
import { localDateOf, MICROSECONDS_PER_HOUR, timeOfDay } from "../calendar/zoned-time.ts";
import type { Decimal, Known } from "./value.ts";

const integer = (value: number): Decimal => ({ units: BigInt(value), scale: 0 });

/** The zone's date at an instant. */
export function localDate(instant: Known<number>, zone: string): Known<string> {
  return instant === undefined ? undefined : localDateOf(instant, zone);
}

/** 0 … 23, as the zone's clocks show it. */
export function hourOf(instant: Known<number>, zone: string): Known<Decimal> {
  return instant === undefined
    ? undefined
    : integer(Math.floor(timeOfDay(instant, zone) / MICROSECONDS_PER_HOUR));
}

/** `monday` … `sunday`. */
export function weekdayOf(date: Known<string>): Known<string> {
  return date === undefined ? undefined : weekdayName(date);
}

/** 1 … 12. */
export function monthOf(date: Known<string>): Known<Decimal> {
  return date === undefined ? undefined : integer(numberOfMonth(date));
}

/** Whole days, months or years from one date to another, below zero where it is earlier. */
export function distance(
  unit: "day" | "month" | "year",
  from: Known<string>,
  to: Known<string>,
): Known<Decimal> {
  if (from === undefined || to === undefined) return undefined;
  if (unit === "day") return integer(epochDay(to) - epochDay(from));
  const months = from <= to ? monthsForward(from, to) : -monthsForward(to, from);
  return integer(unit === "month" ? months : Math.trunc(months / 12));
}

/** A month is over on the same day of the month, or on the last day of a shorter one. */
function monthsForward(from: string, to: string): number {
  const year = (date: string): number => Number(date.slice(0, 4));
  const months = (year(to) - year(from)) * 12 + numberOfMonth(to) - numberOfMonth(from);
  const last = dayOfMonth(to);
  return dayOfMonth(from) > last && last !== lastDayOfMonth(to) ? months - 1 : months;
}
