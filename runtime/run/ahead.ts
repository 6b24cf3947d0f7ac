import type { Plan } from "../../plan/index.ts";
import { type Instant, MICROSECONDS_PER_SECOND } from "../calendar/instant.ts";
import { nextTick } from "../calendar/schedule.ts";
import type { CampaignTick } from "../ledger/records.ts";

/** A campaign that does nothing for a time: a tick has been completed that is still to come. */
export interface TickAhead {
  readonly campaign: string;
  /** The tick that is completed. */
  readonly completed: Instant;
  /** Its first tick after that, from which on it is run again; null where it has none. */
  readonly again: Instant | null;
}

/** Clocks of two machines differ by less. */
const CLOCKS_DIFFER: Instant = 60 * MICROSECONDS_PER_SECOND;

/** The campaigns whose last completed tick lies ahead of an instant, in order of name. */
export function ticksAhead(
  plan: Plan,
  now: Instant,
  lastTicks: ReadonlyMap<string, CampaignTick>,
): readonly TickAhead[] {
  return plan.campaigns
    .flatMap((campaign): readonly TickAhead[] => {
      const completed = lastTicks.get(campaign.name)?.tick;
      if (completed === undefined || completed <= now + CLOCKS_DIFFER) return [];
      return [{ campaign: campaign.name, completed, again: nextTick(campaign, completed, plan) ?? null }];
    })
    .sort((a, b) => (a.campaign < b.campaign ? -1 : 1));
}
