/** Numbers from 0 up to 1, the same for the same seed on every machine. */
export type Chance = () => number;

/** Mulberry32 by Tommy Ettinger: 32 bits of state, good enough to draw samples by. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
