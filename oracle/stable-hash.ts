import { createHash } from "node:crypto";
import { compareDecimals, decimal } from "./decimal.ts";

/** MD5 of the parts' UTF-8 text joined by U+001F, in lower-case hex, LANGUAGE § 9. */
export function stableHash(parts: readonly string[]): string {
  return createHash("md5").update(parts.join("\u001f"), "utf8").digest("hex");
}

/** Whether a hash is held out: its first 13 hex digits ÷ 16¹³ are below the share (decimal text). */
export function isHeldOut(hash: string, share: string): boolean {
  const place = BigInt(`0x${hash.slice(0, 13)}`);
  const { units, scale } = decimal(share);
  return compareDecimals({ units: place, scale: 0 }, { units: units * 16n ** 13n, scale }) < 0;
}
