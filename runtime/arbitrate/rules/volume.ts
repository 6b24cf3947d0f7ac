import type { ChannelPlaces } from "../../ledger/ledger.ts";
import { type CountedPeriod, periodOf } from "./period.ts";
import { type DueTime, NO_REFUSALS, type Refusal, type Rule } from "./rule.ts";

/** So many contacts in a calendar period of their due times, perhaps on one channel alone. */
export interface VolumeLimit {
  readonly limit: number;
  readonly period: CountedPeriod;
  readonly channel?: string | undefined;
  readonly refusal: Refusal;
}

/** A volume cap or a channel's capacity. Treated and control take places in it, the universal holdout none. */
export function volumeRule(
  { limit, period, channel, refusal }: VolumeLimit,
  history: readonly ChannelPlaces[],
  dueTime: (due: number) => DueTime,
): Rule {
  const taken = new Map<number, number>();
  const add = (key: number, count: number): void => {
    taken.set(key, (taken.get(key) ?? 0) + count);
  };
  for (const place of history) {
    if (channel === undefined || place.channel === channel) {
      add(periodOf(dueTime(place.due), period), place.count);
    }
  }
  const full = [refusal];
  return {
    against(proposal) {
      if (proposal.due === undefined) return NO_REFUSALS;
      if (channel !== undefined && proposal.channel.name !== channel) return NO_REFUSALS;
      return (taken.get(periodOf(proposal.due, period)) ?? 0) < limit ? NO_REFUSALS : full;
    },
    take(proposal) {
      if (proposal.due === undefined || proposal.arm === "universal") return;
      if (channel !== undefined && proposal.channel.name !== channel) return;
      add(periodOf(proposal.due, period), 1);
    },
  };
}
