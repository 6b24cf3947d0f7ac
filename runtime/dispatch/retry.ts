import { type Instant, MICROSECONDS_PER_SECOND } from "../calendar/instant.ts";
import { stableHash } from "../stable-hash.ts";

/** How often a message is tried before it becomes a dead letter. */
export const MOST_ATTEMPTS = 12;

const FIRST_PAUSE_SECONDS = 60;
const LONGEST_PAUSE_SECONDS = 6 * 3_600;

/**
 * The first instant at which a message is tried again after so many attempts in vain: a minute, then twice as long
 * each time, six hours at most, and up to half as long again, so that messages that failed together do not come
 * back together. The addition comes of the message's key: the same message waits as long in every run.
 */
export function nextAttempt(now: Instant, key: string, attempts: number, atLeastSeconds = 0): Instant {
  const pause = Math.min(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS);
  const share = Number.parseInt(stableHash(["retry", key, String(attempts)]).slice(0, 6), 16) / 0x1000000;
  const seconds = Math.max(atLeastSeconds, Math.ceil(pause * (1 + share / 2)));
  return now + seconds * MICROSECONDS_PER_SECOND;
}
