/** An exact decimal number: `units` × 10^−`scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Money and rates are rounded at the sixth place, LANGUAGE § 4. */
const ROUNDED_SCALE = 6;

/** The first number of units that has more than 38 digits. */
const MOST_UNITS = 10n ** 38n;

export const ZERO: Decimal = { units: 0n, scale: 0 };

/**
 * Reads decimal text, `-12.50`; engines may write `.5` for a half.
 * @throws Error where it is none.
 */
export function parseDecimal(text: string): Decimal {
  const match = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?$/.exec(text.trim());
  if (match === null) throw new Error(`malformed decimal: ${text}`);
  const [, sign, whole = "", fraction = ""] = match;
  const units = BigInt(`${whole}${fraction}`);
  return { units: sign === "-" ? -units : units, scale: fraction.length };
}

/** Decimal text without needless zeros: `12.50` is `12.5`, `3.000` is `3`. */
export function formatDecimal(decimal: Decimal): string {
  const negative = decimal.units < 0n;
  const digits = (negative ? -decimal.units : decimal.units).toString().padStart(decimal.scale + 1, "0");
  const whole = digits.slice(0, digits.length - decimal.scale);
  const fraction = digits.slice(digits.length - decimal.scale).replace(/0+$/, "");
  return `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Decimal text in its one form, so that equal amounts are equal texts. */
export function canonicalDecimal(text: string): string {
  return formatDecimal(parseDecimal(text));
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

export function negateDecimal({ units, scale }: Decimal): Decimal {
  return { units: -units, scale };
}

export function absoluteDecimal({ units, scale }: Decimal): Decimal {
  return { units: units < 0n ? -units : units, scale };
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

export function multiplyByInteger(a: Decimal, factor: number): Decimal {
  return { units: a.units * BigInt(factor), scale: a.scale };
}

/** −1, 0 or 1. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const left = unitsAt(a, scale);
  const right = unitsAt(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** a × b ÷ c, rounded once, half away from zero, at the sixth place. Undefined where c is zero, or beyond 38 digits. */
export function multiplyAndDivide(a: Decimal, b: Decimal, c: Decimal): Decimal | undefined {
  if (c.units === 0n) return undefined;
  const exponent = ROUNDED_SCALE + c.scale - a.scale - b.scale;
  let numerator = a.units * b.units;
  let denominator = c.units;
  if (exponent >= 0) numerator *= 10n ** BigInt(exponent);
  else denominator *= 10n ** BigInt(-exponent);
  const units = divideRounded(numerator, denominator);
  return units > -MOST_UNITS && units < MOST_UNITS ? { units, scale: ROUNDED_SCALE } : undefined;
}

/** The decimal rounded half away from zero to that many places; unchanged where it has no more. */
export function roundDecimal(decimal: Decimal, places: number): Decimal {
  if (decimal.scale <= places) return decimal;
  const units = divideRounded(decimal.units, 10n ** BigInt(decimal.scale - places));
  return { units, scale: places };
}

function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const dividend = numerator < 0n ? -numerator : numerator;
  const divisor = denominator < 0n ? -denominator : denominator;
  const quotient = (2n * dividend + divisor) / (2n * divisor);
  return negative ? -quotient : quotient;
}

function unitsAt(decimal: Decimal, scale: number): bigint {
  return scale === decimal.scale ? decimal.units : decimal.units * 10n ** BigInt(scale - decimal.scale);
}
