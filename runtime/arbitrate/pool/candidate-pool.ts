import { isoInstant } from "../../calendar/instant.ts";
import type { Candidate } from "../../detect/candidate.ts";
import type { Md5 } from "../../md5.ts";
import { stableHashAfter } from "../../stable-hash.ts";
import type { Court, Judge } from "../judge.ts";
import { segmentsOfLimits } from "../policy/policy-rules.ts";
import { type Situation, situationFinder } from "../situation.ts";
import { column, exactColumn } from "./column.ts";
import { type CustomerNumbers, customerNumbers } from "./customer-numbers.ts";
import { textsAside } from "./texts-aside.ts";
import { valueKeys } from "./value-keys.ts";

/**
 * All candidates of a tick. Of each it holds some numbers, which decide on her; the rest, from which the candidate can be made
 * again, is a text that is put aside.
 */
export interface CandidatePool {
  readonly customers: CustomerNumbers;
  /** Numbers of candidates are below it. */
  readonly size: number;
  /** For a campaign's candidates of one source; `restore` makes a candidate again of the text that was given with it. */
  lot(judge: Judge, restore: (text: string) => Candidate): Lot;
  /** The candidate's customer, by number. */
  customerOf(candidate: number): number;
  /** Makes the candidate again. */
  candidate(number: number): Candidate;
  textOf(number: number): string;
  /** Whether a candidate is there still. */
  has(number: number): boolean;
  /** Takes a candidate out again. */
  remove(number: number): void;
  /** What the candidates are decided by; nothing may be added any more. */
  close(): PooledCandidates;
  /** Lets go of what was put aside. */
  release(): void;
}

/** Candidates of one campaign and source. */
export interface Lot {
  /** Gives the candidate's number. */
  add(candidate: Candidate, text: string): number;
}

/** Numbers by candidate. */
export interface PooledCandidates {
  readonly size: number;
  readonly situations: readonly Situation[];
  /** Which of the situations a candidate is in; `REMOVED` where it was taken out. */
  readonly situation: Uint32Array;
  readonly customer: Uint32Array;
  /** The keys of its value, the first first. */
  readonly values: readonly Float64Array[];
  /** The first 32 bits of the stable hash of tick, campaign and customer. */
  readonly hashHigh: Uint32Array;
  /** Empty where no candidate has an event. */
  readonly eventTime: Float64Array;
  readonly eventOrder: Float64Array;
}

export const REMOVED = 0xffffffff;

/** The numbers of a candidate's value, of which most have one. */
const VALUE_KEYS = 3;

export function candidatePool({ plan, tick }: Pick<Court, "plan" | "tick">): CandidatePool {
  const segments = segmentsOfLimits(plan);
  const tickText = isoInstant(tick);
  const customers = customerNumbers();
  const texts = textsAside();
  const situations: Situation[] = [];
  const restorers: ((text: string) => Candidate)[] = [];
  const situation = column();
  const customer = column();
  const hashHigh = column();
  const eventTime = exactColumn();
  const eventOrder = exactColumn();
  const values = Array.from({ length: VALUE_KEYS }, exactColumn);
  const keysOf = lastRemembered(valueKeys);
  let size = 0;

  const put = (candidate: Candidate, itsSituation: number, hash: Md5): void => {
    situation.set(size, itsSituation);
    customer.set(size, customers.numberOf(candidate.customer));
    hash.digest(candidate.customer);
    hashHigh.set(size, hash.high);
    eventTime.set(size, candidate.event?.time ?? 0);
    eventOrder.set(size, candidate.eventOrder);
    const keys = keysOf(candidate.value);
    for (let index = 0; index < keys.length; index += 1) values[index]?.set(size, keys[index] as number);
  };
  return {
    customers,
    get size() {
      return size;
    },
    lot(judge, restore) {
      const find = situationFinder(judge, segments);
      const hash = stableHashAfter([tickText, judge.campaign.name]);
      const numbers = new Map<Situation, number>();
      return {
        add(candidate, text) {
          const found = find(candidate);
          let number = numbers.get(found);
          if (number === undefined) {
            number = situations.push(found) - 1;
            restorers.push(restore);
            numbers.set(found, number);
          }
          put(candidate, number, hash);
          texts.append(text);
          size += 1;
          return size - 1;
        },
      };
    },
    customerOf: customer.at,
    candidate(number) {
      const restore = restorers[situation.at(number)];
      if (restore === undefined) throw new Error("a candidate is asked for that was taken out");
      return restore(texts.read(number));
    },
    textOf: texts.read,
    has: (number) => situation.at(number) !== REMOVED,
    remove: (number) => situation.set(number, REMOVED),
    close: () => ({
      size,
      situations,
      situation: situation.close(size),
      customer: customer.close(size),
      values: values.filter((keys) => !keys.isBlank).map((keys) => keys.close(size)),
      hashHigh: hashHigh.close(size),
      eventTime: eventTime.close(eventTime.isBlank ? 0 : size),
      eventOrder: eventOrder.close(eventOrder.isBlank ? 0 : size),
    }),
    release: texts.close,
  };
}

/** One candidate's value is often the next one's too. */
function lastRemembered<Key, Result>(work: (key: Key) => Result): (key: Key) => Result {
  let last: { readonly key: Key; readonly result: Result } | undefined;
  return (key) => {
    if (last === undefined || last.key !== key) last = { key, result: work(key) };
    return last.result;
  };
}
