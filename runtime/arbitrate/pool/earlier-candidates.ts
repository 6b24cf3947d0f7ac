import type { CandidatePool } from "./candidate-pool.ts";

/** Finds out whether a lot has a candidate already. */
export interface EarlierCandidates {
  /** The number of the candidate with the same customer and occasion; undefined where there is none. */
  find(customer: string, occasion: string): number | undefined;
  /** Notes a candidate under its number. */
  put(number: number, occasion: string): void;
}

const FIRST_PLACES = 1024;

/**
 * A table by the hash of customer and occasion, two numbers a place. A hash says what may be the same; what is, the
 * candidate that was put aside.
 */
export function earlierCandidates(pool: CandidatePool): EarlierCandidates {
  /** Numbers of candidates plus one; 0 where there is none. */
  let numbers = new Uint32Array(FIRST_PLACES);
  let hashes = new Uint32Array(FIRST_PLACES);
  let count = 0;
  const insert = (number: number, hash: number): void => {
    const mask = numbers.length - 1;
    let place = hash & mask;
    while (numbers[place] !== 0) place = (place + 1) & mask;
    numbers[place] = number + 1;
    hashes[place] = hash;
  };
  const enlarge = (): void => {
    const [oldNumbers, oldHashes] = [numbers, hashes];
    numbers = new Uint32Array(oldNumbers.length * 2);
    hashes = new Uint32Array(oldNumbers.length * 2);
    for (const [place, number] of oldNumbers.entries()) {
      if (number > 0) insert(number - 1, oldHashes[place] ?? 0);
    }
  };
  return {
    find(customer, occasion) {
      const known = pool.customers.find(customer);
      if (known === undefined) return undefined;
      const hash = hashOf(known, occasion);
      const mask = numbers.length - 1;
      for (let place = hash & mask; numbers[place] !== 0; place = (place + 1) & mask) {
        const number = (numbers[place] ?? 0) - 1;
        if (hashes[place] !== hash || pool.customerOf(number) !== known) continue;
        // Those that were taken out have another in their place.
        if (pool.has(number) && pool.candidate(number).occasion === occasion) return number;
      }
      return undefined;
    },
    put(number, occasion) {
      count += 1;
      if (count * 2 > numbers.length) enlarge();
      insert(number, hashOf(pool.customerOf(number), occasion));
    },
  };
}

function hashOf(customer: number, occasion: string): number {
  let hash = Math.imul(customer ^ 0x811c9dc5, 0x9e3779b1);
  for (let index = 0; index < occasion.length; index += 1) {
    hash = Math.imul(hash ^ occasion.charCodeAt(index), 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
