import type { Plan } from "../../plan/index.ts";
import { contactHours } from "../calendar/contact-hours.ts";
import { earliestAllowed } from "../calendar/due.ts";
import { type Instant, MICROSECONDS_PER_SECOND } from "../calendar/instant.ts";

/** Whether contact may be made for a campaign on a channel at an instant. */
export type OpenHours = (campaign: string, channel: string, at: Instant) => boolean;

/** Hours begin and end with minutes. */
const MICROSECONDS_PER_MINUTE = 60 * MICROSECONDS_PER_SECOND;

/** Whether contact may be made, worked out once a minute for each campaign and channel; of campaigns that are gone it may. */
export function openHours(plan: Plan): OpenHours {
  const known = new Map<string, boolean>();
  return (name, channel, at) => {
    const minute = at - (at % MICROSECONDS_PER_MINUTE);
    const key = `${name}\u001f${channel}\u001f${minute}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const campaign = plan.campaigns.find((one) => one.name === name);
    const open =
      campaign === undefined ||
      earliestAllowed(minute, contactHours(campaign, channel, plan), plan) === minute;
    known.set(key, open);
    return open;
  };
}
