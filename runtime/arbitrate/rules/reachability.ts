import { NO_REFUSALS, type Rule, takeNothing } from "./rule.ts";

const NO_CONSENT = [{ code: "consent" }];
const NO_ADDRESS = [{ code: "address" }];

/** The customer has agreed to the channel: unknown is no. */
export const consentRule: Rule = {
  against({ candidate, channel }) {
    if (channel.consent === undefined) return NO_REFUSALS;
    return candidate.reach(channel.name).consent === true ? NO_REFUSALS : NO_CONSENT;
  },
  take: takeNothing,
};

/** The customer can be reached on the channel: an empty address is none. */
export const addressRule: Rule = {
  against({ candidate, channel }) {
    if (channel.address === undefined) return NO_REFUSALS;
    const { address } = candidate.reach(channel.name);
    return typeof address === "string" && address.trim() !== "" ? NO_REFUSALS : NO_ADDRESS;
  },
  take: takeNothing,
};
