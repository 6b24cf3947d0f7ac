/** Exact arithmetic on decimal text, as far as storing a number takes it. */
interface Digits {
  readonly units: bigint;
  readonly places: number;
}

/** A number divided by another; undefined where the quotient has no end. */
export function divided(value: string, by: string): string | undefined {
  const [a, b] = [digitsOf(value), digitsOf(by)];
  if (b.units === 0n) return undefined;
  // A quotient that ends does so within as many places more than the dividend's as the divisor has bits.
  const more = a.places + b.units.toString(2).length;
  const dividend = a.units * 10n ** BigInt(b.places + more);
  const divisor = b.units * 10n ** BigInt(a.places);
  return dividend % divisor === 0n ? textOf({ units: dividend / divisor, places: more }) : undefined;
}

export function multiplied(value: string, by: string): string {
  const [a, b] = [digitsOf(value), digitsOf(by)];
  return textOf({ units: a.units * b.units, places: a.places + b.places });
}

export function negated(value: string): string {
  const { units, places } = digitsOf(value);
  return textOf({ units: -units, places });
}

export function isSameNumber(a: string, b: string): boolean {
  return isNumber(a) && isNumber(b) && plain(a) === plain(b);
}

export function isBelowZero(value: string): boolean {
  return digitsOf(value).units < 0n;
}

/** How many digits stand after the point, closing zeros left out. */
export function placesOf(value: string): number {
  return plain(value).split(".")[1]?.length ?? 0;
}

const isNumber = (value: string): boolean => /^-?\d+(\.\d+)?$/.test(value);
const plain = (value: string): string => textOf(digitsOf(value));

function digitsOf(value: string): Digits {
  const [whole = "0", fraction = ""] = value.split(".");
  return { units: BigInt(whole + fraction), places: fraction.length };
}

function textOf({ units, places }: Digits): string {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
