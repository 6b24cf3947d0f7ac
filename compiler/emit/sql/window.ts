import type { Moment, Window } from "../../../plan/index.ts";
import { fragment, parameter, type Sql } from "./query.ts";
import type { SqlValue } from "./sql-value.ts";

/** A moment of the run in the form in which a time is stored, so that comparisons need no conversion of the column. */
export function momentIn(moment: Moment, time: SqlValue): Sql {
  const storage = time.time ?? { kind: "instant" };
  const bound = parameter({
    kind: "moment",
    moment,
    as: storage.kind === "instant" ? { kind: "instant" } : { kind: "local", zone: storage.zone },
  });
  return storage.kind === "instant"
    ? fragment`cast(${bound} as timestamptz)`
    : fragment`cast(${bound} as timestamp)`;
}

/** The window's beginning, missing where it has none, or none that is the same for all events. */
export function windowStart(window: Window): Moment | undefined {
  return window.kind === "ever" || window.kind === "before-event"
    ? undefined
    : { kind: "window", window, end: "from" };
}

/** The window's end; of a window before an event one that no such event lies after. */
export function windowEnd(window: Window): Moment {
  switch (window.kind) {
    case "ever":
    case "since":
    case "this":
    case "today":
    case "before-event":
      return { kind: "tick-end" };
    case "last":
    case "ago":
    case "yesterday":
    case "previous":
    case "period":
      return { kind: "window", window, end: "to" };
  }
}

/** `time >= start and time < end` of a window. */
export function withinWindow(window: Window, time: SqlValue): readonly Sql[] {
  const start = windowStart(window);
  const end = fragment`${time.sql} < ${momentIn(windowEnd(window), time)}`;
  return start === undefined ? [end] : [fragment`${time.sql} >= ${momentIn(start, time)}`, end];
}

const days = {
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  "business-day": 2,
  week: 7,
  month: 31,
  quarter: 92,
  year: 366,
};

/**
 * How far back a window reaches, roughly. Aggregates of like reach share a scan; a long one and a short one do not,
 * for the short one would then read the long one's rows.
 */
export function reach(window: Window): "days" | "month" | "quarter" | "year" | "long" | "ever" {
  const far = reachInDays(window);
  if (far === undefined) return "ever";
  if (far <= 8) return "days";
  if (far <= 35) return "month";
  if (far <= 100) return "quarter";
  return far <= 400 ? "year" : "long";
}

/** How many days a window reaches back at most; undefined where it has no such bound. */
export function reachInDays(window: Window): number | undefined {
  switch (window.kind) {
    case "last":
      return window.duration.count * days[window.duration.unit];
    case "ago":
      return window.to * days[window.unit];
    case "today":
    case "yesterday":
      return 2;
    case "this":
      return days[window.period];
    case "previous":
      return (window.count + 1) * days[window.period];
    case "period":
      return (window.back + 1) * days[window.period];
    case "since":
    case "ever":
    case "before-event":
      return undefined;
  }
}
