import { Cron } from "croner";
import { type Clock, type Instant, isoInstant, MICROSECONDS_PER_SECOND, now } from "../../runtime/index.ts";
import { systemClock } from "../process/clock.ts";

/**
 * Waits until the clock shows an instant, or for the end of the service. The timer looks at the system's clock again and
 * again, so that a machine that slept, or whose clock was set, is waited for no longer than it must be. A clock that stands
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
        stopped.removeEventListener("abort", end);
        resolve();
      };
      stopped.addEventListener("abort", end);
      timer.schedule(end);
      // One whose time has passed meanwhile would never go off.
      if (timer.nextRun() === null || stopped.aborted) end();
    });
  };
}
