import type { Window } from "../plan/index.ts";
import {
  addDays,
  addMonths,
  type BankTime,
  backwards,
  dateAfter,
  type Instant,
  instantAfter,
  isElapsed,
  type LocalDate,
  localDate,
  midnight,
  startOf,
  startOfNth,
} from "./calendar.ts";

/** The instants of a window: `from` in, `to` out. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** The local dates of a window, both in. */
interface Dates {
  readonly first: LocalDate;
  readonly last: LocalDate;
}

const FIRST_DATE: LocalDate = "0001-01-01";

/** A window's instants at a tick; `event` is the time of the firing's event, for windows before it. Nothing after the tick is in them. */
export function spanOf(window: Window, tick: Instant, time: BankTime, event: Instant | undefined): Span {
  const tickEnd = tick + 1n;
  if (window.kind === "before-event") {
    if (event === undefined) throw new Error("a window before the event, where there is none");
    const from =
      window.duration === undefined
        ? midnight(FIRST_DATE, time.timezone)
        : instantAfter(event, backwards(window.duration), time);
    return { from, to: event };
  }
  if (window.kind === "last" && isElapsed(window.duration)) {
    return { from: instantAfter(tick, backwards(window.duration), time) + 1n, to: tickEnd };
  }
  const { first, last } = datesOf(window, localDate(tick, time.timezone));
  const end = midnight(addDays(last, 1), time.timezone);
  return { from: midnight(first, time.timezone), to: end < tickEnd ? end : tickEnd };
}

/** A window's dates, D the tick's; for windows of whole days, and for those that end with the tick. */
export function datesOf(window: Window, today: LocalDate): Dates {
  const yesterday = addDays(today, -1);
  switch (window.kind) {
    case "last":
      return { first: dateAfter(today, backwards(window.duration), undefined), last: yesterday };
    case "ago": {
      const ago = (count: number): LocalDate =>
        window.unit === "month"
          ? addMonths(today, -count)
          : addDays(today, -count * (window.unit === "week" ? 7 : 1));
      return { first: ago(window.to), last: ago(window.from) };
    }
    case "today":
      return { first: today, last: today };
    case "yesterday":
      return { first: yesterday, last: yesterday };
    case "this":
      return { first: startOf(window.period, today), last: today };
    case "previous":
      return {
        first: startOfNth(window.period, today, -window.count),
        last: addDays(startOf(window.period, today), -1),
      };
    case "period":
      return {
        first: startOfNth(window.period, today, -window.back),
        last: addDays(startOfNth(window.period, today, 1 - window.back), -1),
      };
    case "since":
      return { first: window.date, last: today };
    case "ever":
      return { first: FIRST_DATE, last: today };
    case "before-event":
      throw new Error("a window before the event has no dates of its own");
  }
}
