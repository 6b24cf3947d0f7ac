import type { TimeRange } from "../../plan/index.ts";
import type { Instant } from "./instant.ts";
import { addDays, isBusinessDay } from "./local-date.ts";
import type { ProjectTime } from "./schedule.ts";
import { nextClockChange } from "./zone-offsets.ts";
import {
  localDateOf,
  MICROSECONDS_PER_DAY,
  occurrences,
  startOfDay,
  timeOfDay,
  timeOfDayFrom,
  wallClock,
} from "./zoned-time.ts";

/** When contact may be made: in all ranges of local time at once, in no quiet one, and perhaps on business days alone. */
export interface ContactHours {
  readonly ranges: readonly TimeRange[];
  readonly quiet: readonly TimeRange[];
  readonly businessDaysOnly: boolean;
}

/** Hours that haven't met for so long never will: those of every day are the same, but for holidays. */
const LONGEST_WAIT_DAYS = 400;

/**
 * The due time: the earliest instant at or after the given one that all hours allow, LANGUAGE § 7. Undefined
 * where none comes in 400 days.
 */
export function earliestAllowed(from: Instant, hours: ContactHours, time: ProjectTime): Instant | undefined {
  const zone = time.timezone;
  // Quiet from a time to the same time is the whole day, of which nothing is left.
  if (hours.quiet.some((range) => range.from === range.to)) return undefined;
  const ranges = [...hours.ranges, ...hours.quiet.map(({ from, to }) => ({ from: to, to: from }))];
  const latest = addDays(localDateOf(from, zone), LONGEST_WAIT_DAYS);
  let instant = from;
  for (;;) {
    const date = localDateOf(instant, zone);
    if (date > latest) return undefined;
    if (hours.businessDaysOnly && !isBusinessDay(date, time.calendar)) {
      instant = startOfDay(addDays(date, 1), zone);
      continue;
    }
    const closed = ranges.find((range) => !isWithin(instant, range, zone));
    if (closed === undefined) return instant;
    instant = nextWithin(instant, closed, zone);
  }
}

/** Whether the local time lies in the range: start in, end out, past midnight where the end is not after the start. */
function isWithin(instant: Instant, range: TimeRange, zone: string): boolean {
  const at = timeOfDay(instant, zone);
  const from = timeOfDayFrom(range.from);
  const to = timeOfDayFrom(range.to);
  return from < to ? at >= from && at < to : at >= from || at < to;
}

/** The next instant within a range: when it opens, or when a clock change puts the clocks inside it. */
function nextWithin(instant: Instant, range: TimeRange, zone: string): Instant {
  for (let date = localDateOf(instant, zone); ; date = addDays(date, 1)) {
    const start = startOfDay(date, zone);
    const change = nextClockChange(start - 1, start + MICROSECONDS_PER_DAY, zone);
    const moments = [
      ...occurrences(wallClock(date, range.from), zone),
      ...(change === undefined ? [] : [change]),
    ];
    const next = moments.filter((at) => at > instant && isWithin(at, range, zone)).sort((a, b) => a - b)[0];
    if (next !== undefined) return next;
  }
}
