import { NO_REFUSALS, type StandingRule } from "./rule.ts";

/** The message can be written and is not too long for its channel, counted in code points. */
export const messageRule: StandingRule = {
  kind: "standing",
  against({ rendering, channel, offers }) {
    if (rendering === undefined) return NO_REFUSALS;
    if (rendering.kind === "unknown") {
      return rendering.placeholders.map((name) => ({ code: `unknown ${name}` }));
    }
    const missing = offers.filter((offer) => offer.messages[channel.name] === undefined);
    if (missing.length > 0) {
      return missing.map((offer) => ({
        code: "no offer",
        rule: `offer ${offer.name} has no message for ${channel.name}`,
      }));
    }
    if (channel.maxLength === undefined) return NO_REFUSALS;
    const { body } = rendering.message;
    // No text has more code points than units.
    if (body.length <= channel.maxLength || [...body].length <= channel.maxLength) return NO_REFUSALS;
    return [{ code: "too long", rule: `max_length ${channel.maxLength}` }];
  },
};
