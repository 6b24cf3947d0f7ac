import { DateTime } from "luxon";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * The instant of a local date and time (`HH:mm`) in a zone, ISO in UTC to the second. A local time that a clock
 * change skips is the first instant after the gap, one that occurs twice is the first.
 */
export function instantOf(date: string, time: string, zone: string): string {
  const local = DateTime.fromISO(`${date}T${time}`, { zone: "utc" }).toMillis();
  const offset = (at: number): number => DateTime.fromMillis(at, { zone }).offset * MINUTE;
  const candidates = [local - offset(local - DAY), local - offset(local + DAY)];
  const existing = candidates.filter((at) => at + offset(at) === local);
  const instant = existing.length > 0 ? Math.min(...existing) : gapEnd(local, offset);
  return `${DateTime.fromMillis(instant, { zone: "utc" }).toFormat("yyyy-MM-dd'T'HH:mm:ss")}Z`;
}

/** The instant at which the clock jumps over a local time: the first with the later offset. */
function gapEnd(local: number, offset: (at: number) => number): number {
  let before = local - DAY;
  let after = local + DAY;
  const early = offset(before);
  while (after - before > MINUTE) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE) * MINUTE;
    if (offset(middle) === early) before = middle;
    else after = middle;
  }
  return after;
}
