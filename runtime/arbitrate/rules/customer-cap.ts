import type { BusinessCalendar, Cap, Duration } from "../../../plan/index.ts";
import { addToDate, dateOfEpochDay, epochDay } from "../../calendar/local-date.ts";
import { MICROSECONDS_PER_HOUR, MICROSECONDS_PER_MINUTE } from "../../calendar/zoned-time.ts";
import type { CustomerPlace, CustomerPlaces } from "../customer-places.ts";
import { periodOf } from "./period.ts";
import type { ContendedRule, DueTime } from "./rule.ts";

export type CustomerCap = Extract<Cap, { readonly kind: "customer" }>;

/** Without a line of its own a campaign contacts a customer once. */
export const ONCE_EVER: CustomerCap = {
  kind: "customer",
  limit: 1,
  within: { kind: "ever" },
  text: "1 per customer",
};

/**
 * How a cap sees due times: each as a number, and whether so many of them are too many. Sliding spans go by local
 * dates (days since 1970), hours and minutes by instants.
 */
export interface Measure {
  readonly markOf: (due: DueTime) => number;
  /** The first mark outside a span that begins at the mark; missing where only equal marks share a span. */
  readonly spanEnd?: (mark: number) => number;
}

/** A campaign's own cap per customer; all arms take places in it. Further waves neither obey nor use it. */
export function customerCapRule(
  cap: CustomerCap,
  campaign: string,
  calendar: BusinessCalendar,
): ContendedRule {
  const measure = measureOf(cap.within, calendar);
  return {
    kind: "contended",
    refusal: { code: "cap", rule: cap.text },
    begin({ customers }) {
      const isOwn = (place: CustomerPlace): boolean => place.campaign === campaign;
      return ({ wave, due }) =>
        wave > 0
          ? undefined
          : {
              kind: "own",
              isFull: fullAt(due, { limit: cap.limit, measure, places: customers, counts: isOwn }),
            };
    },
  };
}

/** Whether one more that is due then would be too many for a customer, of the places that count. */
export function fullAt(
  due: DueTime,
  cap: {
    readonly limit: number;
    readonly measure: Measure;
    readonly places: CustomerPlaces;
    readonly counts: (place: CustomerPlace) => boolean;
  },
): (customer: number) => boolean {
  const { limit, measure, places, counts } = cap;
  const mark = measure.markOf(due);
  const near = places.those((place) => counts(place) && sharesSpan(measure.markOf(place.due), mark, measure));
  return (customer) => {
    if (near.count(customer) < limit) return false;
    // One that shares a span is enough where one is the limit.
    if (limit === 1) return true;
    const marks = near.of(customer).map((place) => measure.markOf(place.due));
    return isFull(marks, mark, limit, measure);
  };
}

/** Whether two marks lie within some span. */
function sharesSpan(a: number, b: number, { spanEnd }: Measure): boolean {
  return spanEnd === undefined ? a === b : Math.max(a, b) < spanEnd(Math.min(a, b));
}

/**
 * Whether one more at the mark would give some span more than the limit. It is enough to look at spans that
 * begin at a place or at the mark itself: any other holds no more than the next of these.
 */
function isFull(marks: readonly number[], mark: number, limit: number, { spanEnd }: Measure): boolean {
  if (marks.length < limit) return false;
  if (spanEnd === undefined) return marks.filter((other) => other === mark).length >= limit;
  for (const start of [mark, ...marks]) {
    const end = spanEnd(start);
    if (start > mark || mark >= end) continue;
    const within = marks.filter((other) => other >= start && other < end).length;
    if (within >= limit) return true;
  }
  return false;
}

export function measureOf(within: CustomerCap["within"], calendar: BusinessCalendar): Measure {
  switch (within.kind) {
    case "ever":
      return { markOf: () => 0 };
    case "calendar":
      return { markOf: (due) => periodOf(due, within.period) };
    case "sliding":
      return slidingMeasure(within.duration, calendar);
  }
}

function slidingMeasure(duration: Duration, calendar: BusinessCalendar): Measure {
  const { count, unit } = duration;
  if (unit === "minute" || unit === "hour") {
    const span = count * (unit === "hour" ? MICROSECONDS_PER_HOUR : MICROSECONDS_PER_MINUTE);
    return { markOf: (due) => due.instant, spanEnd: (mark) => mark + span };
  }
  const ends = new Map<number, number>();
  return {
    markOf: (due) => due.day,
    spanEnd(mark) {
      const known = ends.get(mark);
      if (known !== undefined) return known;
      const end = epochDay(addToDate(dateOfEpochDay(mark), duration, calendar));
      ends.set(mark, end);
      return end;
    },
  };
}
