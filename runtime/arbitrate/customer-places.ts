import type { DueTime } from "./rules/rule.ts";

/** A place that somebody was accepted for, before or at the tick. */
export interface CustomerPlace {
  readonly due: DueTime;
  /** The campaign in whose caps per customer it counts; undefined where it counts in none. */
  readonly campaign: string | undefined;
  /** What the policy's lines see of it; undefined of members of holdouts: nobody contacted them. */
  readonly contact: AcceptedContact | undefined;
}

export interface AcceptedContact {
  readonly due: DueTime;
  readonly channel: string;
  readonly offers: readonly string[];
  readonly service: boolean;
}

/** What was accepted for each customer, in no order. */
export interface CustomerPlaces {
  /** The number of a place that many may have. */
  kind(place: CustomerPlace): number;
  /** Adds a place of a kind. */
  add(customer: number, kind: number): void;
  /** Those places that pass a test; it is asked once of all places of a kind. */
  those(test: (place: CustomerPlace) => boolean): ChosenPlaces;
  /** Looks at the newest places of some customers at once, so that memory is not waited for one by one; gives their kinds' sum. */
  look(some: Uint32Array, count: number): number;
}

/** Some of the customers' places. */
export interface ChosenPlaces {
  count(customer: number): number;
  of(customer: number): readonly CustomerPlace[];
}

/** Places of customers by their numbers, which are below `customers`: two numbers for each place. */
export function customerPlaces(customers: number): CustomerPlaces {
  const kinds: CustomerPlace[] = [];
  /** A customer's newest place; 0 for none, which is before the first. */
  const newest = new Uint32Array(customers);
  /** Of each place the customer's next older one, and its kind. */
  let places = new Uint32Array(FIRST * 2);
  let last = 0;
  const placesOf = function* (customer: number): Iterable<CustomerPlace> {
    for (let place = newest[customer] ?? 0; place > 0; place = places[place * 2] ?? 0) {
      const kind = kinds[places[place * 2 + 1] ?? 0];
      if (kind !== undefined) yield kind;
    }
  };
  return {
    kind: (place) => kinds.push(place) - 1,
    add(customer, kind) {
      last += 1;
      if (last * 2 >= places.length) places = lengthened(places);
      places[last * 2] = newest[customer] ?? 0;
      places[last * 2 + 1] = kind;
      newest[customer] = last;
    },
    those(test) {
      const passes: boolean[] = [];
      const ask = (kind: number): void => {
        for (let asked = passes.length; asked <= kind; asked += 1) {
          passes.push(test(kinds[asked] as CustomerPlace));
        }
      };
      return {
        count(customer) {
          let found = 0;
          for (let place = newest[customer] as number; place > 0; place = places[place * 2] as number) {
            const kind = places[place * 2 + 1] as number;
            if (kind >= passes.length) ask(kind);
            if (passes[kind] === true) found += 1;
          }
          return found;
        },
        of: (customer) => [...placesOf(customer)].filter(test),
      };
    },
    look(some, count) {
      let kindSum = 0;
      for (let index = 0; index < count; index += 1) {
        kindSum += places[(newest[some[index] as number] as number) * 2 + 1] as number;
      }
      return kindSum;
    },
  };
}

/** Places for which there is room from the beginning. */
const FIRST = 1024;

function lengthened(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return new Uint32Array(numbers.buffer.transfer(Math.ceil(numbers.length * 0.75) * 2 * 4));
}
