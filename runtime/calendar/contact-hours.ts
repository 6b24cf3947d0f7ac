import type { CampaignPlan, Plan } from "../../plan/index.ts";
import type { ContactHours } from "./due.ts";

/** When a campaign's contacts may be made on a channel: its own hours and days, the channel's, and the policy's quiet ones. */
export function contactHours({ window }: CampaignPlan, channel: string, plan: Plan): ContactHours {
  const known = Object.hasOwn(plan.channels, channel) ? plan.channels[channel] : undefined;
  const ranges = [window.contact, known?.hours].filter((range) => range !== undefined);
  const quiet = (plan.policy?.quiet ?? [])
    .filter(({ via }) => via.length === 0 || via.includes(channel))
    .map(({ range }) => range);
  return { ranges, quiet, businessDaysOnly: window.businessDaysOnly };
}
