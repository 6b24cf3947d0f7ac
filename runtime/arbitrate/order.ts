import { type Instant, isoInstant } from "../calendar/instant.ts";
import { stableHash } from "../stable-hash.ts";
import { type CandidatePool, type PooledCandidates, REMOVED } from "./pool/candidate-pool.ts";

/**
 * The numbers of candidates in the order in which they are decided on, LANGUAGE § 9: priority (high first), value (high
 * first, unknown last), stable hash of (tick, campaign, customer), wave, event time, event id.
 */
export function inOrder(pool: CandidatePool, candidates: PooledCandidates, tick: Instant): Uint32Array {
  const { situation, situations, values, hashHigh } = candidates;
  const order = there(situation);
  const priorityOf = Uint16Array.from(situations, ({ judge }) => judge.campaign.priority);
  // By the last key first: each pass keeps the order of those before among its equals.
  const sort = wordSorter(order, situation);
  sort((candidate) => hashHigh[candidate] as number);
  for (const keys of values.toReversed()) {
    const words = downward(keys);
    sort((candidate) => words(candidate, 0));
    sort((candidate) => words(candidate, 1));
  }
  sort((candidate) => MOST_PRIORITY - (priorityOf[situation[candidate] as number] as number));
  return withTiesBroken(order, pool, candidates, isoInstant(tick));
}

const MOST_PRIORITY = 1000;

/** The bits of a word that one pass sorts by: three make a word. */
const DIGIT = 11;
const DIGITS = 2 ** DIGIT;

function there(situation: Uint32Array): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(situation.length);
  let count = 0;
  for (let candidate = 0; candidate < situation.length; candidate += 1) {
    if (situation[candidate] !== REMOVED) order[count++] = candidate;
  }
  return order.subarray(0, count);
}

type WordSort = (wordOf: (candidate: number) => number) => void;

/** Sorts an order by words of 32 bits, a digit at a time, in time that grows with their number alone. */
function wordSorter(order: Uint32Array, situation: Uint32Array): WordSort {
  const digits = new Uint16Array(situation.length);
  const places = new Uint32Array(DIGITS + 1);
  const sorted = new Uint32Array(order.length);
  /** Reads the digits as the keys lie: going by the order would be all over memory. Says whether they differ. */
  const readDigits = (wordOf: (candidate: number) => number, shift: number): boolean => {
    places.fill(0);
    for (let candidate = 0; candidate < digits.length; candidate += 1) {
      if (situation[candidate] === REMOVED) continue;
      const digit = (wordOf(candidate) >>> shift) & (DIGITS - 1);
      digits[candidate] = digit;
      places[digit + 1] = (places[digit + 1] as number) + 1;
    }
    return places[(digits[order[0] ?? 0] ?? 0) + 1] !== order.length;
  };
  return (wordOf) => {
    for (let shift = 0; shift < 32; shift += DIGIT) {
      if (!readDigits(wordOf, shift)) continue;
      for (let digit = 1; digit <= DIGITS; digit += 1) {
        places[digit] = (places[digit] as number) + (places[digit - 1] as number);
      }
      for (let index = 0; index < order.length; index += 1) {
        const candidate = order[index] as number;
        const digit = digits[candidate] as number;
        const place = places[digit] as number;
        sorted[place] = candidate;
        places[digit] = place + 1;
      }
      order.set(sorted);
    }
  };
}

/**
 * The words, low and high, by which numbers stand the highest first. The bits of negative numbers grow as they go down; those
 * of the others are turned over, and their sign keeps them before the negative ones.
 */
function downward(keys: Float64Array): (candidate: number, half: 0 | 1) => number {
  const words = new Uint32Array(keys.buffer, keys.byteOffset, keys.length * 2);
  return (candidate, half) => {
    const isNegative = (words[2 * candidate + 1] as number) >>> 31 === 1;
    const bits = words[2 * candidate + half] as number;
    if (isNegative) return bits;
    return half === 1 ? ~bits & 0x7fffffff : ~bits;
  };
}

/** Puts those in order whom priority, value and the first half of the hash leave together. */
function withTiesBroken(
  order: Uint32Array,
  pool: CandidatePool,
  candidates: PooledCandidates,
  tick: string,
): Uint32Array {
  const isTie = tieTest(candidates);
  const compare = tieOrder(pool, candidates, tick);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && isTie(order[start] as number, order[end] as number)) end += 1;
    if (end - start > 1) order.subarray(start, end).sort(compare);
    start = end;
  }
  return order;
}

function tieTest({
  situation,
  situations,
  values,
  hashHigh,
}: PooledCandidates): (a: number, b: number) => boolean {
  const priorityOf = situations.map(({ judge }) => judge.campaign.priority);
  return (a, b) =>
    hashHigh[a] === hashHigh[b] &&
    values.every((keys) => keys[a] === keys[b]) &&
    priorityOf[situation[a] as number] === priorityOf[situation[b] as number];
}

function tieOrder(
  pool: CandidatePool,
  { situation, situations, customer, hashLow, eventTime, eventOrder }: PooledCandidates,
  tick: string,
): (a: number, b: number) => number {
  const hashOf = (candidate: number): string => {
    const { campaign, customer: key } = pool.candidate(candidate);
    return stableHash([tick, campaign.name, key]);
  };
  const difference = (numbers: Float64Array | Uint32Array, a: number, b: number): number =>
    (numbers[a] ?? 0) - (numbers[b] ?? 0);
  return (a, b) => {
    const left = situations[situation[a] as number];
    const right = situations[situation[b] as number];
    if (left === undefined || right === undefined) throw new Error("a candidate without a situation");
    const sameHash = customer[a] === customer[b] && left.judge === right.judge;
    return (
      difference(hashLow, a, b) ||
      (sameHash ? 0 : compareText(hashOf(a), hashOf(b))) ||
      left.wave - right.wave ||
      difference(eventTime, a, b) ||
      difference(eventOrder, a, b) ||
      compareText(pool.candidate(a).occasion, pool.candidate(b).occasion)
    );
  };
}

/** Orders texts by their UTF-16 units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
