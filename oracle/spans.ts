import type { Cap, Duration } from "../plan/index.ts";
import { type BankTime, dateAfter, type Instant, instantAfter, isElapsed, localDate } from "./calendar.ts";
import { sharePeriod } from "./ledger.ts";

type CustomerLimit = Pick<Extract<Cap, { readonly kind: "customer" }>, "limit" | "within">;

/** Whether one more contact at a due time would be one too many for its customer, given the due times of those there are. */
export function isTooMany(
  { limit, within }: CustomerLimit,
  others: readonly Instant[],
  due: Instant,
  time: BankTime,
): boolean {
  switch (within.kind) {
    case "ever":
      return others.length >= limit;
    case "calendar":
      return others.filter((other) => sharePeriod(other, due, within.period, time.timezone)).length >= limit;
    case "sliding":
      // A span that holds too many can be pushed on until it begins with a contact.
      return [due, ...others]
        .filter((start) => isInSpan(due, start, within.duration, time))
        .some(
          (start) => others.filter((other) => isInSpan(other, start, within.duration, time)).length >= limit,
        );
  }
}

/** Spans go by local dates, those of hours and minutes by the clock. */
function isInSpan(due: Instant, start: Instant, duration: Duration, time: BankTime): boolean {
  if (isElapsed(duration)) return due >= start && due < instantAfter(start, duration, time);
  const [date, first] = [localDate(due, time.timezone), localDate(start, time.timezone)];
  return date >= first && date < dateAfter(first, duration, time.calendar);
}
