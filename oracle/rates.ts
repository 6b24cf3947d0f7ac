import type { LocalDate } from "./calendar.ts";
import { storedText } from "./column.ts";
import { type Decimal, decimal, divide, multiply, ROUNDED_PLACES, round, withinDigits } from "./decimal.ts";
import type { Model } from "./model.ts";
import { dateOf } from "./rows.ts";

/** The places after the point that rates are read to. */
const RATE_PLACES = 8;

/**
 * An amount in another currency: by way of the project's, rounded once at six places; unknown where a rate is missing.
 * Money that is in that currency already is left as it is.
 */
export function convert(
  amount: Decimal,
  from: string | undefined,
  to: string,
  date: LocalDate,
  model: Model,
): Decimal | undefined {
  if (from === undefined) return undefined;
  if (from === to) return amount;
  const [sold, bought] = [rateOf(from, date, model), rateOf(to, date, model)];
  if (sold === undefined || bought === undefined) return undefined;
  const converted = divide(multiply(amount, sold), bought);
  return converted === undefined ? undefined : withinDigits(converted, ROUNDED_PLACES);
}

/** What `per` units of a currency are worth in the project's: the latest rate on or before the date. */
export function rateOf(currency: string, date: LocalDate, { program, world }: Model): Decimal | undefined {
  const { rates } = program;
  if (currency === program.currency) return decimal(String(rates?.per ?? 1));
  if (rates === undefined) return undefined;
  const own = (world[rates.relation] ?? []).filter((row) => {
    const from = row[rates.from] ?? null;
    return from !== null && storedText(from) === currency;
  });
  const dated = own.flatMap((row) => {
    const day = dateOf(row[rates.date] ?? null);
    return day === undefined || day > date ? [] : [{ day, rate: row[rates.rate] ?? null }];
  });
  const latest = dated.sort((a, b) => (a.day < b.day ? -1 : 1)).at(-1);
  return latest === undefined || latest.rate === null
    ? undefined
    : round(decimal(storedText(latest.rate)), RATE_PLACES);
}
