import { IANAZone } from "luxon";
import { type Instant, MICROSECONDS_PER_MILLISECOND, MICROSECONDS_PER_SECOND } from "./instant.ts";

const MILLISECONDS_PER_STRETCH = 6 * 60 * 60 * 1000;
const MICROSECONDS_PER_STRETCH = MILLISECONDS_PER_STRETCH * MICROSECONDS_PER_MILLISECOND;

/** Six hours of a zone, in which its clocks are changed once at most. */
interface Stretch {
  /** How far the clocks are ahead of UTC at the stretch's first instant, in microseconds. */
  readonly offset: number;
  /** A change behind the first instant, the first instant of the next stretch being the last that it can be at. */
  readonly change?: { readonly at: Instant; readonly offset: number };
}

/**
 * What has been asked of zones so far, by the number of the stretch since 1970: some 1,500 a year that is ever looked at. To
 * have a time formatted, which is how an offset is found, takes a hundred times as long as to look it up.
 */
const known = new Map<string, Map<number, Stretch>>();

/** How far the zone's clocks are ahead of UTC at the instant, in microseconds. */
export function offsetAt(instant: Instant, zone: string): number {
  const { offset, change } = stretchOf(Math.floor(instant / MICROSECONDS_PER_STRETCH), zone);
  return change === undefined || instant < change.at ? offset : change.offset;
}

/** The first instant in (from, to] at which the zone's clocks were changed, if any. */
export function nextClockChange(from: Instant, to: Instant, zone: string): Instant | undefined {
  const first = Math.floor(from / MICROSECONDS_PER_STRETCH);
  for (let number = first; number * MICROSECONDS_PER_STRETCH < to; number++) {
    const { change } = stretchOf(number, zone);
    if (change !== undefined && change.at > from) return change.at <= to ? change.at : undefined;
  }
  return undefined;
}

function stretchOf(number: number, zone: string): Stretch {
  let stretches = known.get(zone);
  if (stretches === undefined) {
    stretches = new Map();
    known.set(zone, stretches);
  }
  const found = stretches.get(number);
  if (found !== undefined) return found;
  const made = stretchFrom(number, IANAZone.create(zone), stretches);
  stretches.set(number, made);
  return made;
}

function stretchFrom(number: number, zone: IANAZone, others: ReadonlyMap<number, Stretch>): Stretch {
  let [before, after] = [number * MILLISECONDS_PER_STRETCH, (number + 1) * MILLISECONDS_PER_STRETCH];
  const last = others.get(number - 1);
  const offset = last === undefined ? foundOffset(before, zone) : (last.change?.offset ?? last.offset);
  const next = others.get(number + 1)?.offset ?? foundOffset(after, zone);
  if (offset === next) return { offset };
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (foundOffset(middle, zone) === offset) before = middle;
    else after = middle;
  }
  return { offset, change: { at: after * MICROSECONDS_PER_MILLISECOND, offset: next } };
}

function foundOffset(milliseconds: number, zone: IANAZone): number {
  return Math.round(zone.offset(milliseconds) * 60 * MICROSECONDS_PER_SECOND);
}
