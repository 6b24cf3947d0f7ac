import type { Reason } from "./records.ts";

/** A list of reasons and its number. */
export interface ReasonList {
  readonly number: number;
  readonly reasons: readonly Reason[];
  /** Whether it hasn't been numbered before, and is yet to be written. */
  readonly isNew: boolean;
}

/**
 * Numbers lists of reasons, equal ones once: thousands of rejections of a tick have the same few.
 * @param first the number of the first list
 */
export function reasonListNumbering(first: number): (reasons: readonly Reason[]) => ReasonList {
  // Lists mostly come as the same object again, which is found without looking into it.
  const numbers = new Map<readonly Reason[], number>();
  const byText = new Map<string, number>();
  return (reasons) => {
    const known = numbers.get(reasons);
    if (known !== undefined) return { number: known, reasons, isNew: false };
    const text = JSON.stringify(reasons.map(({ channel, code, rule }) => [channel, code, rule ?? null]));
    const same = byText.get(text);
    const number = same ?? first + byText.size;
    if (same === undefined) byText.set(text, number);
    numbers.set(reasons, number);
    return { number, reasons, isNew: same === undefined };
  };
}
