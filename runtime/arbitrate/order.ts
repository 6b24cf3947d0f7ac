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
  // By the last key first: each sort keeps the order of those before among its equals.
  const sort = wordSorter(order, situation);
  sort(hashHigh);
  const words = new Uint32Array(candidates.size);
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
  return withTiesBroken(order, pool, candidates, isoInstant(tick));
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

/** From so many on, digits of 16 bits are worth the counting of all that there are. */
const MANY = 2 ** 16;

/**
 * Sorts an order by the candidates' words of 32 bits, a digit at a time, in time that grows with their number alone. What needs
 * no order is read as it lies: going by the order is all over memory.
 */
function wordSorter(order: Uint32Array, situation: Uint32Array): (words: Uint32Array) => void {
  const width = order.length < MANY ? 8 : 16;
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
    for (let digit = 1; digit <= last; digit += 1) {
      places[digit] = (places[digit] as number) + (places[digit - 1] as number);
    }
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
