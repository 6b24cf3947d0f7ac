import type { Plan } from "../../plan/index.ts";
import { type Instant, parseInstant } from "../calendar/instant.ts";
import { canonicalDecimal } from "../decimal.ts";
import type { Amount } from "../ledger/records.ts";

/** A point in time that has come, or why the text is none. */
export function readTime(text: string, now: Instant, { timezone }: Plan): Instant | string {
  const time = parseInstant(text, timezone);
  if (time === undefined) {
    return `\`${text}\` is not a point in time: write it as 2026-03-02T06:00 (in ${timezone}) or 2026-03-01T22:00:00Z`;
  }
  return time > now ? "the time is yet to come" : time;
}

/** As many digits before the point as money of six places can have. */
const AMOUNT = /^\d{1,32}(?:\.\d{1,6})?$/;

/** An amount, in the project's currency unless another is named; null without one; or why the texts are none. */
export function readAmount(amount: string, currency: string, plan: Plan): Amount | null | string {
  if (amount === "") return currency === "" ? null : "there is a currency and no amount";
  if (!AMOUNT.test(amount)) return `\`${amount}\` is not an amount: write it as 1250 or 1250.50`;
  if (currency !== "" && !/^[A-Z]{3}$/.test(currency))
    return `\`${currency}\` is not a currency: write it as ${plan.currency}`;
  return { amount: canonicalDecimal(amount), currency: currency === "" ? plan.currency : currency };
}
