import type { CampaignProgram, Expression, Firing } from "../plan/index.ts";
import { type Instant, instantText } from "./calendar.ts";
import { evaluate, isHolding } from "./evaluate.ts";
import { customers, type Model } from "./model.ts";
import { occurrencesOf } from "./occurrence.ts";
import type { Row } from "./rows.ts";
import { canonicalText, type Value } from "./value.ts";

/** What a campaign remembers of its last tick: members of the segment, or each customer's value (null is unknown). */
export type Members = ReadonlyMap<string, string | null>;

/** What makes a candidate of a customer. */
export interface Fired {
  readonly customer: string;
  /** The event's id, else the tick. */
  readonly occasion: string;
  readonly event?: Row;
  readonly steps?: readonly Row[];
  readonly firedAt: Instant;
}

/**
 * What a campaign is fired by at the tick: occurrences from the span's first microsecond on up to the tick; or customers,
 * compared with the members of the last tick, where there was one to compare with.
 */
export function firings(
  { firing }: CampaignProgram,
  model: Model,
  from: Instant,
  members: Members | undefined,
): readonly Fired[] {
  const tick = { occasion: instantText(model.tick), firedAt: model.tick };
  switch (firing.kind) {
    case "always":
      return customers(model).map((customer) => ({ customer, ...tick }));
    case "when":
      return customers(model)
        .filter((customer) => isHolding(firing.predicate, { model, customer }))
        .map((customer) => ({ customer, ...tick }));
    case "enter":
    case "leave":
    case "change": {
      if (members === undefined) return [];
      return customers(model)
        .filter((customer) => hasMoved(firing, customer, model, members))
        .map((customer) => ({ customer, ...tick }));
    }
    case "event":
    case "pattern":
    case "reaches":
    case "date":
      return customers(model).flatMap((customer) => {
        const seen = new Set<string>();
        return occurrencesOf(firing, customer, model).flatMap(
          ({ time, id, event, steps }): readonly Fired[] => {
            // Of an id that the data hold twice the earlier stands.
            if (time < from || seen.has(id)) return [];
            seen.add(id);
            return [{ customer, occasion: id, event, steps, firedAt: time }];
          },
        );
      });
  }
}

type Membership = Extract<Firing, { readonly kind: "enter" | "leave" | "change" }>;

function hasMoved(firing: Membership, customer: string, model: Model, members: Members): boolean {
  if (firing.kind === "change") {
    const before = members.get(customer);
    if (before === undefined) return false;
    const now = stateOf(evaluate(firing.value, { model, customer }));
    return (
      before !== now &&
      isState(firing.from, before, customer, model) &&
      isState(firing.to, now, customer, model)
    );
  }
  const isIn = isHolding(firing.segment, { model, customer });
  return firing.kind === "enter" ? isIn && !members.has(customer) : !isIn && members.has(customer);
}

function isState(
  wanted: Expression | { readonly kind: "unknown" } | undefined,
  state: string | null,
  customer: string,
  model: Model,
): boolean {
  if (wanted === undefined) return true;
  return state === (wanted.kind === "unknown" ? null : stateOf(evaluate(wanted, { model, customer })));
}

function stateOf(value: Value): string | null {
  if (value === undefined) return null;
  return value.kind === "set" ? [...new Set(value.members)].sort().join(",") : canonicalText(value);
}

/** Who stands how at the tick; undefined for campaigns that don't compare. */
export function membersAt({ firing }: CampaignProgram, model: Model): Members | undefined {
  switch (firing.kind) {
    case "enter":
    case "leave":
      return new Map(
        customers(model)
          .filter((customer) => isHolding(firing.segment, { model, customer }))
          .map((customer) => [customer, ""]),
      );
    case "change":
      return new Map(
        customers(model).map((customer) => [customer, stateOf(evaluate(firing.value, { model, customer }))]),
      );
    default:
      return undefined;
  }
}
