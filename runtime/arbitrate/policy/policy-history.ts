import type { Plan, PolicyRule } from "../../../plan/index.ts";
import type { Instant } from "../../calendar/instant.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { CustomerContact, PolicyPlaces } from "../../ledger/places.ts";
import { earliest, lookBack, spanBefore } from "../look-back.ts";

/**
 * Reads once what the policy's lines need for due times at or after the tick: contacts of single customers, which are
 * handed over one by one, and all customers' places.
 */
export async function readPolicyHistory(
  plan: Plan,
  tick: Instant,
  ledger: Ledger,
  take: (contact: CustomerContact) => void,
): Promise<readonly PolicyPlaces[]> {
  const { policy } = plan;
  if (policy === undefined) return [];
  const perCustomer = [
    ...policy.caps.filter(({ kind }) => kind === "customer").map((cap) => lookBack(cap, tick, plan)),
    ...policy.rules.flatMap((rule) => sequenceLookBack(rule, tick, plan)),
  ];
  const shared = policy.caps
    .filter(({ kind }) => kind !== "customer")
    .map((cap) => lookBack(cap, tick, plan));
  if (perCustomer.length > 0) {
    for await (const batch of ledger.customerContacts(earliest(perCustomer))) batch.forEach(take);
  }
  return shared.length === 0 ? [] : ledger.policyPlaces(earliest(shared));
}

/** None for lines that look at no other contacts. */
function sequenceLookBack(rule: PolicyRule, tick: Instant, plan: Plan): readonly Instant[] {
  switch (rule.kind) {
    case "never-after-offer":
    case "never-with":
    case "only-after":
      return [spanBefore(rule.within, tick, plan)];
    case "never-after-event":
    case "only-to":
    case "only-after-event":
      return [];
  }
}
