/** Choices made one after the other. */
export interface Choices {
  /** 0 … bound − 1. */
  below(bound: number): number;
  between(low: number, high: number): number;
  /** True for about so many of a hundred. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Some of a list, in its order. */
  some<T>(list: readonly T[], percent: number): readonly T[];
  shuffled<T>(list: readonly T[]): readonly T[];
  /** Deals a list's items in any order, each once before any comes again: what is dealt of is met evenly. */
  deck<T>(list: readonly T[]): () => T;
}

/** @param draw A number from 0 up to below the bound, all equally likely. */
export function choicesOf(draw: (bound: number) => number): Choices {
  const below = (bound: number): number => (bound <= 1 ? 0 : draw(bound));
  const pick = <T>(list: readonly T[]): T => {
    const index = below(list.length);
    if (index >= list.length) throw new Error("nothing to pick from");
    return list[index] as T;
  };
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (percent) => below(100) < percent,
    pick,
    some: (list, percent) => list.filter(() => below(100) < percent),
    shuffled(list) {
      const rest = [...list];
      return list.map(() => {
        const [taken] = rest.splice(below(rest.length), 1);
        return taken as (typeof rest)[number];
      });
    },
    deck<T>(list: readonly T[]) {
      let rest: T[] = [];
      return () => {
        if (rest.length === 0) rest = [...list];
        const [dealt] = rest.splice(below(rest.length), 1);
        return dealt as T;
      };
    },
  };
}
