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
  /** The customer's places that pass the test. */
  of(customer: number, test: (place: CustomerPlace) => boolean): readonly CustomerPlace[];
}

const NONE: readonly CustomerPlace[] = [];

/** Places of customers by their numbers, which are below `customers`: two numbers for each place. */
export function customerPlaces(customers: number): CustomerPlaces {
  const kinds: CustomerPlace[] = [];
  /** A customer's newest place, and each place's next older one, plus one; 0 for none. */
  const newest = new Uint32Array(customers);
  let older = new Uint32Array(1024);
  let kindOf = new Uint32Array(1024);
  let count = 0;
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
    of(customer, test) {
      let found: CustomerPlace[] | undefined;
      for (let next = newest[customer] ?? 0; next > 0; next = older[next - 1] ?? 0) {
        const place = kinds[kindOf[next - 1] ?? 0];
        if (place === undefined || !test(place)) continue;
        if (found === undefined) found = [place];
        else found.push(place);
      }
      return found ?? NONE;
    },
  };
}

function lengthened(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  return new Uint32Array(numbers.buffer.transfer(Math.ceil(numbers.length * 1.5) * 4));
}
