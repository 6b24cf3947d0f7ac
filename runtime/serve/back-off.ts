import { type Instant, MICROSECONDS_PER_SECOND } from "../calendar/instant.ts";

const FIRST_PAUSE_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 300;

/** When a piece of work that fails is tried again: after five seconds, then after twice as long each time, five minutes at most. */
export interface BackOff {
  isTime(now: Instant): boolean;
  /** The first instant at which it is tried again. */
  again(): Instant;
  failed(now: Instant): { readonly attempt: number; readonly again: Instant };
  /** It could not be tried for reasons of others. */
  putOff(until: Instant): void;
  succeeded(): void;
}

export function backOff(): BackOff {
  let attempts = 0;
  let next: Instant = 0;
  return {
    // Further off than any pause is what a clock that was set back makes of it.
    isTime: (now) => now >= next || next - now > LONGEST_PAUSE_SECONDS * MICROSECONDS_PER_SECOND,
    again: () => next,
    failed(now) {
      attempts += 1;
      const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS);
      next = now + pause * MICROSECONDS_PER_SECOND;
      return { attempt: attempts, again: next };
    },
    putOff(until) {
      next = until;
    },
    succeeded() {
      attempts = 0;
      next = 0;
    },
  };
}
