import type { OfferSet } from "../../../plan/index.ts";

/** Whether a contact with these offers is one of those that a line of the policy is about. */
export type OfferTest = (offers: readonly string[]) => boolean;

export function offerTest(set: OfferSet): OfferTest {
  switch (set.kind) {
    case "all":
      return () => true;
    case "named": {
      const named = new Set(set.offers);
      return (offers) => offers.some((offer) => named.has(offer));
    }
  }
}

/** An offer's name by itself in the set. */
export function singleOfferTest(set: OfferSet): (offer: string) => boolean {
  const test = offerTest(set);
  return (offer) => test([offer]);
}
