/** Decimal text without needless zeros: `007.50` is `7.5`. */
export function plainDecimal(text: string): string {
  if (/^(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/.test(text)) return text;
  const negative = text.startsWith("-");
  const [whole = "", fraction = ""] = (negative ? text.slice(1) : text).split(".");
  const digits = whole.replace(/^0+(?=\d)/, "") || "0";
  const rest = fraction.replace(/0+$/, "");
  const plain = rest === "" ? digits : `${digits}.${rest}`;
  return negative && plain !== "0" ? `-${plain}` : plain;
}

/** The value of a percentage: `20` is 0.2. */
export function percentToDecimal(text: string): string {
  const [whole = "", fraction = ""] = text.split(".");
  const padded = whole.padStart(3, "0");
  return plainDecimal(`${padded.slice(0, -2)}.${padded.slice(-2)}${fraction}`);
}

/** How many digits stand after the point. */
export function digitsAfterPoint(text: string): number {
  const point = text.indexOf(".");
  return point < 0 ? 0 : text.length - point - 1;
}

/** How many digits a plain decimal has in all. */
export function digitCount(text: string): number {
  return text.replace(/[-.]/g, "").replace(/^0+(?=\d)/, "").length;
}

/** Compares two decimals exactly: below, equal to or above zero. */
export function compareDecimals(left: string, right: string): number {
  // Up to 15 digits doubles keep decimals apart and in order.
  if (left.length <= 15 && right.length <= 15) return Math.sign(Number(left) - Number(right));
  const scale = Math.max(digitsAfterPoint(left), digitsAfterPoint(right));
  const difference = scaled(left, scale) - scaled(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function scaled(text: string, scale: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(scale, "0"));
}
