import type { Reason } from "../ledger/records.ts";
import type { CustomerPlaces } from "./customer-places.ts";
import type { History } from "./history.ts";
import type { ContendedRule, Places, PlacesFor, Refusal } from "./rules/rule.ts";
import type { Attempt, RuledRefusal, Situation } from "./situation.ts";

/** What is left to find out of candidates in one situation: whether there are places for the customer. */
export interface Contest {
  readonly situation: Situation;
  readonly trials: readonly Trial[];
  /** What stands against a candidate whom no contended rule has refused. */
  readonly refused: Outcome;
}

/** A channel of the list. */
export interface Trial {
  /** Whether it lies with the places alone. */
  readonly isOpen: boolean;
  readonly places: readonly RuledPlaces[];
  /** What an accepted contact is among its customer's places; undefined where it is none. */
  readonly place: number | undefined;
  /** How many were accepted. */
  accepted: number;
}

/** The places that a rule speaks of. */
export interface RuledPlaces extends Places {
  /** Its own place among those of all trials. */
  readonly index: number;
  readonly trial: number;
  readonly rule: number;
  readonly refusal: Refusal;
}

/**
 * By which rules a candidate was refused, as a branch of a tree: many candidates are refused by the same ones, and their list
 * of reasons is made once.
 */
export interface Outcome {
  readonly by: RuledPlaces | undefined;
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
      const contended = situation.judge.rules.flatMap((rule, number): RuledPlaces[] => {
        if (rule.kind === "standing" || attempt.contacts === undefined) return [];
        const places = placesFor(rule)(attempt.contacts);
        if (places === undefined) return [];
        return [{ ...places, index: index++, trial, rule: number, refusal: rule.refusal }];
      });
      const isOpen =
        attempt.refusals.length === 0 && situation.offers !== undefined && attempt.contacts !== undefined;
      return { isOpen, places: contended, place: placeOf(attempt, history.customers), accepted: 0 };
    });
    return { situation, trials, refused: outcome(undefined, undefined) };
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

function outcome(before: Outcome | undefined, by: RuledPlaces | undefined): Outcome {
  return { before, by, next: [], number: -1, rejected: 0 };
}

/** The outcome of those who are refused by one rule more. */
export function refusedToo(before: Outcome, by: RuledPlaces): Outcome {
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

function refusedBy(end: Outcome): readonly RuledPlaces[] {
  const found: RuledPlaces[] = [];
  for (let one: Outcome | undefined = end; one?.by !== undefined; one = one.before) found.push(one.by);
  return found.reverse();
}
