import { addDecimals, type Decimal, multiplyAndDivide, multiplyDecimals, negateDecimal } from "../decimal.ts";
import { bounded } from "./digits.ts";
import { compare, type Known, type Money, type Value } from "./value.ts";

const ONE: Decimal = { units: 1n, scale: 0 };

/** `places`, here and below: the digits after the point that the result's type has. */
export function add(a: Known<Decimal>, b: Known<Decimal>, places: number): Known<Decimal> {
  return a === undefined || b === undefined ? undefined : bounded(addDecimals(a, b), places);
}

export function subtract(a: Known<Decimal>, b: Known<Decimal>, places: number): Known<Decimal> {
  return a === undefined || b === undefined ? undefined : bounded(addDecimals(a, negateDecimal(b)), places);
}

export function multiply(a: Known<Decimal>, b: Known<Decimal>, places: number): Known<Decimal> {
  return a === undefined || b === undefined ? undefined : bounded(multiplyDecimals(a, b), places);
}

/** Rounded half away from zero at the sixth place; unknown where b is zero. */
export function divide(a: Known<Decimal>, b: Known<Decimal>, places: number): Known<Decimal> {
  return a === undefined || b === undefined ? undefined : bounded(multiplyAndDivide(a, ONE, b), places);
}

export function negate(a: Known<Decimal>): Known<Decimal> {
  return a === undefined ? undefined : negateDecimal(a);
}

/** Computes with the amount of money whose currency differs from row to row; it stays in its currency. */
export function withAmount(money: Known<Money>, change: (amount: Decimal) => Known<Decimal>): Known<Money> {
  const amount = money === undefined ? undefined : change(money.amount);
  return money === undefined || amount === undefined ? undefined : { amount, currency: money.currency };
}

/** Rates into the project's currency at a date: of `per` units of each currency. */
export interface DayRates {
  /** The project's. */
  readonly home: string;
  readonly per: number;
  readonly rates: Readonly<Record<string, Decimal>>;
}

/** Money in another currency, rounded once at the sixth place; the same currency unchanged, unknown without a rate. */
export function convert(
  amount: Known<Decimal>,
  from: string,
  to: string,
  day: DayRates,
  places: number,
): Known<Decimal> {
  if (amount === undefined || from === to) return amount;
  const [dividend, divisor] = [rateOf(from, day), rateOf(to, day)];
  if (dividend === undefined || divisor === undefined) return undefined;
  return bounded(multiplyAndDivide(amount, dividend, divisor), places);
}

/** Money of any currency in another; unknown where its own is. */
export function convertMoney(money: Known<Money>, to: string, day: DayRates, places: number): Known<Decimal> {
  return money?.currency === undefined ? undefined : convert(money.amount, money.currency, to, day, places);
}

function rateOf(currency: string, { home, per, rates }: DayRates): Known<Decimal> {
  if (currency === home) return { units: BigInt(per), scale: 0 };
  return Object.hasOwn(rates, currency) ? rates[currency] : undefined;
}

/** The least (greatest) in the order of their type; unknown where one of them is. */
export function extreme<Of extends Value>(
  direction: "least" | "greatest",
  values: readonly Known<Of>[],
  order?: readonly string[],
): Known<Of> {
  return values.reduce((best, other) => {
    if (best === undefined || other === undefined) return undefined;
    const difference = compare(other, best, order);
    if (difference === undefined) return undefined;
    return (direction === "least" ? difference < 0 : difference > 0) ? other : best;
  });
}

/** A number, or money, as it meets others of so many places: unknown where it then needs more than 38 digits. */
export function fitted<Of extends Decimal | Money>(value: Known<Of>, places: number): Known<Of> {
  if (value === undefined) return undefined;
  const number: Decimal = "units" in value ? value : value.amount;
  return bounded(number, places) === undefined ? undefined : value;
}
