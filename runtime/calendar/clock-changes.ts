import { type Instant, wallClockText } from "./instant.ts";
import { nextClockChange } from "./zone-offsets.ts";
import { MICROSECONDS_PER_DAY, wallClockAt } from "./zoned-time.ts";

/** A change of a zone's clocks, as statements are given it: `Parameter` `clock-changes`. */
export interface ClockChange {
  /** The local times that the change skips or repeats: the first of them, and the one after the last. */
  readonly from: string;
  readonly to: string;
  /** Microseconds since 1970 UTC. */
  readonly at: Instant;
  readonly skips: boolean;
}

/** The changes of a zone's clocks from two days before a moment to two days after the tick. */
export function clockChanges(since: Instant, tick: Instant, zone: string): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  const end = tick + 2 * MICROSECONDS_PER_DAY;
  let from = since - 2 * MICROSECONDS_PER_DAY;
  while (from < end) {
    const at = nextClockChange(from, end, zone);
    if (at === undefined) break;
    // What the clocks would show without the change, and what they do show.
    const before = wallClockAt(at - 1, zone) + 1;
    const after = wallClockAt(at, zone);
    const skips = before < after;
    const [first, last] = skips ? [before, after] : [after, before];
    changes.push({ from: wallClockText(first), to: wallClockText(last), at, skips });
    from = at;
  }
  return changes;
}
