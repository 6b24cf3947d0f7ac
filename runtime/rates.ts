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

/** One unit of the project's currency is worth one. */
const ONE: Decimal = { units: 1n, scale: 0 };

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
  return ratesFrom(plan.currency, found);
}

/** Rates from a table: what one unit of each currency is worth in the project's. */
export function ratesFrom(projectCurrency: string, table: ReadonlyMap<string, Decimal>): Rates {
  const rateOf = (currency: string): Decimal | undefined =>
    currency === projectCurrency ? ONE : table.get(currency);
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
