import { DateTime } from "luxon";

/**
 * A point in time: whole microseconds since 1970-01-01 UTC, as a number. Numbers are exact to 2^53, which is
 * the year 2255; warehouses keep microseconds, and bigints would cost the arbitration its speed.
 */
export type Instant = number;

/** The wall clock, in milliseconds since 1970-01-01 UTC, as `Date.now` gives them. */
export type Clock = () => number;

export const MICROSECONDS_PER_MILLISECOND = 1_000;
export const MICROSECONDS_PER_SECOND = 1_000_000;

/** The clock's time as an instant. */
export function now(clock: Clock): Instant {
  return clock() * MICROSECONDS_PER_MILLISECOND;
}

/** Whole milliseconds of an instant, rounded down. */
export function toMilliseconds(instant: Instant): number {
  return Math.floor(instant / MICROSECONDS_PER_MILLISECOND);
}

/** `2026-03-02T06:00:00Z`; with six digits of a second only where it isn't a whole one. The form that is hashed and reported. */
export function isoInstant(instant: Instant): string {
  const text = isoMicroseconds(instant);
  return text.endsWith(".000000Z") ? `${text.slice(0, -8)}Z` : text;
}

/** `2026-03-02T06:00:00.000000Z`, always to the microsecond. The form that is bound to statements. */
export function isoMicroseconds(instant: Instant): string {
  return `${wallClockText(instant)}Z`;
}

/** `2026-03-02T06:00:00.000001`: microseconds since 1970 read as a wall clock's. */
export function wallClockText(microseconds: number): string {
  const milliseconds = toMilliseconds(microseconds);
  const rest = microseconds - milliseconds * MICROSECONDS_PER_MILLISECOND;
  const text = new Date(milliseconds).toISOString().replace(/Z$/, "");
  return `${text}${String(rest).padStart(3, "0")}`;
}

/**
 * Reads an instant: ISO 8601 with an offset (`2026-03-02T06:00:00Z`), or a local time of the zone
 * (`2026-03-02 06:00`, `2026-03-02T06:00:30`); a local time that occurs twice is the first. Undefined where it is neither or doesn't exist.
 */
export function parseInstant(text: string, zone: string): Instant | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,6}))?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, date, time, fraction = "", offset = ""] = match;
  const parsed = DateTime.fromISO(`${date}T${time}${offset}`, { zone, setZone: false, locale: "en-US" });
  if (!parsed.isValid) return undefined;
  if (offset === "" && parsed.toFormat("yyyy-MM-dd") !== date) return undefined;
  if (offset === "" && !parsed.toFormat("HH:mm:ss").startsWith(time ?? "")) return undefined;
  const first = Math.min(...parsed.getPossibleOffsets().map((one) => one.toMillis()));
  const milliseconds = offset === "" ? first : parsed.toMillis();
  return milliseconds * MICROSECONDS_PER_MILLISECOND + Number(fraction.padEnd(6, "0"));
}
