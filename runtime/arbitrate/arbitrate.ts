import { type Contest, contestMaker, decide, type Outcome } from "./contest.ts";
import type { History } from "./history.ts";
import type { Court } from "./judge.ts";
import { inOrder } from "./order.ts";
import type { CandidatePool } from "./pool/candidate-pool.ts";

/** What was decided on a tick's candidates. */
export interface Arbitration {
  /** Numbers of candidates in the order in which they were decided on. */
  readonly order: Uint32Array;
  /** In the same order: on which channel of her list she was accepted, else −1 less the number of what stands against her. */
  readonly decisions: Int32Array;
  /** By candidate. */
  readonly contestOf: (candidate: number) => Contest;
  readonly contests: readonly Contest[];
  /** What stands against rejected candidates, by number. */
  readonly outcomes: readonly Outcome[];
  readonly accepted: number;
  readonly rejected: number;
}

/**
 * Decides on all candidates of a tick, LANGUAGE § 9: in one order, each is accepted on the first channel of its
 * list on which every rule allows it, else rejected with every rule that stands against it on each channel.
 */
export function arbitrate(pool: CandidatePool, { tick }: Pick<Court, "tick">, history: History): Arbitration {
  const candidates = pool.close();
  const order = inOrder(pool, candidates, tick);
  const contests = candidates.situations.map(contestMaker(history));
  const decisions = new Int32Array(order.length);
  const outcomes: Outcome[] = [];
  let accepted = 0;
  const { situation, customer } = candidates;
  const situationOf = new Uint32Array(AT_ONCE);
  const customerOf = new Uint32Array(AT_ONCE);
  for (let start = 0; start < order.length; start += AT_ONCE) {
    const count = Math.min(AT_ONCE, order.length - start);
    for (let index = 0; index < count; index += 1) {
      const candidate = order[start + index] as number;
      situationOf[index] = situation[candidate] as number;
      customerOf[index] = customer[candidate] as number;
    }
    history.customers.look(customerOf, count);
    for (let index = 0; index < count; index += 1) {
      const contest = contests[situationOf[index] as number] as Contest;
      const decided = decide(contest, customerOf[index] as number, history.customers, accepted);
      if (typeof decided === "number") {
        decisions[start + index] = decided;
        accepted += 1;
      } else {
        if (decided.number < 0) decided.number = outcomes.push(decided) - 1;
        decided.rejected += 1;
        decisions[start + index] = -1 - decided.number;
      }
    }
  }
  const contestOf = (candidate: number): Contest => contests[situation[candidate] as number] as Contest;
  return { order, decisions, contestOf, contests, outcomes, accepted, rejected: order.length - accepted };
}

/**
 * Candidates of which is read at once what decides on them. In their order they lie all over memory: to wait for each by
 * herself would take longer than to decide.
 */
const AT_ONCE = 512;
