import type { Plan } from "../../plan/index.ts";
import type { Instant } from "../calendar/instant.ts";
import { localDateOf } from "../calendar/zoned-time.ts";
import { formatDecimal, parseDecimal } from "../decimal.ts";
import { offersValue as sumOf } from "../decision/offer.ts";
import type { Rates } from "../rates.ts";

/**
 * What offers are worth together in the project's currency, as canonical decimal text; undefined (unknown) where none
 * has a value that can be converted.
 */
export function offersValue(
  names: readonly string[],
  tick: Instant,
  plan: Plan,
  rates: Rates,
): string | undefined {
  const offers = names.map((name) => {
    const { value, valid } = plan.offers[name] ?? {};
    return {
      value: value && rates.convert(parseDecimal(value.amount), value.currency, plan.currency),
      ...(valid?.kind === "dates" && { until: valid.to }),
    };
  });
  const total = sumOf(localDateOf(tick, plan.timezone), offers);
  return total === undefined ? undefined : formatDecimal(total);
}
