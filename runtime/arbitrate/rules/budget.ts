import type { Cap } from "../../../plan/index.ts";
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  multiplyByInteger,
  parseDecimal,
  ZERO,
} from "../../decimal.ts";
import type { Spending } from "../../ledger/ledger.ts";
import type { Rates } from "../../rates.ts";
import { periodOf } from "./period.ts";
import { type DueTime, NO_REFUSALS, type Rule } from "./rule.ts";

/** What money of one currency is worth in another. */
export interface MoneyInTwoCurrencies {
  readonly projectCurrency: string;
  readonly rates: Rates;
}

export type MoneyCap = Extract<Cap, { readonly kind: "money" }>;

/**
 * A money cap: offers' and channel's costs in a calendar period of the due times. A cost that a missing rate
 * leaves unknown cannot be shown to fit, so it is refused. Control members must fit in, but take nothing.
 * What was spent before the cap had its currency counts by way of the project's currency, at today's rate.
 */
export function budgetRule(
  cap: MoneyCap,
  history: readonly Spending[],
  dueTime: (due: number) => DueTime,
  money: MoneyInTwoCurrencies,
): Rule {
  const limit = parseDecimal(cap.limit);
  const spent = new Map<number, Decimal>();
  const add = (key: number, cost: Decimal): void => {
    spent.set(key, addDecimals(spent.get(key) ?? ZERO, cost));
  };
  for (const { due, costs, count } of history) {
    const cost = recordedCost(costs, cap.currency, money);
    if (cost !== undefined) add(periodOf(dueTime(due), cap.period), multiplyByInteger(cost, count));
  }
  const refused = [{ code: "budget", rule: cap.text }];
  return {
    against({ due, costs }) {
      if (due === undefined) return NO_REFUSALS;
      const cost = costs.get(cap.currency);
      if (cost === undefined) return refused;
      const total = addDecimals(spent.get(periodOf(due, cap.period)) ?? ZERO, cost);
      return compareDecimals(total, limit) <= 0 ? NO_REFUSALS : refused;
    },
    take({ due, arm, costs }) {
      const cost = costs.get(cap.currency);
      if (due !== undefined && arm === "treated" && cost !== undefined) add(periodOf(due, cap.period), cost);
    },
  };
}

/** A contact's cost as the ledger has it; by way of the project's currency, where its own was not asked then. */
export function recordedCost(
  costs: Readonly<Record<string, string>>,
  currency: string,
  money: MoneyInTwoCurrencies,
): Decimal | undefined {
  const own = costs[currency];
  if (own !== undefined) return parseDecimal(own);
  const inProjectCurrency = costs[money.projectCurrency];
  if (inProjectCurrency === undefined) return undefined;
  return money.rates.convert(parseDecimal(inProjectCurrency), money.projectCurrency, currency);
}
