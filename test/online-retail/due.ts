import type { DateTime } from "luxon";
import type { CampaignRules, Hours } from "./campaigns.ts";

function minutes(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

/** The same instant where the hours allow it, else the next at which they open. Hours here never wrap. */
function whenOpen(instant: DateTime, hours: Hours): DateTime {
  const [from, to] = hours.map(minutes) as [number, number];
  const now = instant.hour * 60 + instant.minute;
  if (from <= now && now < to) return instant;
  const day = now < from ? instant : instant.plus({ days: 1 });
  return day.startOf("day").set({ hour: Math.floor(from / 60), minute: from % 60 });
}

/**
 * The earliest instant at or after the tick that campaign hours, business days and channel hours all allow.
 * @param tick in London's zone, which the result keeps
 */
export function dueOf(tick: DateTime, rules: CampaignRules, channelHours: Hours): DateTime {
  let due = tick;
  for (;;) {
    let next = due;
    if (rules.businessDaysOnly && next.weekday > 5) next = next.plus({ days: 1 }).startOf("day");
    else if (rules.hours) next = whenOpen(next, rules.hours);
    if (next.equals(due)) next = whenOpen(next, channelHours);
    if (next.equals(due)) return due;
    due = next;
  }
}
