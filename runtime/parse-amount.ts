import { canonicalDecimal } from "./decimal.ts";
import type { Amount } from "./ledger/records.ts";

/** `1200.50`, `1_200`, `1200.50 USD`: digits, as many behind the point as money may have, and perhaps a currency. */
const AMOUNT = /^(\d[\d_]{0,40})(\.\d{1,6})?(?:\s+([A-Z]{3}))?$/;

/** Reads an amount that a person wrote, in the given currency where it names none; undefined where it is none. */
export function parseAmount(text: string, currency: string): Amount | undefined {
  const [, whole, fraction = "", written] = AMOUNT.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const digits = `${whole.replaceAll("_", "")}${fraction}`;
  if (digits.length > 32) return undefined;
  return { amount: canonicalDecimal(digits), currency: written ?? currency };
}
