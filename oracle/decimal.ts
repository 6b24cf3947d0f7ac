/** An exact decimal number: `units` × 10^−`scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** The place after the point at which division, averages and conversions are rounded, LANGUAGE § 4. */
export const ROUNDED_PLACES = 6;

/** The most digits that a number may have. */
const MOST_DIGITS = 38;

/** The most digits of what is added up event by event or day by day. */
export const RUNNING_DIGITS = 28;

/** Reads a decimal number, `-12.50`, also with an exponent, `1.5e3`; undefined for any other text. */
export function readDecimal(text: string): Decimal | undefined {
  const parts = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts ?? [];
  if (parts === null || (whole === "" && fraction === "")) return undefined;
  const units = BigInt(`${sign === "-" ? "-" : ""}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/**
 * A decimal number that is known to be one.
 * @throws Error where it is none.
 */
export function decimal(text: string): Decimal {
  const read = readDecimal(text);
  if (read === undefined) throw new Error(`not a decimal number: ${text}`);
  return read;
}

/** Without needless zeros: `12.50` is `12.5`, `-0` is `0`. */
export function decimalText({ units, scale }: Decimal): string {
  const sign = units < 0n ? "-" : "";
  const digits = magnitude(units)
    .toString()
    .padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  return fraction === "" ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

export function negate({ units, scale }: Decimal): Decimal {
  return { units: -units, scale };
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** Rounded once, half away from zero, at the sixth place; undefined for a divisor of zero. */
export function divide(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.units === 0n) return undefined;
  // a.units / 10^a.scale ÷ (b.units / 10^b.scale), in units of the sixth place.
  const dividend = a.units * 10n ** BigInt(b.scale + ROUNDED_PLACES);
  const divisor = b.units * 10n ** BigInt(a.scale);
  return { units: roundedQuotient(dividend, divisor), scale: ROUNDED_PLACES };
}

/** Rounded half away from zero at a place after the point. */
export function round({ units, scale }: Decimal, places: number): Decimal {
  if (scale <= places) return { units, scale };
  return { units: roundedQuotient(units, 10n ** BigInt(scale - places)), scale: places };
}

/** Below zero, zero, or above, as a is less than, equal to or greater than b. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  return compareIntegers(unitsAt(a, scale), unitsAt(b, scale));
}

/**
 * The number, or undefined where it needs more digits, 38 unless said: those before the point and as many behind it as its
 * type has places.
 */
export function withinDigits(value: Decimal, places: number, digits = MOST_DIGITS): Decimal | undefined {
  if (places > digits) return undefined;
  const limit: Decimal = { units: 10n ** BigInt(digits - places), scale: 0 };
  return compareDecimals({ ...value, units: magnitude(value.units) }, limit) < 0 ? value : undefined;
}

function roundedQuotient(dividend: bigint, divisor: bigint): bigint {
  const quotient = magnitude(dividend) / magnitude(divisor);
  const rest = magnitude(dividend) % magnitude(divisor);
  const rounded = 2n * rest >= magnitude(divisor) ? quotient + 1n : quotient;
  return dividend < 0n === divisor < 0n ? rounded : -rounded;
}

function unitsAt({ units, scale }: Decimal, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - scale);
}

function magnitude(units: bigint): bigint {
  return units < 0n ? -units : units;
}

function compareIntegers(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
