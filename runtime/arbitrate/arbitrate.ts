import type { CampaignPlan, Plan, ValueType } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import { formatDecimal } from "../decimal.ts";
import type { Candidate, ChosenOffers } from "../detect/candidate.ts";
import type { ChannelPlaces } from "../ledger/ledger.ts";
import type {
  Arm,
  ContactRecord,
  DecisionIdentity,
  OutgoingMessage,
  Reason,
  RejectionRecord,
} from "../ledger/records.ts";
import { formatPlaceholder, renderMessages } from "../message.ts";
import type { Rates } from "../rates.ts";
import { stableHash } from "../stable-hash.ts";
import type { CampaignHistory } from "./history.ts";
import { armOf } from "./holdout.ts";
import { inOrder } from "./order.ts";
import type { PolicyHistory } from "./policy/policy-history.ts";
import { limitedSegments, policyRules } from "./policy/policy-rules.ts";
import type { Proposal, Rule } from "./rules/rule.ts";
import { campaignRules, capacityRules } from "./rules/rules.ts";
import { type ContactTerms, contactTerms, dueTimes } from "./terms.ts";

/** What the arbitration goes by: nothing but this decides. */
export interface ArbitrationInput {
  readonly plan: Plan;
  readonly tick: Instant;
  /** The campaigns that share the tick. */
  readonly campaigns: readonly CampaignPlan[];
  readonly candidates: readonly Candidate[];
  /** By campaign. */
  readonly history: ReadonlyMap<string, CampaignHistory>;
  readonly channelHistory: readonly ChannelPlaces[];
  readonly policyHistory: PolicyHistory;
  readonly rates: Rates;
}

/** An accepted candidate; members of holdouts have nothing to send. */
export interface Acceptance {
  readonly contact: ContactRecord;
  readonly outgoing?: OutgoingMessage;
}

export interface Arbitration {
  readonly accepted: readonly Acceptance[];
  readonly rejections: readonly RejectionRecord[];
}

/** How one campaign's candidates are judged. */
interface Judge {
  readonly rules: readonly Rule[];
  readonly terms: (channel: string, offers: ChosenOffers | undefined) => ContactTerms;
  readonly arm: (candidate: Candidate) => Arm;
  readonly placeholder: (candidate: Candidate, name: string) => string | undefined;
}

/**
 * Decides on all candidates of a tick, LANGUAGE § 9: in one order, each is accepted on the first channel of its
 * list on which every rule allows it, else rejected with every rule that stands against it on each channel.
 */
export function arbitrate(input: ArbitrationInput): Arbitration {
  const judges = judgesOf(input);
  const limited = limitedSegments(input.plan);
  const accepted: Acceptance[] = [];
  const rejections: RejectionRecord[] = [];
  for (const candidate of inOrder(input.candidates, input.tick)) {
    const judge = judges.get(candidate.campaign.name);
    if (judge === undefined) throw new Error(`a candidate of ${candidate.campaign.name}, which has no tick`);
    const outcome = decide(candidate, judge);
    const identity = identityOf(candidate, judge.arm(candidate), input);
    if (outcome.kind === "rejected")
      rejections.push(rejectionOf(identity, candidate, judge, outcome.reasons));
    else
      accepted.push(
        acceptanceOf(identity, outcome.proposal, outcome.due, { project: input.plan.project, limited }),
      );
  }
  return { accepted, rejections };
}

type Outcome =
  | { readonly kind: "accepted"; readonly proposal: Proposal; readonly due: Instant }
  | { readonly kind: "rejected"; readonly reasons: readonly Reason[] };

function decide(candidate: Candidate, judge: Judge): Outcome {
  const reasons: Reason[] = [];
  if (candidate.offers === undefined) reasons.push({ channel: null, code: "no offer" });
  if (candidate.channels === undefined) reasons.push({ channel: null, code: "no channel" });
  for (const channel of candidate.channels ?? []) {
    const proposal = propose(candidate, channel, judge);
    const refusals = judge.rules.flatMap((rule) => rule.against(proposal));
    for (const { code, rule } of refusals) {
      reasons.push({ channel, code, ...(rule === undefined ? {} : { rule }) });
    }
    if (refusals.length > 0 || candidate.offers === undefined || proposal.due === undefined) continue;
    for (const rule of judge.rules) rule.take(proposal);
    return { kind: "accepted", proposal, due: proposal.due.instant };
  }
  return { kind: "rejected", reasons };
}

/** A rejection says what the contact would have been on the channel preferred. */
function rejectionOf(
  identity: DecisionIdentity,
  candidate: Candidate,
  judge: Judge,
  reasons: readonly Reason[],
): RejectionRecord {
  const channel = candidate.channels?.[0] ?? null;
  const due = channel === null ? undefined : judge.terms(channel, candidate.offers).due;
  return { ...identity, channel, offers: candidate.offers?.names ?? [], due: due?.instant ?? null, reasons };
}

function propose(candidate: Candidate, channelName: string, judge: Judge): Proposal {
  const { messages, ...terms } = judge.terms(channelName, candidate.offers);
  const writes = terms.channel.message && terms.offers.length > 0;
  return {
    candidate,
    arm: judge.arm(candidate),
    ...terms,
    rendering: writes ? renderMessages(messages, (name) => judge.placeholder(candidate, name)) : undefined,
  };
}

function identityOf(candidate: Candidate, arm: Arm, { plan, tick }: ArbitrationInput): DecisionIdentity {
  const { campaign, customer, wave, occasion, event, value } = candidate;
  return {
    campaign: campaign.name,
    tick,
    wave,
    customer,
    arm,
    occasion,
    event,
    value: value === undefined ? null : { amount: value, currency: plan.currency },
  };
}

function acceptanceOf(
  identity: DecisionIdentity,
  proposal: Proposal,
  due: Instant,
  { project, limited }: { readonly project: string; readonly limited: ReadonlySet<string> },
): Acceptance {
  const { candidate, channel, rendering } = proposal;
  const contact: ContactRecord = {
    ...identity,
    channel: channel.name,
    offers: proposal.offerNames,
    due,
    costs: Object.fromEntries([...proposal.costs].map(([currency, cost]) => [currency, formatDecimal(cost)])),
    purpose: candidate.campaign.purpose,
    carried: candidate.carried(),
    segments: [...limited].filter((segment) => candidate.inSegment(segment) === true).sort(),
  };
  if (identity.arm !== "treated") return { contact };
  const message = rendering?.kind === "rendered" ? rendering.message : undefined;
  const { campaign, customer, occasion, wave } = identity;
  return {
    contact,
    outgoing: {
      key: stableHash([project, campaign, customer, occasion, String(wave)]),
      address: channel.address === undefined ? null : (candidate.reach(channel.name).address ?? null),
      subject: message?.subject ?? null,
      message: message?.body ?? null,
    },
  };
}

function judgesOf(input: ArbitrationInput): ReadonlyMap<string, Judge> {
  const { plan, rates } = input;
  const dueTime = dueTimes(plan.timezone);
  const capacities = capacityRules(plan.channels, input.channelHistory, dueTime);
  const policy = policyRules(plan, input.policyHistory, { rates, dueTime });
  return new Map(
    input.campaigns.map((campaign): [string, Judge] => {
      const types = placeholderTypes(campaign);
      const armOfCustomer = remembered(armOf(campaign, plan.policy));
      const judge: Judge = {
        rules: [
          ...policy.suppress,
          ...campaignRules(campaign, input, dueTime),
          ...policy.lines,
          ...capacities,
        ],
        terms: contactTerms(campaign, input.tick, { plan, rates, dueTime }),
        // Further waves go to those who were contacted, whatever the holdouts are by now.
        arm: ({ customer, wave }) => (wave > 0 ? "treated" : armOfCustomer(customer)),
        placeholder(candidate, name) {
          const type = types.get(name);
          if (type === undefined) throw new Error(`the plan doesn't say what {${name}} is`);
          const canonical = candidate.placeholder(name);
          return canonical === undefined ? undefined : formatPlaceholder(canonical, type, plan.timezone);
        },
      };
      return [campaign.name, judge];
    }),
  );
}

/** What the placeholders of first contacts and of further waves are. */
function placeholderTypes({ columns, waves }: CampaignPlan): ReadonlyMap<string, ValueType> {
  const all = [...columns.carried, ...(waves?.columns.placeholders ?? []), ...columns.placeholders];
  return new Map(all.map(({ name, type }) => [name, type]));
}

function remembered<Result>(work: (key: string) => Result): (key: string) => Result {
  const known = new Map<string, Result>();
  return (key) => {
    const found = known.get(key) ?? work(key);
    known.set(key, found);
    return found;
  };
}
