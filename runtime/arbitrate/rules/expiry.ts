import type { CampaignWindow, Offer } from "../../../plan/index.ts";
import { NO_REFUSALS, type StandingRule } from "./rule.ts";

/**
 * The contact is due within the campaign's window and while at least one of its offers is valid. An offer whose
 * days have not begun is no more valid than one whose days are over.
 */
export function expiryRule(window: CampaignWindow): StandingRule {
  const windowEnded = [{ code: "expired", rule: `window ${window.from} .. ${window.to}` }];
  return {
    kind: "standing",
    against({ due, offers, expiredOffers }) {
      const ended = due === undefined || due.date > window.to ? windowEnded : NO_REFUSALS;
      if (offers.length > 0 || expiredOffers.length === 0) return ended;
      return [...ended, ...expiredOffers.map((offer) => ({ code: "expired", rule: validity(offer) }))];
    },
  };
}

function validity({ name, valid }: Offer): string {
  return valid?.kind === "dates" ? `offer ${name} valid ${valid.from} .. ${valid.to}` : `offer ${name}`;
}
