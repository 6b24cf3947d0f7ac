import { chanceOf } from "../../faults/chance.ts";

/** Draws that look random and are the same for a seed. */
export interface Draw {
  readonly chance: (probability: number) => boolean;
  /** A whole number, both ends included. */
  readonly between: (least: number, most: number) => number;
  readonly pick: <Value>(values: readonly Value[]) => Value;
  /** As `pick`, the first ones more often. */
  readonly first: <Value>(values: readonly Value[]) => Value;
}

export function drawing(seed: number): Draw {
  const { next, below } = chanceOf(seed);
  const at = <Value>(values: readonly Value[], share: number): Value => {
    if (values.length === 0) throw new Error("nothing to draw from");
    return values[Math.floor(share * values.length)] as Value;
  };
  return {
    chance: (probability) => next() < probability,
    between: (least, most) => least + below(most - least + 1),
    pick: (values) => at(values, next()),
    first: (values) => at(values, next() ** 2),
  };
}
