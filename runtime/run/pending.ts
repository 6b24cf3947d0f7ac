import type { CampaignPlan, Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import { latestTick, latestWaveTick, previousInstant } from "../calendar/schedule.ts";
import { addDuration, startOfDay } from "../calendar/zoned-time.ts";
import type { CampaignTick } from "../ledger/records.ts";

/** A campaign's tick that is to be run. */
export interface PendingTick {
  readonly campaign: CampaignPlan;
  readonly tick: Instant;
  /** T′, the last completed tick; null for a first run. */
  readonly previousTick: Instant | null;
  /** The first microsecond of the firing's span, lateness included. */
  readonly firingFrom: Instant;
  /** The first instant whose events this and later ticks may take. */
  readonly floor: Instant;
  /** A day after a `once` campaign's only tick, for further waves. */
  readonly wavesOnly: boolean;
}

/** What a run at an instant has to do: ticks to run, and ticks to answer from the ledger. */
export interface RunAgenda {
  /** By instant in order; campaigns in order of name. */
  readonly pending: readonly { readonly tick: Instant; readonly campaigns: readonly PendingTick[] }[];
  /** Each campaign's latest tick at or before the run's instant, run or not. */
  readonly ticks: ReadonlyMap<Instant, readonly string[]>;
}

/**
 * Takes each campaign's latest scheduled instant at or before `at` that is after its last completed tick,
 * LANGUAGE § 6. A `once` campaign with follow-ups has its one tick first, however late, and its
 * daily ones from the next run on.
 */
export function agendaAt(plan: Plan, at: Instant, lastTicks: ReadonlyMap<string, CampaignTick>): RunAgenda {
  const ticks = new Map<Instant, string[]>();
  const pending = new Map<Instant, PendingTick[]>();
  const campaigns = [...plan.campaigns].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const campaign of campaigns) {
    const tick = tickToRun(campaign, at, lastTicks.get(campaign.name), plan);
    if (tick === undefined) continue;
    append(ticks, tick, campaign.name);
    const last = lastTicks.get(campaign.name);
    if (last === undefined || last.tick < tick)
      append(pending, tick, pendingTick(campaign, tick, last, plan));
  }
  return {
    pending: [...pending].sort(([a], [b]) => a - b).map(([tick, group]) => ({ tick, campaigns: group })),
    ticks: new Map([...ticks].sort(([a], [b]) => a - b)),
  };
}

function tickToRun(
  campaign: CampaignPlan,
  at: Instant,
  last: CampaignTick | undefined,
  plan: Plan,
): Instant | undefined {
  const tick = latestTick(campaign, at, plan);
  if (tick === undefined || last === undefined) return tick;
  return latestWaveTick(campaign, at, plan) ?? tick;
}

function pendingTick(
  campaign: CampaignPlan,
  tick: Instant,
  last: CampaignTick | undefined,
  plan: Plan,
): PendingTick {
  const opens = startOfDay(campaign.window.from, plan.timezone);
  const wavesOnly = campaign.schedule.kind === "once" && last !== undefined;
  if (last === undefined) {
    const floor = firstFloor(campaign, tick, opens, plan);
    return { campaign, tick, previousTick: null, firingFrom: floor, floor, wavesOnly };
  }
  const floor = Math.max(last.floor, opens);
  const lateness = campaign.firing.kind === "occurrence" ? campaign.firing.lateness : undefined;
  const reach =
    lateness === undefined
      ? last.tick
      : addDuration(last.tick, { count: -lateness.count, unit: lateness.unit }, plan.timezone, plan.calendar);
  const firingFrom = Math.max(reach + 1, floor);
  return { campaign, tick, previousTick: last.tick, firingFrom, floor, wavesOnly };
}

/** A first run reaches back to the scheduled instant before, excluded, or to the window's opening, included. */
function firstFloor(campaign: CampaignPlan, tick: Instant, opens: Instant, plan: Plan): Instant {
  if (campaign.schedule.kind === "once") return opens;
  const previous = previousInstant(campaign.schedule, tick, plan);
  return previous === undefined ? opens : Math.max(previous + 1, opens);
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
