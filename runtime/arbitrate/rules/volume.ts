import type { ChannelPlaces } from "../../ledger/places.ts";
import type { History } from "../history.ts";
import { type CountedPeriod, periodOf } from "./period.ts";
import { type ContendedRule, type DueTime, type Refusal, takeNothing } from "./rule.ts";
import { tallies } from "./tallies.ts";

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
  placesBefore: (history: History) => readonly ChannelPlaces[],
  dueTime: (due: number) => DueTime,
): ContendedRule {
  const concerns = (name: string): boolean => channel === undefined || name === channel;
  return {
    kind: "contended",
    refusal,
    begin(history) {
      const taken = tallies(0);
      for (const place of placesBefore(history)) {
        if (concerns(place.channel)) taken.of(periodOf(dueTime(place.due), period)).sum += place.count;
      }
      return ({ arm, channel: { name }, due }) => {
        if (!concerns(name)) return undefined;
        const places = taken.of(periodOf(due, period));
        return {
          kind: "shared",
          isFull: () => places.sum >= limit,
          take:
            arm === "universal"
              ? takeNothing
              : () => {
                  places.sum += 1;
                },
        };
      };
    },
  };
}
