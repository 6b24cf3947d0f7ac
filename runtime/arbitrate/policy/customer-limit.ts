import type { BusinessCalendar, PolicyCap } from "../../../plan/index.ts";
import type { LocalDate } from "../../calendar/local-date.ts";
import { isFull, measureOf } from "../rules/customer-cap.ts";
import { NO_REFUSALS, type Rule, takeNothing } from "../rules/rule.ts";
import type { AcceptedContact, AcceptedContacts } from "./accepted.ts";
import { offerTest } from "./offer-set.ts";
import { isInSegment, skips, usesChannel } from "./scope.ts";

export type CustomerLimit = Extract<PolicyCap, { readonly kind: "customer" }>;

/** A line of the policy that says how often one customer is contacted, across campaigns. */
export function customerLimitRule(
  cap: CustomerLimit,
  holdsOn: (due: LocalDate) => boolean,
  accepted: AcceptedContacts,
  calendar: BusinessCalendar,
): Rule {
  const measure = measureOf(cap.within, calendar);
  const full = [{ code: "cap", rule: cap.text }];
  const { of } = cap;
  const isAbout = of.kind === "each-offer" ? undefined : offerTest(of);
  const counts = (contact: AcceptedContact): boolean =>
    usesChannel(cap, contact.channel) && (cap.includingService || !contact.service);
  return {
    against(proposal) {
      const { candidate, channel, due, offerNames } = proposal;
      if (due === undefined || skips(cap, candidate) || !usesChannel(cap, channel.name)) return NO_REFUSALS;
      if (isAbout?.(offerNames) === false || !holdsOn(due.date)) return NO_REFUSALS;
      const contacts = accepted.of(candidate.customer).filter(counts);
      if (contacts.length < cap.limit || !isInSegment(cap.for, candidate)) return NO_REFUSALS;
      const isFullOf = (test: (offers: readonly string[]) => boolean): boolean => {
        const marks = contacts.filter(({ offers }) => test(offers)).map((one) => measure.markOf(one.due));
        return isFull(marks, measure.markOf(due), cap.limit, measure);
      };
      const refused =
        isAbout === undefined
          ? offerNames.some((offer) => isFullOf((offers) => offers.includes(offer)))
          : isFullOf(isAbout);
      return refused ? full : NO_REFUSALS;
    },
    take: takeNothing,
  };
}
