import { absoluteDecimal, compareDecimals, type Decimal } from "../decimal.ts";
import type { Known } from "./value.ts";

/** The most digits that a number may have before it is unknown. */
const MOST_DIGITS = 38;

/** A number of so many places, unknown where it needs more than 38 digits. */
export function bounded(value: Known<Decimal>, places: number): Known<Decimal> {
  if (value === undefined || places > MOST_DIGITS) return undefined;
  const limit: Decimal = { units: 10n ** BigInt(MOST_DIGITS - places), scale: 0 };
  return compareDecimals(absoluteDecimal(value), limit) < 0 ? value : undefined;
}
