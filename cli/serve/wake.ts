import { Cron } from "croner";
import { type Clock, type Instant, isoInstant, MICROSECONDS_PER_SECOND, now } from "../../runtime/index.ts";
import { systemClock } from "../process/clock.ts";

/** Milliseconds by which the timer may be late. */
const LONGEST_ROUNDING = 1_000;

/**
 * Waits until the clock shows an instant, or for the end of the service. The timer looks at the system's clock again and
 * again, so that a machine that slept, or whose clock was put forward, is waited for no longer than it must be. A clock that stands
 * still, as rehearsals have, is taken to begin to go.
 */
export function sleeper(clock: Clock): (instant: Instant, stopped: AbortSignal) => Promise<void> {
  return (instant, stopped) => {
    const ahead = Math.max(instant - now(clock), 0);
    const target = now(systemClock) + ahead;
    // Whole seconds: the timer knows no parts of them.
    const wake = Math.ceil(target / MICROSECONDS_PER_SECOND) * MICROSECONDS_PER_SECOND;
    return new Promise((resolve) => {
      const timer = new Cron(isoInstant(wake), { timezone: "UTC" });
      const end = (): void => {
        timer.stop();
        clearTimeout(elapsed);
        stopped.removeEventListener("abort", end);
        resolve();
      };
      // A clock that is set back keeps nobody asleep for longer than was asked.
      const elapsed = setTimeout(end, ahead / 1_000 + LONGEST_ROUNDING);
      stopped.addEventListener("abort", end);
      timer.schedule(end);
      // One whose time has passed meanwhile would never go off.
      if (timer.nextRun() === null || stopped.aborted) end();
    });
  };
}
