import { NO_REFUSALS, type StandingRule } from "./rule.ts";

const NO_CONSENT = [{ code: "consent" }];
const NO_ADDRESS = [{ code: "address" }];

/** The customer has agreed to the channel: unknown is no. */
export const consentRule: StandingRule = {
  kind: "standing",
  against({ candidate, channel }) {
    if (channel.consent === undefined) return NO_REFUSALS;
    return candidate.reach(channel.name).consent === true ? NO_REFUSALS : NO_CONSENT;
  },
};

/** The customer can be reached on the channel: an empty address is none. */
export const addressRule: StandingRule = {
  kind: "standing",
  against({ candidate, channel }) {
    if (channel.address === undefined) return NO_REFUSALS;
    const { address } = candidate.reach(channel.name);
    return typeof address === "string" && address.trim() !== "" ? NO_REFUSALS : NO_ADDRESS;
  },
};
