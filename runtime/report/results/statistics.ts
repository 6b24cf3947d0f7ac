/** How many of how many. */
export interface Proportion {
  readonly hits: number;
  readonly of: number;
}

/** The difference of two proportions with what is sure of it. */
export interface Difference {
  readonly difference: number;
  /** 95 % confidence interval: Newcombe's hybrid score, method 10 of 1998, without continuity correction. */
  readonly low: number;
  readonly high: number;
  /** Two-sided, of the hypothesis that there is no difference. */
  readonly pValue: number;
  readonly test: SignificanceTest;
}

/** Fisher's where a cell of the two by two table is expected to hold fewer than five; else that of the pooled z score. */
export type SignificanceTest = "fisher" | "z";

/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959963984540054;
const FEW = 5;

/**
 * Compares two independent proportions; undefined where there is nobody in one of them.
 * Newcombe RG, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998).
 */
export function compareProportions(first: Proportion, second: Proportion): Difference | undefined {
  if (first.of === 0 || second.of === 0) return undefined;
  const [p1, p2] = [first.hits / first.of, second.hits / second.of];
  const [l1, u1] = wilson(first);
  const [l2, u2] = wilson(second);
  const difference = p1 - p2;
  const test = isSparse(first, second) ? "fisher" : "z";
  return {
    difference,
    low: difference - Math.hypot(p1 - l1, u2 - p2),
    high: difference + Math.hypot(u1 - p1, p2 - l2),
    pValue: test === "fisher" ? fisher(first, second) : pooledZ(first, second),
    test,
  };
}

/** Wilson's score interval of one proportion. */
export function wilson({ hits, of }: Proportion): readonly [number, number] {
  const middle = 2 * hits + Z * Z;
  const spread = Z * Math.sqrt(Z * Z + (4 * hits * (of - hits)) / of);
  const width = 2 * (of + Z * Z);
  return [Math.max(0, (middle - spread) / width), Math.min(1, (middle + spread) / width)];
}

function isSparse(first: Proportion, second: Proportion): boolean {
  const hits = first.hits + second.hits;
  const all = first.of + second.of;
  return Math.min((Math.min(first.of, second.of) * Math.min(hits, all - hits)) / all) < FEW;
}

/** The z test of two proportions with their pooled variance: the square is Pearson's chi-squared. */
function pooledZ(first: Proportion, second: Proportion): number {
  const pooled = (first.hits + second.hits) / (first.of + second.of);
  const variance = pooled * (1 - pooled) * (1 / first.of + 1 / second.of);
  const z = (first.hits / first.of - second.hits / second.of) / Math.sqrt(variance);
  return complementaryError(Math.abs(z) / Math.SQRT2);
}

/** Fisher's exact test: the probability of all tables that are at most as likely as this one. */
function fisher(first: Proportion, second: Proportion): number {
  const hits = first.hits + second.hits;
  const all = first.of + second.of;
  const logChance = (inFirst: number): number =>
    logChoose(first.of, inFirst) + logChoose(second.of, hits - inFirst) - logChoose(all, hits);
  const observed = logChance(first.hits);
  let sum = 0;
  for (let inFirst = Math.max(0, hits - second.of); inFirst <= Math.min(first.of, hits); inFirst += 1) {
    const chance = logChance(inFirst);
    // As likely but for rounding is as likely.
    if (chance <= observed + 1e-7) sum += Math.exp(chance);
  }
  return Math.min(1, sum);
}

function logChoose(of: number, chosen: number): number {
  return logFactorial(of) - logFactorial(chosen) - logFactorial(of - chosen);
}

/** Below this Stirling's series is not exact enough. */
const SERIES_FROM = 16;

function logFactorial(count: number): number {
  let lifted = 0;
  let from = count;
  for (; from < SERIES_FROM; from += 1) lifted += Math.log(from + 1);
  const [inverse, x] = [1 / from, from];
  const series = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260 - inverse ** 7 / 1680;
  return x * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI * x) + series - lifted;
}

/** From here on the continued fraction converges fast; below, the series of the error function. */
const FRACTION_FROM = 2;

/** erfc of a number that is not below zero. */
function complementaryError(x: number): number {
  if (x < FRACTION_FROM) {
    let term = x;
    let sum = x;
    for (let n = 1; term > 1e-17 * sum; n += 1) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n -= 1) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
}
