import type { DayRow, Duration, FiringDays } from "../../plan/index.ts";
import type { Instant } from "./instant.ts";
import { addDays, addToDate, type LocalDate } from "./local-date.ts";
import type { ProjectTime } from "./schedule.ts";
import { localDateOf, startOfDay } from "./zoned-time.ts";

/** How far dates lie apart at most that lead to one day by way of months' ends or a calendar's holidays. */
const SPARE_DAYS = 40;

/** The dates from which days follow whose first instant is in [from, to), in order: `Parameter` `days`. */
export function firingDays(
  { offset, anniversary }: FiringDays,
  from: Instant,
  to: Instant,
  time: ProjectTime,
): readonly DayRow[] {
  if (to <= from) return [];
  const dayOf = (date: LocalDate): LocalDate =>
    offset === undefined ? date : addToDate(date, signed(offset, 1), time.calendar);
  const dateBefore = (day: LocalDate): LocalDate =>
    offset === undefined ? day : addToDate(day, signed(offset, -1), time.calendar);
  const first = addDays(dateBefore(localDateOf(from, time.timezone)), -SPARE_DAYS);
  const last = addDays(dateBefore(localDateOf(to, time.timezone)), SPARE_DAYS);
  const rows: DayRow[] = [];
  for (let occasion = first; occasion <= last; occasion = addDays(occasion, 1)) {
    const start = startOfDay(dayOf(occasion), time.timezone);
    if (start < from || start >= to) continue;
    for (const date of anniversary ? monthDays(occasion) : [occasion])
      rows.push({ date, occasion, time: start });
  }
  return rows;
}

function signed({ duration, direction }: NonNullable<FiringDays["offset"]>, sign: 1 | -1): Duration {
  return { count: (direction === "after" ? 1 : -1) * sign * duration.count, unit: duration.unit };
}

/** The months and days that have their anniversary on a date: 29 February's is the 28th where there is no 29th. */
function monthDays(date: LocalDate): readonly string[] {
  const own = date.slice(5);
  return own === "02-28" && addDays(date, 1).slice(5) === "03-01" ? [own, "02-29"] : [own];
}
