import type { Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import { localDateOf } from "../calendar/zoned-time.ts";
import { addDecimals, type Decimal, formatDecimal, parseDecimal } from "../decimal.ts";
import type { Rates } from "../rates.ts";

/**
 * What offers are worth together in the project's currency, as canonical decimal text: those whose days are not over at the
 * tick, or all, where none is left. Offers without a value or a rate add nothing; undefined (unknown) where all are so.
 */
export function offersValue(
  names: readonly string[],
  tick: Instant,
  plan: Plan,
  rates: Rates,
): string | undefined {
  const date = localDateOf(tick, plan.timezone);
  const offers = names.map((name) => plan.offers[name]);
  const open = offers.filter((offer) => offer?.valid?.kind !== "dates" || date <= offer.valid.to);
  let total: Decimal | undefined;
  for (const offer of open.length > 0 ? open : offers) {
    if (offer?.value === undefined) continue;
    const { amount, currency } = offer.value;
    const converted = rates.convert(parseDecimal(amount), currency, plan.currency);
    if (converted !== undefined) total = total === undefined ? converted : addDecimals(total, converted);
  }
  return total === undefined ? undefined : formatDecimal(total);
}
