import type { PolicyCap } from "../../../plan/index.ts";
import type { LocalDate } from "../../calendar/local-date.ts";
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  multiplyByInteger,
  parseDecimal,
  ZERO,
} from "../../decimal.ts";
import type { PolicyPlaces } from "../../ledger/ledger.ts";
import { type MoneyInTwoCurrencies, recordedCost } from "../rules/budget.ts";
import { periodOf } from "../rules/period.ts";
import { type DueTime, NO_REFUSALS, type Proposal, type Rule } from "../rules/rule.ts";
import { offerTest } from "./offer-set.ts";
import { isInSegment, usesChannel } from "./scope.ts";

export type SharedLimit = Extract<PolicyCap, { readonly kind: "volume" | "money" }>;

/** What the limits of the policy on numbers and money start from. */
export interface LimitWorld {
  readonly places: readonly PolicyPlaces[];
  readonly dueTime: (due: number) => DueTime;
  readonly money: MoneyInTwoCurrencies;
}

/**
 * A line of the policy on numbers or money in calendar periods of the due times, across campaigns, service among them.
 * Treated and control take places in numbers, the treated alone in money.
 */
export function sharedLimitRule(
  cap: SharedLimit,
  holdsOn: (due: LocalDate) => boolean,
  world: LimitWorld,
): Rule {
  const isAbout = offerTest(cap.of);
  const count = counter(cap, world);
  for (const place of world.places) {
    if (!usesChannel(cap, place.channel) || !isAbout(place.offers)) continue;
    if (cap.for === undefined || place.segments.includes(cap.for)) count.addPlace(place);
  }
  const concerns = ({ candidate, channel, offerNames }: Proposal): boolean =>
    usesChannel(cap, channel.name) && isAbout(offerNames) && isInSegment(cap.for, candidate);
  const rule = cap.text;
  const full = cap.kind === "money" ? [{ code: "budget", rule }] : [{ code: "cap", rule }];
  return {
    against(proposal) {
      const { due } = proposal;
      if (due === undefined || !holdsOn(due.date) || !concerns(proposal)) return NO_REFUSALS;
      return count.isFull(proposal, due) ? full : NO_REFUSALS;
    },
    take(proposal) {
      if (proposal.due !== undefined && concerns(proposal)) count.add(proposal, proposal.due);
    },
  };
}

interface Counter {
  readonly addPlace: (place: PolicyPlaces) => void;
  readonly add: (proposal: Proposal, due: DueTime) => void;
  readonly isFull: (proposal: Proposal, due: DueTime) => boolean;
}

function counter(cap: SharedLimit, world: LimitWorld): Counter {
  return cap.kind === "volume" ? numberCounter(cap, world) : moneyCounter(cap, world);
}

function numberCounter(
  cap: Extract<SharedLimit, { readonly kind: "volume" }>,
  { dueTime }: LimitWorld,
): Counter {
  const taken = new Map<number, number>();
  const add = (period: number, count: number): void => {
    taken.set(period, (taken.get(period) ?? 0) + count);
  };
  return {
    addPlace: ({ due, count }) => add(periodOf(dueTime(due), cap.period), count),
    add({ arm }, due) {
      if (arm !== "universal") add(periodOf(due, cap.period), 1);
    },
    isFull: (_, due) => (taken.get(periodOf(due, cap.period)) ?? 0) >= cap.limit,
  };
}

function moneyCounter(
  cap: Extract<SharedLimit, { readonly kind: "money" }>,
  { dueTime, money }: LimitWorld,
): Counter {
  const limit = parseDecimal(cap.limit);
  const spent = new Map<number, Decimal>();
  const add = (period: number, cost: Decimal): void => {
    spent.set(period, addDecimals(spent.get(period) ?? ZERO, cost));
  };
  return {
    addPlace({ arm, due, costs, count }) {
      const cost = arm === "treated" ? recordedCost(costs, cap.currency, money) : undefined;
      if (cost !== undefined) add(periodOf(dueTime(due), cap.period), multiplyByInteger(cost, count));
    },
    add({ arm, costs }, due) {
      const cost = costs.get(cap.currency);
      if (arm === "treated" && cost !== undefined) add(periodOf(due, cap.period), cost);
    },
    isFull({ costs }, due) {
      const cost = costs.get(cap.currency);
      if (cost === undefined) return true;
      const total = addDecimals(spent.get(periodOf(due, cap.period)) ?? ZERO, cost);
      return compareDecimals(total, limit) > 0;
    },
  };
}
