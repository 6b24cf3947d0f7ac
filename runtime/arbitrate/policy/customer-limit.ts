import type { BusinessCalendar, PolicyCap } from "../../../plan/index.ts";
import type { LocalDate } from "../../calendar/local-date.ts";
import type { CustomerPlace } from "../customer-places.ts";
import { fullAt, measureOf } from "../rules/customer-cap.ts";
import type { ContendedRule } from "../rules/rule.ts";
import { type OfferTest, offerTest } from "./offer-set.ts";
import { isInSegment, skips, usesChannel } from "./scope.ts";

export type CustomerLimit = Extract<PolicyCap, { readonly kind: "customer" }>;

/** A line of the policy that says how often one customer is contacted, across campaigns. */
export function customerLimitRule(
  cap: CustomerLimit,
  holdsOn: (due: LocalDate) => boolean,
  calendar: BusinessCalendar,
): ContendedRule {
  const measure = measureOf(cap.within, calendar);
  const { of } = cap;
  const isAbout = of.kind === "each-offer" ? undefined : offerTest(of);
  return {
    kind: "contended",
    refusal: { code: "cap", rule: cap.text },
    begin: ({ customers }) => {
      const counts =
        (isOf: OfferTest) =>
        ({ contact }: CustomerPlace): boolean =>
          contact !== undefined &&
          usesChannel(cap, contact.channel) &&
          (cap.includingService || !contact.service) &&
          isOf(contact.offers);
      return ({ campaign, inSegment, channel, due, offerNames }) => {
        if (skips(cap, campaign) || !usesChannel(cap, channel.name)) return undefined;
        if (isAbout?.(offerNames) === false || !holdsOn(due.date)) return undefined;
        if (!isInSegment(cap.for, { campaign, inSegment })) return undefined;
        const isFullOf = (isOf: OfferTest) =>
          fullAt(due, { limit: cap.limit, measure, places: customers, counts: counts(isOf) });
        if (isAbout !== undefined) return { kind: "own", isFull: isFullOf(isAbout) };
        const full = offerNames.map(containing).map(isFullOf);
        return { kind: "own", isFull: (customer) => full.some((isFull) => isFull(customer)) };
      };
    },
  };
}

function containing(offer: string): OfferTest {
  return (offers) => offers.includes(offer);
}
