import type { CampaignProgram, Expression, Firing, RowScope } from "../plan/index.ts";
import type { LocalDate } from "./calendar.ts";
import type { Decimal } from "./decimal.ts";
import { type Candidate, candidateOf, isExcluded } from "./detect.ts";
import { dateIn, evaluate, isHolding, type Scope } from "./evaluate.ts";
import { type Fired, firings } from "./firing.ts";
import type { Model } from "./model.ts";
import { rateOf } from "./rates.ts";
import type { Value } from "./value.ts";

/** What is known of a customer, and of the event that a campaign would be fired by, at a tick. */
export interface Facts {
  /** D */
  readonly today: LocalDate;
  /** Of tags, features, rows in scope and whatever is made of them. */
  answer(expression: Expression): Value;
  /** What `RateSource.per` units of a currency are worth in the project's, on D or the row's local date. */
  rateOf(currency: string, at: "tick" | RowScope): Decimal | undefined;
}

/** A customer, and perhaps an event, on whom a campaign could be asked to decide. */
export interface Judgement {
  readonly facts: Facts;
  /** Whether what the firing asks of the customer or of its event as a whole holds. */
  readonly fires: boolean;
  readonly isEligible: boolean;
  /** What she would get, eligible or not. */
  readonly candidate: Candidate;
}

/** So far back happens what is judged: conditions mean the same whenever it was. */
const YEAR = 366n * 86_400_000_000n;

/**
 * Everybody on whom a campaign could be asked to decide at a tick, eligible or not: all customers, or those to whom something
 * happened in the year before that could fire it, before conditions on customer and event are asked.
 */
export function judge(campaign: CampaignProgram, model: Model): readonly Judgement[] {
  const { conditions, unconditioned } = parted(campaign.firing);
  const concerned: CampaignProgram = { ...campaign, firing: unconditioned };
  return firings(concerned, model, model.tick - YEAR, undefined).map((fired) => {
    const scope = scopeOf(fired, model);
    const { customer } = fired;
    return {
      facts: factsIn(scope),
      fires: conditions.every((condition) => isHolding(condition, scope)),
      isEligible: isHolding(campaign.segment, { model, customer }) && !isExcluded(campaign, customer, model),
      candidate: candidateOf(campaign, fired, model),
    };
  });
}

/** A firing without what it asks of the customer or of its event as a whole, and that. */
function parted(firing: Firing): {
  readonly conditions: readonly Expression[];
  readonly unconditioned: Firing;
} {
  switch (firing.kind) {
    case "when":
      return { conditions: [firing.predicate], unconditioned: { kind: "always" } };
    case "event":
      return { conditions: firing.where, unconditioned: { ...firing, where: [] } };
    case "pattern":
    case "reaches":
      return { conditions: firing.conditions, unconditioned: { ...firing, conditions: [] } };
    case "date": {
      const { of, conditions } = firing;
      if (of.kind === "tag") return { conditions, unconditioned: { ...firing, conditions: [] } };
      const unconditioned: Firing = { ...firing, of: { ...of, where: [] }, conditions: [] };
      return { conditions: [...of.where, ...conditions], unconditioned };
    }
    case "always":
    case "enter":
    case "leave":
    case "change":
      return { conditions: [], unconditioned: { kind: "always" } };
  }
}

/** Conditions on the event as a whole speak of it as their row. */
function scopeOf({ customer, event, steps }: Fired, model: Model): Scope {
  return {
    model,
    customer,
    ...(event === undefined ? {} : { event, row: event }),
    ...(steps === undefined ? {} : { steps }),
  };
}

function factsIn(scope: Scope): Facts {
  const { model } = scope;
  return {
    today: model.today,
    answer: (expression) => evaluate(expression, scope),
    rateOf: (currency, at) => rateOf(currency, dateIn(at, scope), model),
  };
}
