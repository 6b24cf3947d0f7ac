import { hash } from "node:crypto";
import { parseDecimal } from "./decimal.ts";

const SEPARATOR = "\u001f";
const HELD_OUT_DIGITS = 13;
const HELD_OUT_RANGE = 16n ** 13n;

/** The stable hash of LANGUAGE § 9: MD5 of the parts' UTF-8 text joined by U+001F, in lower-case hex. */
export function stableHash(parts: readonly string[]): string {
  return hash("md5", parts.join(SEPARATOR), "hex");
}

/**
 * Whether a hash lies within a share (decimal text, `0.05`): its first 13 hex digits ÷ 16¹³ are below it. Exact,
 * whatever the share's digits.
 */
export function shareTest(share: string): (hash: string) => boolean {
  const { units, scale } = parseDecimal(share);
  const divisor = 10n ** BigInt(scale);
  // h < share × 16¹³ for whole h is h < the next whole number up; below 2^53, so exact as a number.
  const threshold = Number((units * HELD_OUT_RANGE + divisor - 1n) / divisor);
  return (text) => Number.parseInt(text.slice(0, HELD_OUT_DIGITS), 16) < threshold;
}
