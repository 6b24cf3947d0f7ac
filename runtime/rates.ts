import type { Plan } from "../plan/index.ts";
import { bindStatement, type TickTime } from "./calendar/parameters.ts";
import { type Decimal, multiplyAndDivide, parseDecimal } from "./decimal.ts";
import type { Warehouse } from "./warehouse/warehouse.ts";

/** Rates into the project's currency at a tick's local date. */
export interface Rates {
  /**
   * An amount in another currency, by way of the project's, rounded once, half away from zero, at six places.
   * The same currency is unchanged; undefined (unknown) where a rate is missing.
   */
  convert(amount: Decimal, from: string, to: string): Decimal | undefined;
}

/** Reads the rates at the tick's date, where the plan has money in several currencies. */
export async function readRates(plan: Plan, at: TickTime, warehouse: Warehouse): Promise<Rates> {
  const found = new Map<string, Decimal>();
  const statement = plan.rateStatement?.[warehouse.engine];
  if (statement !== undefined) {
    await warehouse.query(bindStatement(statement, at, plan), (rows) => {
      for (const { currency, rate } of rows) {
        if (typeof currency === "string" && rate !== null && rate !== undefined) {
          found.set(currency, parseDecimal(String(rate)));
        }
      }
    });
  }
  return ratesFrom(plan.currency, plan.rates?.per ?? 1, found);
}

/** Rates from a table: what `per` units of each currency are worth in the project's. */
function ratesFrom(projectCurrency: string, per: number, table: ReadonlyMap<string, Decimal>): Rates {
  const own = parseDecimal(String(per));
  const rateOf = (currency: string): Decimal | undefined =>
    currency === projectCurrency ? own : table.get(currency);
  return {
    convert(amount, from, to) {
      if (from === to) return amount;
      const multiplier = rateOf(from);
      const divisor = rateOf(to);
      if (multiplier === undefined || divisor === undefined) return undefined;
      return multiplyAndDivide(amount, multiplier, divisor);
    },
  };
}
