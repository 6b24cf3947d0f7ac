import type { PolicyCap } from "../../../plan/index.ts";
import type { LocalDate } from "../../calendar/local-date.ts";
import { addDecimals, multiplyByInteger, parseDecimal, ZERO } from "../../decimal.ts";
import type { PolicyPlaces } from "../../ledger/places.ts";
import { type MoneyInTwoCurrencies, moneyPlaces, recordedCost } from "../rules/budget.ts";
import { periodOf } from "../rules/period.ts";
import {
  type ContactKind,
  type ContendedRule,
  type DueTime,
  type SharedPlaces,
  takeNothing,
} from "../rules/rule.ts";
import { tallies } from "../rules/tallies.ts";
import { offerTest } from "./offer-set.ts";
import { isInSegment, usesChannel } from "./scope.ts";

export type SharedLimit = Extract<PolicyCap, { readonly kind: "volume" | "money" }>;

/** What the limits of the policy on numbers and money go by. */
export interface LimitWorld {
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
): ContendedRule {
  const isAbout = offerTest(cap.of);
  return {
    kind: "contended",
    refusal: { code: cap.kind === "money" ? "budget" : "cap", rule: cap.text },
    begin({ policy }) {
      const count = counter(cap, world);
      for (const place of policy) {
        if (!usesChannel(cap, place.channel) || !isAbout(place.offers)) continue;
        if (cap.for === undefined || place.segments.includes(cap.for)) count.addPlace(place);
      }
      return (contacts) => {
        const { campaign, inSegment, channel, offerNames, due } = contacts;
        if (!usesChannel(cap, channel.name) || !isAbout(offerNames)) return undefined;
        if (!isInSegment(cap.for, { campaign, inSegment })) return undefined;
        const places = count.places(contacts);
        // Where another line stands in its place it refuses nobody, and counts all the same: its period may go on.
        return holdsOn(due.date) ? places : { ...places, isFull: () => false };
      };
    },
  };
}

interface Counter {
  readonly addPlace: (place: PolicyPlaces) => void;
  readonly places: (contacts: ContactKind) => SharedPlaces;
}

function counter(cap: SharedLimit, world: LimitWorld): Counter {
  return cap.kind === "volume" ? numberCounter(cap, world) : moneyCounter(cap, world);
}

function numberCounter(
  cap: Extract<SharedLimit, { readonly kind: "volume" }>,
  { dueTime }: LimitWorld,
): Counter {
  const taken = tallies(0);
  return {
    addPlace({ due, count }) {
      taken.of(periodOf(dueTime(due), cap.period)).sum += count;
    },
    places({ arm, due }) {
      const places = taken.of(periodOf(due, cap.period));
      return {
        kind: "shared",
        isFull: () => places.sum >= cap.limit,
        take:
          arm === "universal"
            ? takeNothing
            : () => {
                places.sum += 1;
              },
      };
    },
  };
}

function moneyCounter(
  cap: Extract<SharedLimit, { readonly kind: "money" }>,
  { dueTime, money }: LimitWorld,
): Counter {
  const limit = parseDecimal(cap.limit);
  const spent = tallies(ZERO);
  return {
    addPlace({ arm, due, costs, count }) {
      const cost = arm === "treated" ? recordedCost(costs, cap.currency, money) : undefined;
      if (cost === undefined) return;
      const tally = spent.of(periodOf(dueTime(due), cap.period));
      tally.sum = addDecimals(tally.sum, multiplyByInteger(cost, count));
    },
    places: ({ arm, due, costs }) =>
      moneyPlaces(spent.of(periodOf(due, cap.period)), { limit, cost: costs.get(cap.currency), arm }),
  };
}
