import { hash } from "node:crypto";
import { parseDecimal } from "./decimal.ts";
import { type Md5, md5After } from "./md5.ts";

const SEPARATOR = "\u001f";
/** 13 hex digits of a hash: the first eight, and five of those behind. */
const HELD_OUT_RANGE = 16n ** 13n;
const BEHIND = 16 ** 5;

/** The stable hash of LANGUAGE § 9: MD5 of the parts' UTF-8 text joined by U+001F, in lower-case hex. */
export function stableHash(parts: readonly string[]): string {
  return hash("md5", parts.join(SEPARATOR), "hex");
}

/** Stable hashes of the parts followed by a last one, of which the leading bits are wanted. */
export function stableHashAfter(parts: readonly string[]): Md5 {
  return md5After(parts.map((part) => `${part}${SEPARATOR}`).join(""));
}

/**
 * Whether a hash lies within a share (decimal text, `0.05`): its first 13 hex digits ÷ 16¹³ are below it. Exact,
 * whatever the share's digits.
 */
export function shareTest(share: string): (hash: Pick<Md5, "high" | "low">) => boolean {
  const { units, scale } = parseDecimal(share);
  const divisor = 10n ** BigInt(scale);
  // h < share × 16¹³ for whole h is h < the next whole number up; below 2^53, so exact as a number.
  const threshold = Number((units * HELD_OUT_RANGE + divisor - 1n) / divisor);
  return ({ high, low }) => high * BEHIND + (low >>> 12) < threshold;
}
