import type { Duration, Window } from "../../plan/index.ts";
import type { Instant } from "./instant.ts";
import { addDays, addMonths, addPeriods, addToDate, type LocalDate, startOfPeriod } from "./local-date.ts";
import type { ProjectTime } from "./schedule.ts";
import { addDuration, localDateOf, startOfDay } from "./zoned-time.ts";

/** A half-open span of time: `from` in, `to` out. Empty where `to` is not after `from`. */
export interface Bounds {
  readonly from: Instant;
  readonly to: Instant;
}

/** The first day that warehouses and ISO texts can write. */
const EARLIEST_DATE: LocalDate = "0001-01-01";

/** The bounds of a window of LANGUAGE § 5 at a tick. No event after the tick is ever in them. */
export function windowBounds(window: Window, tick: Instant, time: ProjectTime): Bounds {
  const zone = time.timezone;
  const date = localDateOf(tick, zone);
  const tickEnd = tick + 1;
  const start = (day: LocalDate): Instant => startOfDay(day, zone);
  switch (window.kind) {
    case "last":
      return lastBounds(window.duration, tick, date, time);
    case "ago": {
      const first = start(back(date, window.to, window.unit));
      const after = start(addDays(back(date, window.from, window.unit), 1));
      return { from: first, to: Math.min(after, tickEnd) };
    }
    case "today":
      return { from: start(date), to: tickEnd };
    case "yesterday":
      return { from: start(addDays(date, -1)), to: start(date) };
    case "this":
      return { from: start(startOfPeriod(date, window.period)), to: tickEnd };
    case "previous": {
      const current = startOfPeriod(date, window.period);
      return { from: start(addPeriods(current, -window.count, window.period)), to: start(current) };
    }
    case "period": {
      const first = addPeriods(startOfPeriod(date, window.period), -window.back, window.period);
      return { from: start(first), to: start(addPeriods(first, 1, window.period)) };
    }
    case "since":
      return { from: start(window.date), to: tickEnd };
    case "ever":
      return { from: start(EARLIEST_DATE), to: tickEnd };
    case "before-event":
      throw new Error("a window before an event has no bounds of the tick");
  }
}

function lastBounds(duration: Duration, tick: Instant, date: LocalDate, time: ProjectTime): Bounds {
  const back = { count: -duration.count, unit: duration.unit };
  if (duration.unit === "hour" || duration.unit === "minute") {
    return { from: addDuration(tick, back, time.timezone, time.calendar) + 1, to: tick + 1 };
  }
  const first = addToDate(date, back, time.calendar);
  return { from: startOfDay(first, time.timezone), to: startOfDay(date, time.timezone) };
}

function back(date: LocalDate, count: number, unit: "day" | "week" | "month"): LocalDate {
  switch (unit) {
    case "day":
      return addDays(date, -count);
    case "week":
      return addDays(date, -7 * count);
    case "month":
      return addMonths(date, -count);
  }
}
