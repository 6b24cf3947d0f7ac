import { lastDay } from "../../../demo/bank.ts";
import { daysAfter } from "../../../demo/days.ts";

/** So many days up to the last one of which the demo bank has data. */
export function lastDays(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => daysAfter(lastDay, number + 1 - count));
}
