import type { BusinessCalendar, Duration, PolicyRule } from "../../../plan/index.ts";
import { addToDate, dateOfEpochDay, epochDay } from "../../calendar/local-date.ts";
import type { Candidate } from "../../detect/candidate.ts";
import { NO_REFUSALS, type Proposal, type Rule, takeNothing } from "../rules/rule.ts";
import type { AcceptedContact, AcceptedContacts } from "./accepted.ts";
import { offerTest, singleOfferTest } from "./offer-set.ts";
import { isInSegment, skips } from "./scope.ts";

/**
 * A line of `never` or `only`. Spans go by local dates, both ends in; the same date counts as after. Lines hold in both
 * directions: a contact may neither come too soon after another nor be followed too soon by one that was put off.
 */
export function sequenceRule(line: PolicyRule, accepted: AcceptedContacts, calendar: BusinessCalendar): Rule {
  const isRefused = refusal(line, accepted, lastDays(calendar));
  const rule = line.text;
  const refused = line.kind.startsWith("only") ? [{ code: "only", rule }] : [{ code: "never", rule }];
  return {
    against(proposal) {
      if (proposal.due === undefined || skips(line, proposal.candidate)) return NO_REFUSALS;
      return isRefused(proposal, proposal.due.day) ? refused : NO_REFUSALS;
    },
    take: takeNothing,
  };
}

/** The last day of a span that begins on the day. */
type LastDay = (day: number, within: Duration) => number;

function lastDays(calendar: BusinessCalendar): LastDay {
  const known = new Map<string, number>();
  return (day, within) => {
    const key = `${day} ${within.count} ${within.unit}`;
    const found = known.get(key) ?? epochDay(addToDate(dateOfEpochDay(day), within, calendar));
    known.set(key, found);
    return found;
  };
}

function refusal(
  line: PolicyRule,
  accepted: AcceptedContacts,
  lastDay: LastDay,
): (proposal: Proposal, day: number) => boolean {
  const isAbout = offerTest(line.of);
  const others = (candidate: Candidate): readonly AcceptedContact[] =>
    accepted.of(candidate.customer).filter(({ service }) => line.includingService || !service);
  switch (line.kind) {
    case "never-after-offer": {
      const isEarlier = offerTest(line.after);
      const follows = (later: number, earlier: number): boolean =>
        earlier <= later && later <= lastDay(earlier, line.within);
      return ({ candidate, offerNames }, day) => {
        const comesAfter = isAbout(offerNames);
        const goesBefore = isEarlier(offerNames);
        if (!comesAfter && !goesBefore) return false;
        return others(candidate).some(
          ({ due, offers }) =>
            (comesAfter && isEarlier(offers) && follows(day, due.day)) ||
            (goesBefore && isAbout(offers) && follows(due.day, day)),
        );
      };
    }
    case "never-with": {
      const isOther = offerTest(line.other);
      const mine = singleOfferTest(line.of);
      const theirs = singleOfferTest(line.other);
      const isNear = (a: number, b: number): boolean =>
        Math.max(a, b) <= lastDay(Math.min(a, b), line.within);
      return ({ candidate, offerNames }, day) => {
        if (offerNames.some((one) => mine(one) && offerNames.some((two) => two !== one && theirs(two)))) {
          return true;
        }
        const isOne = isAbout(offerNames);
        const isTwo = isOther(offerNames);
        if (!isOne && !isTwo) return false;
        return others(candidate).some(
          ({ due, offers }) =>
            ((isOne && isOther(offers)) || (isTwo && isAbout(offers))) && isNear(day, due.day),
        );
      };
    }
    case "never-after-event":
      return ({ candidate, offerNames }, day) =>
        isAbout(offerNames) && hasHappened(line.occurrence, candidate, day, line.within, lastDay);
    case "only-to":
      return ({ candidate, offerNames }) => isAbout(offerNames) && !isInSegment(line.segment, candidate);
    case "only-after": {
      const isEarlier = offerTest(line.after);
      return ({ candidate, offerNames }, day) =>
        isAbout(offerNames) &&
        !others(candidate).some(
          ({ due, offers }) => isEarlier(offers) && due.day <= day && day <= lastDay(due.day, line.within),
        );
    }
    case "only-after-event":
      return ({ candidate, offerNames }, day) =>
        isAbout(offerNames) && !hasHappened(line.occurrence, candidate, day, line.within, lastDay);
  }
}

/** The latest occurrence decides: an earlier one is no nearer. */
function hasHappened(
  occurrence: string,
  candidate: Candidate,
  day: number,
  within: Duration,
  lastDay: LastDay,
): boolean {
  const last = candidate.lastOccurrence(occurrence);
  if (last === undefined) {
    throw new Error(`the detection of ${candidate.campaign.name} doesn't say when ${occurrence} was`);
  }
  return last !== null && last <= day && day <= lastDay(last, within);
}
