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
}

/** Some of the customers' places. */
export interface ChosenPlaces {
  count(customer: number): number;
  of(customer: number): readonly CustomerPlace[];
}

/** Places of customers by their numbers, which are below `customers`: two numbers for each place. */
export function customerPlaces(customers: number): CustomerPlaces {
  const kinds: CustomerPlace[] = [];
  /** A customer's newest place, and each place's next older one, plus one; 0 for none. */
  const newest = new Uint32Array(customers);
  let older = new Uint32Array(FIRST);
  let kindOf = new Uint32Array(FIRST);
  let count = 0;
  const placesOf = function* (customer: number): Iterable<CustomerPlace> {
    for (let next = newest[customer] ?? 0; next > 0; next = older[next - 1] ?? 0) {
      const place = kinds[kindOf[next - 1] ?? 0];
      if (place !== undefined) yield place;
    }
  };
  return {
    kind: (place) => kinds.push(place) - 1,
    add(customer, kind) {
      if (count === older.length) {
        older = lengthened(older);
        kindOf = lengthened(kindOf);
      }
      older[count] = newest[customer] ?? 0;
      kindOf[count] = kind;
      count += 1;
      newest[customer] = count;
    },
    those(test) {
      const passes: boolean[] = [];
      return {
        count(customer) {
          let found = 0;
          for (let next = newest[customer] as number; next > 0; next = older[next - 1] as number) {
            const kind = kindOf[next - 1] as number;
            for (let asked = passes.length; asked <= kind; asked += 1) {
              passes.push(test(kinds[asked] as CustomerPlace));
            }
            if (passes[kind] === true) found += 1;
          }
          return found;
        },
        of: (customer) => [...placesOf(customer)].filter(test),
      };
    },
  };
}

/** Places for which there is room from the beginning. */
const FIRST = 1024;

function lengthened(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return new Uint32Array(numbers.buffer.transfer(Math.ceil(numbers.length * 1.5) * 4));
}
