import type { Reason } from "../ledger/records.ts";
import type { CustomerPlaces } from "./customer-places.ts";
import type { History } from "./history.ts";
import type { ContendedRule, OwnPlaces, Places, PlacesFor, Refusal, SharedPlaces } from "./rules/rule.ts";
import type { Attempt, RuledRefusal, Situation } from "./situation.ts";

/** What is left to find out of candidates in one situation: whether there are places for the customer. */
export interface Contest {
  readonly situation: Situation;
  readonly trials: readonly Trial[];
  /** What stands against a candidate whom no contended rule has refused. */
  readonly refused: Outcome;
  /** What was found of the places that all contend for, when so many had been accepted. */
  shared: { readonly accepted: number; readonly refused: Outcome };
}

/** A channel of the list. */
export interface Trial {
  /** Whether standing rules leave it open. */
  readonly isOpen: boolean;
  readonly shared: readonly Ruled<SharedPlaces>[];
  readonly own: readonly Ruled<OwnPlaces>[];
  /** What an accepted contact is among its customer's places; undefined where it is none. */
  readonly place: number | undefined;
  /** Whether none of the shared places was full when they were last looked at. */
  hasRoom: boolean;
  /** How many were accepted. */
  accepted: number;
}

/** A rule's places for a trial. */
export interface Ruled<SomePlaces extends Places = Places> {
  /** Its own place among those of all trials. */
  readonly index: number;
  readonly trial: number;
  readonly rule: number;
  readonly refusal: Refusal;
  readonly places: SomePlaces;
}

/**
 * By which rules a candidate was refused, as a branch of a tree: many candidates are refused by the same ones, and their list
 * of reasons is made once.
 */
export interface Outcome {
  readonly by: Ruled | undefined;
  readonly before: Outcome | undefined;
  /** Those refused by one more, by its index. */
  readonly next: (Outcome | undefined)[];
  /** The number that candidates hold; −1 while none ends here. */
  number: number;
  /** How many candidates end here. */
  rejected: number;
}

/** Makes the contests of situations; rules that campaigns share begin to count once. */
export function contestMaker(history: History): (situation: Situation) => Contest {
  const counts = new Map<ContendedRule, PlacesFor>();
  const placesFor = (rule: ContendedRule): PlacesFor => {
    const found = counts.get(rule) ?? rule.begin(history);
    counts.set(rule, found);
    return found;
  };
  return (situation) => {
    let index = 0;
    const trials = situation.attempts.map((attempt, trial): Trial => {
      const { contacts, refusals } = attempt;
      const shared: Ruled<SharedPlaces>[] = [];
      const own: Ruled<OwnPlaces>[] = [];
      for (const [number, rule] of situation.judge.rules.entries()) {
        if (rule.kind === "standing" || contacts === undefined) continue;
        const places = placesFor(rule)(contacts);
        if (places === undefined) continue;
        const ruled = { index: index++, trial, rule: number, refusal: rule.refusal };
        if (places.kind === "shared") shared.push({ ...ruled, places });
        else own.push({ ...ruled, places });
      }
      const isOpen = refusals.length === 0 && situation.offers !== undefined && contacts !== undefined;
      const place = placeOf(attempt, history.customers);
      return { isOpen, shared, own, place, hasRoom: false, accepted: 0 };
    });
    const refused = outcome(undefined, undefined);
    return { situation, trials, refused, shared: { accepted: -1, refused } };
  };
}

/** Control and universal members take places in the campaign's cap alone, further waves not even there. */
function placeOf({ contacts }: Attempt, customers: CustomerPlaces): number | undefined {
  if (contacts === undefined) return undefined;
  const { campaign, wave, arm, channel, due, offerNames } = contacts;
  if (wave > 0 && arm !== "treated") return undefined;
  const service = campaign.purpose === "service";
  return customers.kind({
    due,
    campaign: wave === 0 ? campaign.name : undefined,
    contact: arm === "treated" ? { due, channel: channel.name, offers: offerNames, service } : undefined,
  });
}

function outcome(before: Outcome | undefined, by: Ruled | undefined): Outcome {
  return { before, by, next: [], number: -1, rejected: 0 };
}

/**
 * Decides on a candidate when so many have been accepted before: the place of the channel in her list, or what stands against
 * her on each.
 */
export function decide(
  contest: Contest,
  customer: number,
  customers: CustomerPlaces,
  accepted: number,
): number | Outcome {
  // Nothing takes a shared place but an accepted contact.
  if (contest.shared.accepted !== accepted) lookAtShared(contest, accepted);
  const { trials } = contest;
  let against = contest.shared.refused;
  for (let index = 0; index < trials.length; index += 1) {
    const trial = trials[index] as Trial;
    let isAllowed = trial.isOpen && trial.hasRoom;
    for (const ruled of trial.own) {
      if (!ruled.places.isFull(customer)) continue;
      against = refusedToo(against, ruled);
      isAllowed = false;
    }
    if (!isAllowed) continue;
    for (const { places } of trial.shared) places.take();
    if (trial.place !== undefined) customers.add(customer, trial.place);
    trial.accepted += 1;
    return index;
  }
  return against;
}

function lookAtShared(contest: Contest, accepted: number): void {
  let { refused } = contest;
  for (const trial of contest.trials) {
    trial.hasRoom = true;
    for (const ruled of trial.shared) {
      if (!ruled.places.isFull()) continue;
      refused = refusedToo(refused, ruled);
      trial.hasRoom = false;
    }
  }
  contest.shared = { accepted, refused };
}

/** The outcome of those who are refused by one rule more. */
function refusedToo(before: Outcome, by: Ruled): Outcome {
  const known = before.next[by.index];
  if (known !== undefined) return known;
  const made = outcome(before, by);
  before.next[by.index] = made;
  return made;
}

/** Every reason against a candidate on each channel of her list: standing and contended rules in one order. */
export function reasonsOf({ attempts, offers, channels }: Situation, end: Outcome): readonly Reason[] {
  const reasons: Reason[] = [];
  if (offers === undefined) reasons.push({ channel: null, code: "no offer" });
  if (channels === undefined) reasons.push({ channel: null, code: "no channel" });
  const contended = refusedBy(end);
  for (const [trial, { terms, refusals }] of attempts.entries()) {
    const all: readonly RuledRefusal[] = [...refusals, ...contended.filter((one) => one.trial === trial)];
    for (const { refusal } of all.toSorted((a, b) => a.rule - b.rule)) {
      const { code, rule } = refusal;
      reasons.push({ channel: terms.channel.name, code, ...(rule === undefined ? {} : { rule }) });
    }
  }
  return reasons;
}

function refusedBy(end: Outcome): readonly Ruled[] {
  const found: Ruled[] = [];
  for (let one: Outcome | undefined = end; one?.by !== undefined; one = one.before) found.push(one.by);
  return found.reverse();
}
