import { addDecimals, compareDecimals, type Decimal } from "../decimal.ts";
import type { Known } from "./value.ts";

/** An offer that is weighed against others: its score, and the dates on which it is valid, both in. */
export interface Weighed {
  readonly score: Known<Decimal>;
  readonly valid?: { readonly from: string; readonly to: string };
}

/** The place of the offer that is chosen on a date: the highest score, unknown ones last, the first written among equals. */
export function best(today: string, offers: readonly Weighed[]): number | undefined {
  let chosen: number | undefined;
  for (const [index, { score, valid }] of offers.entries()) {
    if (valid !== undefined && (today < valid.from || today > valid.to)) continue;
    const other = chosen === undefined ? undefined : offers[chosen]?.score;
    const better = score !== undefined && (other === undefined || compareDecimals(score, other) > 0);
    if (chosen === undefined || better) chosen = index;
  }
  return chosen;
}

/** What an offer is worth, and the last date on which it is valid. */
export interface OfferWorth {
  readonly value: Known<Decimal>;
  readonly until?: string;
}

/**
 * What a contact's offers are worth together on a date: those whose days are not over, or all where none is left. Unknown
 * values add nothing; where all are so the sum is unknown.
 */
export function offersValue(today: string, offers: readonly OfferWorth[]): Known<Decimal> {
  const open = offers.filter(({ until }) => until === undefined || today <= until);
  let total: Known<Decimal>;
  for (const { value } of open.length > 0 ? open : offers) {
    if (value !== undefined) total = total === undefined ? value : addDecimals(total, value);
  }
  return total;
}
