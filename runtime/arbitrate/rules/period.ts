import type { CalendarPeriod } from "../../../plan/index.ts";
import { type LocalDate, startOfPeriod } from "../../calendar/local-date.ts";
import type { DueTime } from "./rule.ts";

/** A calendar period, or all time. */
export type CountedPeriod = CalendarPeriod | "all";

/** A number that two due times share where they lie in the same calendar period; weeks begin on Monday. */
export function periodOf(due: DueTime, period: CountedPeriod): number {
  switch (period) {
    case "all":
      return 0;
    case "day":
      return due.day;
    case "week":
      // 1970-01-01 was a Thursday.
      return Math.floor((due.day + 3) / 7);
    case "month":
      return monthsOf(due.date);
    case "quarter":
      return Math.floor(monthsOf(due.date) / 3);
    case "year":
      return Number(due.date.slice(0, 4));
  }
}

/** The first date that can share a period with the date or a later one; undefined for all time. */
export function firstDateOf(date: LocalDate, period: CountedPeriod): LocalDate | undefined {
  return period === "all" ? undefined : startOfPeriod(date, period);
}

function monthsOf(date: LocalDate): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}
