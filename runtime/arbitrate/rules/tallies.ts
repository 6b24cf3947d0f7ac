/** What has been taken in a calendar period. */
export interface Tally<Sum> {
  sum: Sum;
}

/** Tallies by period, each beginning with the same. */
export function tallies<Sum>(zero: Sum): { readonly of: (period: number) => Tally<Sum> } {
  const known = new Map<number, Tally<Sum>>();
  return {
    of(period) {
      const found = known.get(period) ?? { sum: zero };
      known.set(period, found);
      return found;
    },
  };
}
