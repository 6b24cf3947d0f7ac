import { lastDay } from "../../../demo/bank.ts";
import { daysAfter } from "../../../demo/days.ts";

/**
 * So many days up to the last one of which the demo bank has data.
 * @throws Error where that is no number of days, as of a mistyped option.
 */
export function lastDays(count: number): readonly string[] {
  if (!Number.isInteger(count) || count < 1) throw new Error(`${count} is no number of days`);
  return Array.from({ length: count }, (_, number) => daysAfter(lastDay, number + 1 - count));
}
