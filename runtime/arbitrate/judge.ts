import type { CampaignPlan, Plan, ValueType } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import type { Candidate, ChosenOffers } from "../detect/candidate.ts";
import type { Arm } from "../ledger/records.ts";
import { formatPlaceholder, type Rendering, renderMessages } from "../message.ts";
import type { Rates } from "../rates.ts";
import { armOf } from "./holdout.ts";
import { policyRules } from "./policy/policy-rules.ts";
import type { DueTime, Proposal, Rule } from "./rules/rule.ts";
import { campaignRules, capacityRules } from "./rules/rules.ts";
import { type ContactTerms, contactTerms, dueTimes } from "./terms.ts";

/** How the candidates of one campaign are judged at a tick. */
export interface Judge {
  readonly campaign: CampaignPlan;
  /** In the order in which reasons are recorded; campaigns share those of the policy and of capacities. */
  readonly rules: readonly Rule[];
  readonly arm: (candidate: Candidate) => Arm;
  readonly terms: (channel: string, offers: ChosenOffers | undefined) => ContactTerms;
  /** The contact that the candidate would get on the channel. */
  readonly propose: (candidate: Candidate, channel: string) => Proposal;
}

/** What all judges of a tick go by. */
export interface Court {
  readonly plan: Plan;
  readonly tick: Instant;
  readonly dueTime: (instant: Instant) => DueTime;
  readonly judge: (campaign: CampaignPlan) => Judge;
}

/** Makes the campaigns' judges, one each. */
export function court(plan: Plan, tick: Instant, rates: Rates): Court {
  const dueTime = dueTimes(plan.timezone);
  const policy = policyRules(plan, { rates, dueTime });
  const capacities = capacityRules(plan.channels, dueTime);
  const judges = new Map<string, Judge>();
  const make = (campaign: CampaignPlan): Judge => {
    const own = campaignRules(campaign, { plan, rates }, dueTime);
    const terms = contactTerms(campaign, tick, { plan, rates, dueTime });
    const arm = armOf(campaign, plan.policy);
    return {
      campaign,
      rules: [...policy.suppress, ...own, ...policy.lines, ...capacities],
      // Further waves go to those who were contacted, whatever the holdouts are by now.
      arm: ({ customer, wave }) => (wave > 0 ? "treated" : arm(customer)),
      terms,
      propose: proposer(campaign, plan, terms),
    };
  };
  return {
    plan,
    tick,
    dueTime,
    judge(campaign) {
      const judge = judges.get(campaign.name) ?? make(campaign);
      judges.set(campaign.name, judge);
      return judge;
    },
  };
}

function proposer(campaign: CampaignPlan, plan: Plan, terms: Judge["terms"]): Judge["propose"] {
  const types = placeholderTypes(campaign);
  const textOf = (candidate: Candidate, name: string): string | undefined => {
    const type = types.get(name);
    if (type === undefined) throw new Error(`the plan doesn't say what {${name}} is`);
    const canonical = candidate.placeholder(name);
    return canonical === undefined ? undefined : formatPlaceholder(canonical, type, plan.timezone);
  };
  const render = (
    candidate: Candidate,
    { channel, offers, messages }: ContactTerms,
  ): Rendering | undefined =>
    channel.message && offers.length > 0
      ? renderMessages(messages, (name) => textOf(candidate, name))
      : undefined;
  return (candidate, channel) => {
    const its = terms(channel, candidate.offers);
    const { due, offers, offerNames, expiredOffers } = its;
    const rendering = render(candidate, its);
    return { candidate, channel: its.channel, due, offers, offerNames, expiredOffers, rendering };
  };
}

/** What the placeholders of first contacts and of further waves are. */
function placeholderTypes({ columns, waves }: CampaignPlan): ReadonlyMap<string, ValueType> {
  const all = [...columns.carried, ...(waves?.columns.placeholders ?? []), ...columns.placeholders];
  return new Map(all.map(({ name, type }) => [name, type]));
}
