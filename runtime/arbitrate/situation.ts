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
  const root: Branch = { next: [], situation: undefined };
  const offerNumber = numbering<ChosenOffers | undefined>();
  const channelNumber = numbering<readonly string[] | undefined>();
  const refusalNumber = refusalNumbering();
  const standing = [...judge.rules.entries()].filter(isStanding);
  return (candidate) => {
    const { offers, channels = NO_CHANNELS } = candidate;
    const arm = judge.arm(candidate);
    let branch = branchAt(root, offerNumber(offers));
    branch = branchAt(branch, channelNumber(candidate.channels));
    branch = branchAt(branch, candidate.wave);
    branch = branchAt(branch, ARMS.indexOf(arm));
    for (const segment of segments) branch = branchAt(branch, answerNumber(candidate.inSegment(segment)));
    for (const channel of channels) {
      branch = branchAt(branch, refusalNumber(refusalsOf(judge.propose(candidate, channel), standing)));
    }
    branch.situation ??= situationOf(candidate, arm, { judge, segments, standing });
    return branch.situation;
  };
}

/** Situations by one thing that is said of a candidate after the other, each as a number. */
interface Branch {
  readonly next: (Branch | undefined)[];
  situation: Situation | undefined;
}

function branchAt({ next }: Branch, number: number): Branch {
  const known = next[number];
  if (known !== undefined) return known;
  const made = { next: [], situation: undefined };
  next[number] = made;
  return made;
}

const ARMS: readonly Arm[] = ["treated", "control", "universal"];

function answerNumber(answer: boolean | undefined): number {
  return answer === undefined ? 0 : answer ? 1 : 2;
}

function situationOf(
  candidate: Candidate,
  arm: Arm,
  {
    judge,
    segments,
    standing,
  }: {
    readonly judge: Judge;
    readonly segments: readonly string[];
    readonly standing: readonly (readonly [number, StandingRule])[];
  },
): Situation {
  const { wave, offers, channels } = candidate;
  const memberships = new Map(segments.map((segment) => [segment, candidate.inSegment(segment)]));
  const inSegment = (name: string): boolean | undefined => memberships.get(name);
  const contacts = { campaign: judge.campaign, wave, arm, inSegment };
  return {
    judge,
    wave,
    arm,
    offers,
    channels,
    attempts: (channels ?? NO_CHANNELS).map((channel) => {
      const terms = judge.terms(channel, offers);
      const refusals = refusalsOf(judge.propose(candidate, channel), standing);
      return { terms, contacts: contactKind(contacts, terms), refusals };
    }),
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
function refusalNumbering(): (refusals: readonly RuledRefusal[]) => number {
  const number = numbering<string>();
  number("[]");
  return (refusals) => (refusals.length === 0 ? 0 : number(JSON.stringify(refusals)));
}

function contactKind(
  common: Pick<ContactKind, "campaign" | "wave" | "arm" | "inSegment">,
  { channel, due, offerNames, costs }: ContactTerms,
): ContactKind | undefined {
  return due === undefined ? undefined : { ...common, channel, due, offerNames, costs };
}

function numbering<Value>(): (value: Value) => number {
  const numbers = new Map<Value, number>();
  return (value) => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  };
}
