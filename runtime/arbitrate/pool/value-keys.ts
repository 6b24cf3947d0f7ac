import { addDecimals, type Decimal, formatDecimal, negateDecimal, parseDecimal } from "../../decimal.ts";

/** Numbers whose order, the first first, is that of the decimals they stand for. */
export type ValueKeys = readonly number[];

/** Decimal texts up to this length have no more digits than a floating-point number tells apart. */
const SHORT = 15;

/** What is left of a decimal beside the number nearest to it is told by two more: 159 bits, where 38 digits need 127. */
const MORE = 2;

/** Below all others. */
const UNKNOWN: ValueKeys = [Number.NEGATIVE_INFINITY];

/** The keys of a value in canonical decimal text; what is unknown comes last. */
export function valueKeys(value: string | undefined): ValueKeys {
  if (value === undefined) return UNKNOWN;
  const first = Number(value);
  if (value.length <= SHORT) return [first];
  const keys = [first];
  let rest = parseDecimal(value);
  for (let more = 0; more < MORE; more += 1) {
    rest = addDecimals(rest, negateDecimal(written(keys.at(-1) ?? 0)));
    keys.push(Number(formatDecimal(rest)));
  }
  return keys;
}

/** The decimal that a floating-point number is written as: of short texts the very one that it was read from. */
function written(number: number): Decimal {
  if (Number.isInteger(number)) return { units: BigInt(number), scale: 0 };
  const [digits = "", exponent = "0"] = String(number).split("e");
  const { units, scale } = parseDecimal(digits);
  return { units, scale: scale - Number(exponent) };
}
