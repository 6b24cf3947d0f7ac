import type { Choices } from "../choices.ts";
import type { Yaml } from "./cells.ts";

/** A letter, a message and a branch, with costs, hours and capacities or without. */
export function channelsYaml(choices: Choices, hasRates: boolean): Yaml {
  return {
    letter: choices.chance(50)
      ? {}
      : { cost: "1.25 GBP", ...(choices.chance(40) && { capacity: "3 per day" }) },
    sms: {
      address: "phone",
      consent: "consent",
      cost: hasRates && choices.chance(40) ? "0.05 USD" : "0.05 GBP",
      ...(choices.chance(50) && {
        hours: choices.pick(["09:00 .. 20:00", "20:00 .. 08:00", "06:00 .. 07:30"]),
      }),
      ...(choices.chance(40) && { capacity: choices.pick(["1 per day", "2 per week", "3 per month"]) }),
      ...(choices.chance(25) && { max_length: 40 }),
    },
    branch: { message: "none", ...(choices.chance(30) && { capacity: "2 per day" }) },
  };
}
