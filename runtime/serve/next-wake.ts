import type { Plan } from "../../plan/index.ts";
import { type Instant, MICROSECONDS_PER_SECOND } from "../calendar/instant.ts";
import { latestTick, latestWaveTick } from "../calendar/schedule.ts";
import type { ChannelOutlook } from "../ledger/outlook.ts";

/** A service looks at the ledger at least so often: commands by hand and late data come without being announced. */
export const LOOK_EVERY: Instant = 60 * MICROSECONDS_PER_SECOND;

/**
 * The instant at which there may be something to do: a tick, a message that comes due, or simply the next look. What is due
 * already and was not got rid of waits for that.
 */
export function nextWake(plan: Plan, now: Instant, channels: readonly ChannelOutlook[]): Instant {
  const look = now + LOOK_EVERY;
  // No schedule has two instants within a minute, so the latest up to then is the next.
  const ticks = plan.campaigns.flatMap((campaign) => [
    latestTick(campaign, look, plan),
    latestWaveTick(campaign, look, plan),
  ]);
  const messages = channels.map(({ next }) => next ?? undefined);
  const ahead = [...ticks, ...messages].filter(
    (instant): instant is Instant => instant !== undefined && instant > now,
  );
  return Math.min(look, ...ahead);
}
