import type { CampaignPlan, Channel, Plan } from "../../../plan/index.ts";
import type { Rates } from "../../rates.ts";
import { type CampaignHistory, campaignHistory, customerCaps, type History } from "../history.ts";
import { budgetRule } from "./budget.ts";
import { customerCapRule } from "./customer-cap.ts";
import { expiryRule } from "./expiry.ts";
import { messageRule } from "./message.ts";
import { addressRule, consentRule } from "./reachability.ts";
import type { DueTime, Rule } from "./rule.ts";
import { volumeRule } from "./volume.ts";

/** The rules of a campaign's own contacts, in the order in which reasons are recorded. */
export function campaignRules(
  campaign: CampaignPlan,
  { plan, rates }: { readonly plan: Plan; readonly rates: Rates },
  dueTime: (due: number) => DueTime,
): readonly Rule[] {
  const money = { projectCurrency: plan.currency, rates };
  const before = (history: History): CampaignHistory => campaignHistory(history, campaign);
  const rules: Rule[] = [consentRule, addressRule, expiryRule(campaign.window), messageRule];
  for (const cap of customerCaps(campaign)) rules.push(customerCapRule(cap, campaign.name, plan.calendar));
  for (const cap of campaign.caps) {
    if (cap.kind === "volume") {
      const { limit, period, channel, text } = cap;
      const refusal = { code: "cap", rule: text };
      rules.push(
        volumeRule({ limit, period, channel, refusal }, (history) => before(history).places, dueTime),
      );
    } else if (cap.kind === "money") {
      rules.push(budgetRule(cap, (history) => before(history).spending, dueTime, money));
    }
  }
  return rules;
}

/** The channels' capacities, which all campaigns share. */
export function capacityRules(
  channels: Readonly<Record<string, Channel>>,
  dueTime: (due: number) => DueTime,
): readonly Rule[] {
  return Object.values(channels).flatMap(({ name, capacity }) => {
    if (capacity === undefined) return [];
    const refusal = { code: "capacity", rule: `capacity ${capacity.limit} per ${capacity.period}` };
    return [volumeRule({ ...capacity, channel: name, refusal }, ({ channels }) => channels, dueTime)];
  });
}
