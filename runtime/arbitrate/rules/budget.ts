import type { Cap } from "../../../plan/index.ts";
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  multiplyByInteger,
  negateDecimal,
  parseDecimal,
  ZERO,
} from "../../decimal.ts";
import type { Spending } from "../../ledger/places.ts";
import type { Arm } from "../../ledger/records.ts";
import type { Rates } from "../../rates.ts";
import type { History } from "../history.ts";
import { periodOf } from "./period.ts";
import { type ContendedRule, type DueTime, type SharedPlaces, takeNothing } from "./rule.ts";
import { type Tally, tallies } from "./tallies.ts";

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
  spentBefore: (history: History) => readonly Spending[],
  dueTime: (due: number) => DueTime,
  money: MoneyInTwoCurrencies,
): ContendedRule {
  return {
    kind: "contended",
    refusal: { code: "budget", rule: cap.text },
    begin(history) {
      const spent = tallies(ZERO);
      for (const { due, costs, count } of spentBefore(history)) {
        const cost = recordedCost(costs, cap.currency, money);
        if (cost === undefined) continue;
        const tally = spent.of(periodOf(dueTime(due), cap.period));
        tally.sum = addDecimals(tally.sum, multiplyByInteger(cost, count));
      }
      return ({ arm, due, costs }) =>
        moneyPlaces(spent.of(periodOf(due, cap.period)), {
          limit: parseDecimal(cap.limit),
          cost: costs.get(cap.currency),
          arm,
        });
    },
  };
}

/** Room for contacts of one cost below a limit. */
export function moneyPlaces(
  spent: Tally<Decimal>,
  { limit, cost, arm }: { readonly limit: Decimal; readonly cost: Decimal | undefined; readonly arm: Arm },
): SharedPlaces {
  if (cost === undefined) return { kind: "shared", isFull: () => true, take: takeNothing };
  const most = addDecimals(limit, negateDecimal(cost));
  return {
    kind: "shared",
    isFull: () => compareDecimals(spent.sum, most) > 0,
    take:
      arm === "treated"
        ? () => {
            spent.sum = addDecimals(spent.sum, cost);
          }
        : takeNothing,
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
