import type { BusinessCalendar, Duration, PolicyRule } from "../../../plan/index.ts";
import { addToDate, dateOfEpochDay, epochDay } from "../../calendar/local-date.ts";
import type { Candidate } from "../../detect/candidate.ts";
import type { AcceptedContact } from "../customer-places.ts";
import {
  type ContactKind,
  type ContendedRule,
  NO_REFUSALS,
  type Proposal,
  type Rule,
  type StandingRule,
} from "../rules/rule.ts";
import { offerTest, singleOfferTest } from "./offer-set.ts";
import { isInSegment, skips } from "./scope.ts";

/** The lines that look at the customer herself, and those that look at her contacts. */
type StandingLine = Extract<
  PolicyRule,
  { readonly kind: "never-after-event" | "only-to" | "only-after-event" }
>;
type ContendedLine = Exclude<PolicyRule, StandingLine>;

/**
 * A line of `never` or `only`. Spans go by local dates, both ends in; the same date counts as after. Lines hold in both
 * directions: a contact may neither come too soon after another nor be followed too soon by one that was put off.
 */
export function sequenceRule(line: PolicyRule, calendar: BusinessCalendar): Rule {
  switch (line.kind) {
    case "never-after-event":
    case "only-to":
    case "only-after-event":
      return standingRule(line, calendar);
    case "never-after-offer":
    case "never-with":
    case "only-after":
      return contendedRule(line, calendar);
  }
}

/** The last day of a span that begins on the day. */
type LastDay = (day: number) => number;

function lastDays(within: Duration, calendar: BusinessCalendar): LastDay {
  const known = new Map<number, number>();
  return (day) => {
    const found = known.get(day) ?? epochDay(addToDate(dateOfEpochDay(day), within, calendar));
    known.set(day, found);
    return found;
  };
}

function refusalOf({ kind, text: rule }: PolicyRule) {
  return kind.startsWith("only") ? { code: "only", rule } : { code: "never", rule };
}

function standingRule(line: StandingLine, calendar: BusinessCalendar): StandingRule {
  const isRefused = customerTest(line, calendar);
  const refused = [refusalOf(line)];
  return {
    kind: "standing",
    against(proposal) {
      const { candidate, due } = proposal;
      if (due === undefined || skips(line, candidate.campaign)) return NO_REFUSALS;
      return isRefused(proposal, due.day) ? refused : NO_REFUSALS;
    },
  };
}

function customerTest(
  line: StandingLine,
  calendar: BusinessCalendar,
): (proposal: Proposal, day: number) => boolean {
  const isAbout = offerTest(line.of);
  switch (line.kind) {
    case "never-after-event": {
      const lastDay = lastDays(line.within, calendar);
      return ({ candidate, offerNames }, day) =>
        isAbout(offerNames) && hasHappened(line.occurrence, candidate, day, lastDay);
    }
    case "only-to":
      return ({ candidate, offerNames }) => isAbout(offerNames) && !isInSegment(line.segment, candidate);
    case "only-after-event": {
      const lastDay = lastDays(line.within, calendar);
      return ({ candidate, offerNames }, day) =>
        isAbout(offerNames) && !hasHappened(line.occurrence, candidate, day, lastDay);
    }
  }
}

/** The latest occurrence decides: an earlier one is no nearer. */
function hasHappened(occurrence: string, candidate: Candidate, day: number, lastDay: LastDay): boolean {
  const last = candidate.lastOccurrence(occurrence);
  if (last === undefined) {
    throw new Error(`the detection of ${candidate.campaign.name} doesn't say when ${occurrence} was`);
  }
  return last !== null && last <= day && day <= lastDay(last);
}

function contendedRule(line: ContendedLine, calendar: BusinessCalendar): ContendedRule {
  const testOf = contactTest(line, calendar);
  return {
    kind: "contended",
    refusal: refusalOf(line),
    begin: ({ customers }) => {
      const isSeen = ({ service }: AcceptedContact): boolean => line.includingService || !service;
      return (contacts) => {
        if (skips(line, contacts.campaign)) return undefined;
        const test = testOf(contacts);
        if (test === undefined) return undefined;
        const those = customers.those(
          ({ contact }) => contact !== undefined && isSeen(contact) && test.meets(contact),
        );
        const isFull = (customer: number): boolean => those.count(customer) > 0 !== test.isNeeded;
        return { kind: "own", isFull };
      };
    },
  };
}

/** Other contacts of a customer's that stand against one of a kind; or one of which it needs. */
interface ContactTest {
  readonly meets: (other: AcceptedContact) => boolean;
  readonly isNeeded: boolean;
}

/** What a line asks of the other contacts of those who would get one of a kind; undefined where it isn't about these. */
function contactTest(
  line: ContendedLine,
  calendar: BusinessCalendar,
): (contacts: ContactKind) => ContactTest | undefined {
  const isAbout = offerTest(line.of);
  const lastDay = lastDays(line.within, calendar);
  switch (line.kind) {
    case "never-after-offer": {
      const isEarlier = offerTest(line.after);
      const follows = (later: number, earlier: number): boolean =>
        earlier <= later && later <= lastDay(earlier);
      return ({ offerNames, due: { day } }) => {
        const comesAfter = isAbout(offerNames);
        const goesBefore = isEarlier(offerNames);
        if (!comesAfter && !goesBefore) return undefined;
        const meets = ({ due, offers }: AcceptedContact): boolean =>
          (comesAfter && isEarlier(offers) && follows(day, due.day)) ||
          (goesBefore && isAbout(offers) && follows(due.day, day));
        return { meets, isNeeded: false };
      };
    }
    case "never-with": {
      const isOther = offerTest(line.other);
      const mine = singleOfferTest(line.of);
      const theirs = singleOfferTest(line.other);
      const isNear = (a: number, b: number): boolean => Math.max(a, b) <= lastDay(Math.min(a, b));
      return ({ offerNames, due: { day } }) => {
        if (offerNames.some((one) => mine(one) && offerNames.some((two) => two !== one && theirs(two)))) {
          return ALWAYS_REFUSED;
        }
        const isOne = isAbout(offerNames);
        const isTwo = isOther(offerNames);
        if (!isOne && !isTwo) return undefined;
        const meets = ({ due, offers }: AcceptedContact): boolean =>
          ((isOne && isOther(offers)) || (isTwo && isAbout(offers))) && isNear(day, due.day);
        return { meets, isNeeded: false };
      };
    }
    case "only-after": {
      const isEarlier = offerTest(line.after);
      return ({ offerNames, due: { day } }) => {
        if (!isAbout(offerNames)) return undefined;
        const meets = ({ due, offers }: AcceptedContact): boolean =>
          isEarlier(offers) && due.day <= day && day <= lastDay(due.day);
        return { meets, isNeeded: true };
      };
    }
  }
}

/** A contact that needs another which none can be. */
const ALWAYS_REFUSED: ContactTest = { meets: () => false, isNeeded: true };
