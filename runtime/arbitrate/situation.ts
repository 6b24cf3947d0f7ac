import type { CampaignPlan } from "../../plan/index.ts";
import type { Candidate, ChosenOffers } from "../detect/candidate.ts";
import type { Arm } from "../ledger/records.ts";
import type { Judge } from "./judge.ts";
import type { ContactKind, Refusal, Rule, StandingRule } from "./rules/rule.ts";
import type { ContactTerms } from "./terms.ts";

/**
 * All that decides on a candidate, but for the customer and for what else is accepted. Many candidates are in one situation,
 * so that each need hold no more of it than a number.
 */
export interface Situation {
  readonly judge: Judge;
  readonly wave: number;
  readonly arm: Arm;
  readonly offers: ChosenOffers | undefined;
  readonly channels: readonly string[] | undefined;
  /** On each channel of the list, in order. */
  readonly attempts: readonly Attempt[];
}

/** What can be said of a channel before any place is taken. */
export interface Attempt {
  readonly terms: ContactTerms;
  /** The contact that it would be; undefined where it has no due time. */
  readonly contacts: ContactKind | undefined;
  /** What standing rules have against it, in order of rules. */
  readonly refusals: readonly RuledRefusal[];
}

/** A refusal with the place of its rule among the judge's. */
export interface RuledRefusal {
  readonly rule: number;
  readonly refusal: Refusal;
}

/** Finds the situations of a judge's candidates: the same one for those of whom the same is to be said. */
export function situationFinder(
  judge: Judge,
  segments: readonly string[],
): (candidate: Candidate) => Situation {
  const known = new Map<string, Situation>();
  const offerNumber = numbering<ChosenOffers | undefined>();
  const channelNumber = numbering<readonly string[] | undefined>();
  const standing = [...judge.rules.entries()].filter(isStanding);
  return (candidate) => {
    const { wave, offers, channels = NO_CHANNELS } = candidate;
    const arm = judge.arm(candidate);
    const memberships = segments.map((segment) => candidate.inSegment(segment));
    const refusals = channels.map((channel) => refusalsOf(judge.propose(candidate, channel), standing));
    const key = `${wave} ${arm} ${offerNumber(offers)} ${channelNumber(candidate.channels)} ${memberships}${textOf(refusals)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const inSegment = segmentTest(segments, memberships);
    const contacts = { campaign: judge.campaign, wave, arm, inSegment };
    const situation: Situation = {
      judge,
      wave,
      arm,
      offers,
      channels: candidate.channels,
      attempts: channels.map((channel, index) => {
        const terms = judge.terms(channel, offers);
        return { terms, contacts: contactKind(contacts, terms), refusals: refusals[index] ?? [] };
      }),
    };
    known.set(key, situation);
    return situation;
  };
}

const NO_CHANNELS: readonly string[] = [];
const NONE: readonly RuledRefusal[] = [];

function isStanding(entry: readonly [number, Rule]): entry is [number, StandingRule] {
  return entry[1].kind === "standing";
}

function refusalsOf(
  proposal: Parameters<StandingRule["against"]>[0],
  standing: readonly (readonly [number, StandingRule])[],
): readonly RuledRefusal[] {
  let found: RuledRefusal[] | undefined;
  for (const [rule, { against }] of standing) {
    for (const refusal of against(proposal)) {
      found ??= [];
      found.push({ rule, refusal });
    }
  }
  return found ?? NONE;
}

/** Tells lists of refusals apart; most candidates have none. */
function textOf(refusals: readonly (readonly RuledRefusal[])[]): string {
  return refusals.every((list) => list.length === 0) ? "" : JSON.stringify(refusals);
}

function contactKind(
  common: Pick<ContactKind, "campaign" | "wave" | "arm" | "inSegment">,
  { channel, due, offerNames, costs }: ContactTerms,
): ContactKind | undefined {
  return due === undefined ? undefined : { ...common, channel, due, offerNames, costs };
}

function segmentTest(
  segments: readonly string[],
  memberships: readonly (boolean | undefined)[],
): ContactKind["inSegment"] {
  return (name) => memberships[segments.indexOf(name)];
}

function numbering<Value>(): (value: Value) => number {
  const numbers = new Map<Value, number>();
  return (value) => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  };
}

/** The campaign that a situation is about. */
export function campaignOf({ judge }: Situation): CampaignPlan {
  return judge.campaign;
}
