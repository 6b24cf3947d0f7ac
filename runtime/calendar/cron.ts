import { dayOfMonth, type LocalDate, monthOf, weekdayOf } from "./local-date.ts";

/** A cron expression of five fields, read. */
export interface CronSchedule {
  /** `HH:mm`, ascending. */
  readonly times: readonly string[];
  /** Whether it fires on the date. Where both day fields are restricted, either one will do. */
  readonly matches: (date: LocalDate) => boolean;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/**
 * Reads `minute hour day-of-month month day-of-week`; a field is `*`, numbers, ranges `a-b`, steps `/n`, lists
 * with commas; months and weekdays also by their first three letters; Sunday is 0 or 7.
 * @throws Error where it is none: the checker has refused it before.
 */
export function parseCron(expression: string): CronSchedule {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5) throw new Error(`cron expression without five fields: ${expression}`);
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  const minutes = parseField(minute, 0, 59);
  const hours = parseField(hour, 0, 23);
  const days = new Set(parseField(day, 1, 31));
  const months = new Set(parseField(month, 1, 12, MONTHS, 1));
  const weekdays = new Set(parseField(weekday, 0, 7, WEEKDAYS, 0).map((number) => number % 7));
  const times = hours.flatMap((h) => minutes.map((m) => `${twoDigits(h)}:${twoDigits(m)}`));
  return {
    times,
    matches(date) {
      if (!months.has(monthOf(date))) return false;
      const onDay = days.has(dayOfMonth(date));
      const onWeekday = weekdays.has(weekdayOf(date) % 7);
      if (day === "*") return onWeekday;
      if (weekday === "*") return onDay;
      return onDay || onWeekday;
    },
  };
}

function parseField(
  field: string,
  low: number,
  high: number,
  names: readonly string[] = [],
  firstName = 0,
): readonly number[] {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d+))?$/i.exec(part);
    if (match === null) throw new Error(`malformed cron field: ${field}`);
    const [, first = "", last, step] = match;
    const from = first === "*" ? low : readNumber(first, names, firstName);
    const open = first === "*" || (step !== undefined && last === undefined);
    const to = last !== undefined ? readNumber(last, names, firstName) : open ? high : from;
    const stride = step === undefined ? 1 : Number(step);
    if (!(from >= low && to <= high && from <= to && stride >= 1)) {
      throw new Error(`cron field out of range: ${field}`);
    }
    for (let value = from; value <= to; value += stride) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function readNumber(text: string, names: readonly string[], firstName: number): number {
  const named = names.indexOf(text.toLowerCase());
  return named < 0 ? Number(text) : named + firstName;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, "0");
}
