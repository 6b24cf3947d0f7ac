import { type Instant, isoInstant } from "../calendar/instant.ts";
import { stableHash } from "../stable-hash.ts";
import { type CandidatePool, type PooledCandidates, REMOVED } from "./pool/candidate-pool.ts";
import type { Situation } from "./situation.ts";

/**
 * The numbers of candidates in the order in which they are decided on, LANGUAGE § 9: priority (high first), value (high
 * first, unknown last), stable hash of (tick, campaign, customer), wave, event time, event id.
 */
export function inOrder(pool: CandidatePool, candidates: PooledCandidates, tick: Instant): Uint32Array {
  const order = there(candidates.situation);
  sortByRank(order, candidates);
  const isSame = rankTest(candidates);
  const sameRank = (a: number, b: number): boolean => isSame(order[a] as number, order[b] as number);
  sortRuns(order, sameRank, hashSorter(pool, candidates, isoInstant(tick)));
  return order;
}

/** Sorts an order by priority and value. */
function sortByRank(order: Uint32Array, { situation, situations, values }: PooledCandidates): void {
  const priorityOf = Uint16Array.from(situations, ({ judge }) => judge.campaign.priority);
  // By the last key first: each sort keeps the order of those before among its equals.
  const sort = wordSorter(order, situation);
  const words = new Uint32Array(situation.length);
  for (const keys of values.toReversed()) {
    for (const half of HALVES) {
      putDownward(keys, half, words);
      sort(words);
    }
  }
  for (let candidate = 0; candidate < words.length; candidate += 1) {
    words[candidate] = MOST_PRIORITY - (priorityOf[situation[candidate] as number] ?? 0);
  }
  sort(words);
}

const MOST_PRIORITY = 1000;

function there(situation: Uint32Array): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(situation.length);
  let count = 0;
  for (let candidate = 0; candidate < situation.length; candidate += 1) {
    if (situation[candidate] !== REMOVED) order[count++] = candidate;
  }
  return order.subarray(0, count);
}

/** Bits that one pass sorts by: counting all digits that there are is worth it for many. */
function digitWidth(count: number): number {
  return count < 2 ** 16 ? 8 : 11;
}

/**
 * Sorts an order by the candidates' words of 32 bits, a digit at a time, in time that grows with their number alone. What needs
 * no order is read as it lies: going by the order is all over memory.
 */
function wordSorter(order: Uint32Array, situation: Uint32Array): (words: Uint32Array) => void {
  const width = digitWidth(order.length);
  const last = 2 ** width - 1;
  const places = new Uint32Array(last + 2);
  const sorted = new Uint32Array(order.length);
  const sortByDigit = (words: Uint32Array, shift: number): void => {
    places.fill(0);
    for (let candidate = 0; candidate < words.length; candidate += 1) {
      if (situation[candidate] === REMOVED) continue;
      const digit = ((words[candidate] as number) >>> shift) & last;
      places[digit + 1] = (places[digit + 1] as number) + 1;
    }
    addUp(places);
    for (let index = 0; index < order.length; index += 1) {
      const candidate = order[index] as number;
      const digit = ((words[candidate] as number) >>> shift) & last;
      const place = places[digit] as number;
      sorted[place] = candidate;
      places[digit] = place + 1;
    }
    order.set(sorted);
  };
  return (words) => {
    const differing = differingBits(words, situation, words[order[0] ?? 0] ?? 0);
    for (let shift = 0; shift < 32; shift += width) {
      if (((differing >>> shift) & last) !== 0) sortByDigit(words, shift);
    }
  };
}

/** The bits in which some words differ from one of them: most values have few digits. */
function differingBits(words: Uint32Array, situation: Uint32Array, one: number): number {
  let differing = 0;
  for (let candidate = 0; candidate < words.length; candidate += 1) {
    if (situation[candidate] !== REMOVED) differing |= (words[candidate] as number) ^ one;
  }
  return differing;
}

/** The low and the high word of a number. */
const HALVES = [0, 1] as const;

/**
 * Puts the words by which numbers stand the highest first. The bits of negative numbers grow as they go down; those of the
 * others are turned over, and their sign keeps them before the negative ones.
 */
function putDownward(keys: Float64Array, half: 0 | 1, words: Uint32Array): void {
  const bits = new Uint32Array(keys.buffer, keys.byteOffset, keys.length * 2);
  for (let candidate = 0; candidate < keys.length; candidate += 1) {
    const own = bits[2 * candidate + half] as number;
    const isNegative = (bits[2 * candidate + 1] as number) >>> 31 === 1;
    words[candidate] = isNegative ? own : half === 1 ? ~own & 0x7fffffff : ~own;
  }
}

/** Hands over each run of an order whose places are equal, where it is longer than one. */
function sortRuns(
  order: Uint32Array,
  isEqual: (a: number, b: number) => boolean,
  sort: (run: Uint32Array) => void,
): void {
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && isEqual(start, end)) end += 1;
    if (end - start > 1) sort(order.subarray(start, end));
    start = end;
  }
}

/** Whether priority and value leave two together. */
function rankTest({ situation, situations, values }: PooledCandidates): (a: number, b: number) => boolean {
  const priorityOf = situations.map(({ judge }) => judge.campaign.priority);
  return (a, b) =>
    priorityOf[situation[a] as number] === priorityOf[situation[b] as number] &&
    values.every((keys) => keys[a] === keys[b]);
}

/** Runs that are compared one with the other rather than sorted by digits. */
const FEW = 256;

/** Sorts candidates whom priority and value leave together. */
function hashSorter(
  pool: CandidatePool,
  candidates: PooledCandidates,
  tick: string,
): (run: Uint32Array) => void {
  const { hashHigh } = candidates;
  const compare = tieOrder(pool, candidates, tick);
  return (run) => {
    if (run.length < FEW) {
      run.sort(compare);
      return;
    }
    const words = sortByWords(run, hashHigh);
    sortRuns(
      run,
      (a, b) => words[a] === words[b],
      (same) => same.sort(compare),
    );
  };
}

/** Sorts a run by words that its order so far says nothing of: they are moved along with it. Gives them in their order. */
function sortByWords(run: Uint32Array, wordOf: Uint32Array): Uint32Array {
  let from = run;
  let to: Uint32Array = new Uint32Array(run.length);
  let words: Uint32Array = new Uint32Array(run.length);
  let wordsTo: Uint32Array = new Uint32Array(run.length);
  for (let index = 0; index < run.length; index += 1) {
    words[index] = wordOf[run[index] as number] as number;
  }
  const width = digitWidth(run.length);
  const last = 2 ** width - 1;
  const places = new Uint32Array(last + 2);
  for (let shift = 0; shift < 32; shift += width) {
    places.fill(0);
    for (let index = 0; index < words.length; index += 1) {
      const digit = ((words[index] as number) >>> shift) & last;
      places[digit + 1] = (places[digit + 1] as number) + 1;
    }
    addUp(places);
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index] as number;
      const digit = (word >>> shift) & last;
      const place = places[digit] as number;
      places[digit] = place + 1;
      to[place] = from[index] as number;
      wordsTo[place] = word;
    }
    [from, to] = [to, from];
    [words, wordsTo] = [wordsTo, words];
  }
  if (from !== run) run.set(from);
  return words;
}

function addUp(places: Uint32Array): void {
  for (let digit = 1; digit < places.length; digit += 1) {
    places[digit] = (places[digit] as number) + (places[digit - 1] as number);
  }
}

function tieOrder(
  pool: CandidatePool,
  { situation, situations, customer, hashHigh, eventTime, eventOrder }: PooledCandidates,
  tick: string,
): (a: number, b: number) => number {
  const hashOf = (candidate: number): string => {
    const { judge } = situations[situation[candidate] as number] as Situation;
    return stableHash([tick, judge.campaign.name, pool.customers.textOf(customer[candidate] as number)]);
  };
  const difference = (numbers: Float64Array | Uint32Array, a: number, b: number): number =>
    (numbers[a] ?? 0) - (numbers[b] ?? 0);
  return (a, b) => {
    const left = situations[situation[a] as number] as Situation;
    const right = situations[situation[b] as number] as Situation;
    const sameHash = customer[a] === customer[b] && left.judge === right.judge;
    return (
      difference(hashHigh, a, b) ||
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
