import type { DateTime } from "luxon";
import type { Cap, Period, Span } from "./campaigns.ts";

/** A place taken: a contact, or a control member who would have been one. Cost in ten-thousandths of a pound. */
export type Place = {
  readonly customer: string;
  readonly channel: string;
  readonly due: DateTime;
  /** First day of the calendar period that the due time falls in. */
  readonly periods: Readonly<Record<Period, string>>;
  readonly cost: number;
  readonly control: boolean;
};

/** The calendar periods of a due time in its own zone; weeks begin on Monday. */
export function periodsOf(due: DateTime): Place["periods"] {
  const opening = (period: Period): string => due.startOf(period).toFormat("yyyy-MM-dd");
  return { day: opening("day"), week: opening("week"), month: opening("month"), year: opening("year") };
}

function within(period: Period | undefined, next: Place): (place: Place) => boolean {
  return (place) => period === undefined || place.periods[period] === next.periods[period];
}

/** Whether some span that holds `due` would hold more than `limit`, wherever it begins. */
function overfull(dues: readonly DateTime[], due: DateTime, limit: number, span: Span): boolean {
  if (dues.length < limit) return false;
  const point = (instant: DateTime): DateTime => (span.kind === "hours" ? instant : instant.startOf("day"));
  const points = [...dues, due].map(point);
  const asked = point(due);
  return points.some((start) => {
    const end = start.plus({ [span.kind]: span.length });
    const holds = (other: DateTime): boolean => start <= other && other < end;
    return holds(asked) && points.filter(holds).length > limit;
  });
}

/**
 * Whether a cap of the campaign refuses one more contact.
 * @param taken the campaign's places so far, control members' among them
 * @param next the contact that is asked for
 */
export function refuses(cap: Cap, taken: readonly Place[], next: Place): boolean {
  const own = (): readonly Place[] => taken.filter((place) => place.customer === next.customer);
  switch (cap.kind) {
    case "customer":
      return own().length >= cap.limit;
    case "customer in period":
      return own().filter(within(cap.period, next)).length >= cap.limit;
    case "customer in span":
      return overfull(
        own().map((place) => place.due),
        next.due,
        cap.limit,
        cap.span,
      );
    case "volume": {
      if (cap.channel !== undefined && cap.channel !== next.channel) return false;
      const places = taken.filter((place) => cap.channel === undefined || place.channel === cap.channel);
      return places.filter(within(cap.period, next)).length >= cap.limit;
    }
    case "money": {
      const spenders = taken.filter((place) => !place.control).filter(within(cap.period, next));
      const spent = spenders.reduce((sum, place) => sum + place.cost, 0);
      return spent + next.cost > Math.round(cap.limit * 10_000);
    }
  }
}
