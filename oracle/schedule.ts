import type { CampaignProgram, Schedule } from "../plan/index.ts";
import {
  addDays,
  type BankTime,
  type Instant,
  instantOf,
  isBusinessDay,
  type LocalDate,
  localDate,
  midnight,
  weekdayNumber,
} from "./calendar.ts";

/** A leap day is at most eight years from the next. */
const LONGEST_GAP_DAYS = 8 * 366 + 1;

/** A campaign's latest tick at or before an instant, within its window; undefined where there is none. */
export function latestTick(campaign: CampaignProgram, at: Instant, time: BankTime): Instant | undefined {
  const { from, to } = campaign.window;
  const end = midnight(addDays(to, 1), time.timezone) - 1n;
  const tick = latestInstant(campaign.schedule, at < end ? at : end, time, campaign.followUps.length > 0);
  return tick !== undefined && localDate(tick, time.timezone) >= from ? tick : undefined;
}

/** The scheduled instant before a tick. */
export function instantBefore(schedule: Schedule, tick: Instant, time: BankTime): Instant | undefined {
  return latestInstant(schedule, tick - 1n, time, false);
}

/** The one instant of a campaign that runs once. */
export function onlyInstant(schedule: Schedule, time: BankTime): Instant | undefined {
  return schedule.kind === "once" ? instantOf(schedule.date, schedule.at, time.timezone) : undefined;
}

function latestInstant(
  schedule: Schedule,
  at: Instant,
  time: BankTime,
  hasWaves: boolean,
): Instant | undefined {
  const day = localDate(at, time.timezone);
  for (let back = 0; back <= LONGEST_GAP_DAYS; back += 1) {
    const date = addDays(day, -back);
    const instants = timesOn(date, schedule, time, hasWaves)
      .map((clock) => instantOf(date, clock, time.timezone))
      .filter((instant) => instant <= at);
    if (instants.length > 0) return instants.reduce((a, b) => (a > b ? a : b));
  }
  return undefined;
}

/** The local times `HH:mm` of a schedule on a date. One that runs once ticks daily afterwards for its waves. */
function timesOn(date: LocalDate, schedule: Schedule, time: BankTime, hasWaves: boolean): readonly string[] {
  const dayOfMonth = Number(date.slice(8));
  switch (schedule.kind) {
    case "daily":
      return [schedule.at];
    case "business-days":
      return isBusinessDay(date, time.calendar) ? [schedule.at] : [];
    case "weekly":
      return schedule.days.includes(weekdayNumber(date)) ? [schedule.at] : [];
    case "monthly": {
      const isDay = schedule.day === "last" ? addDays(date, 1).endsWith("-01") : dayOfMonth === schedule.day;
      return isDay ? [schedule.at] : [];
    }
    case "every": {
      const { count, unit } = schedule.interval;
      return clockTimes((minute) => minute % (unit === "hour" ? count * 60 : count) === 0);
    }
    case "once":
      return date === schedule.date || (hasWaves && date > schedule.date) ? [schedule.at] : [];
    case "cron":
      return cronTimes(schedule.expression, date);
  }
}

/** The times of a day, by minutes since midnight. */
function clockTimes(matches: (minute: number) => boolean): readonly string[] {
  const times: string[] = [];
  for (let minute = 0; minute < 1440; minute += 1) {
    const [hour, rest] = [Math.floor(minute / 60), minute % 60];
    if (matches(minute)) times.push(`${String(hour).padStart(2, "0")}:${String(rest).padStart(2, "0")}`);
  }
  return times;
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Where both day fields are given, either will do. */
function cronTimes(expression: string, date: LocalDate): readonly string[] {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = expression.trim().split(/\s+/);
  const isDay = isInField(day, Number(date.slice(8)), 1, 31, []);
  const number = weekdayNumber(date);
  const isWeekday =
    isInField(weekday, number, 0, 7, WEEKDAYS) || (number === 7 && isInField(weekday, 0, 0, 7, WEEKDAYS));
  const matchesDay = day === "*" ? isWeekday : weekday === "*" ? isDay : isDay || isWeekday;
  if (!matchesDay || !isInField(month, Number(date.slice(5, 7)), 1, 12, ["", ...MONTHS])) return [];
  return clockTimes(
    (at) => isInField(minute, at % 60, 0, 59, []) && isInField(hour, Math.floor(at / 60), 0, 23, []),
  );
}

/** A field is a list of `*`, `n`, `a-b`, each perhaps with a step; `a/n` goes on to the field's end. */
function isInField(
  field: string,
  value: number,
  low: number,
  high: number,
  names: readonly string[],
): boolean {
  const read = (text: string): number => {
    const named = names.indexOf(text.toLowerCase());
    return named < 0 ? Number(text) : named;
  };
  return field.split(",").some((part) => {
    const [range = "", step] = part.split("/");
    const [first = "", last] = range.split("-");
    const from = first === "*" ? low : read(first);
    const to = first === "*" ? high : last !== undefined ? read(last) : step === undefined ? from : high;
    return value >= from && value <= to && (value - from) % Number(step ?? 1) === 0;
  });
}
