import { dayBounds, type Instant, type NoInstant, parseInstant, whyNoInstant } from "../runtime/index.ts";
import { CommandFailure } from "./failure.ts";

/**
 * The instant that the user wrote for an option, in the project's zone.
 * @throws CommandFailure where it is none.
 */
export function instantAt(option: string, text: string, zone: string): Instant {
  const instant = parseInstant(text, zone);
  if (instant !== undefined) return instant;
  throw new CommandFailure(
    `\`${option} ${text}\` is not a point in time in ${zone}${reasonOf(whyNoInstant(text))}`,
    "write it as 2026-03-02T06:00 (in the project's zone) or 2026-03-01T22:00:00Z",
  );
}

function reasonOf(why: NoInstant): string {
  switch (why.kind) {
    case "form":
      return "";
    case "no-time":
      return ": the time of day is missing";
    case "no-such-date":
      return `: the calendar has no ${why.date}`;
    case "skipped":
      return `: clocks are put forward on ${why.date}, and never show ${why.time}`;
  }
}

/** A local date: its first instant, and that of the day after. */
export interface DateArgument {
  readonly date: string;
  readonly start: Instant;
  readonly end: Instant;
}

/**
 * The date that the user wrote for an option, in the project's zone.
 * @throws CommandFailure where it is none.
 */
export function dateAt(option: string, text: string, zone: string): DateArgument {
  const bounds = dayBounds(text, zone);
  if (bounds !== undefined) return { date: text, ...bounds };
  const why = /^\d{4}-\d{2}-\d{2}$/.test(text) ? ": the calendar has no such day" : "";
  throw new CommandFailure(`\`${option} ${text}\` is not a date${why}`, "write it as 2026-03-02");
}
