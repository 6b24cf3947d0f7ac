import type { Plan, PolicyRule } from "../../../plan/index.ts";
import type { Instant } from "../../calendar/instant.ts";
import type { CustomerContact, Ledger, PolicyPlaces } from "../../ledger/ledger.ts";
import { earliest, lookBack, spanBefore } from "../history.ts";

/** What was accepted before, as far as the policy looks back. */
export interface PolicyHistory {
  /** Of the tick's candidates alone. */
  readonly contacts: readonly CustomerContact[];
  readonly places: readonly PolicyPlaces[];
}

/** Reads once what the policy's lines need for due times at or after the tick. */
export async function readPolicyHistory(
  plan: Plan,
  tick: Instant,
  ledger: Ledger,
  isCandidate: (customer: string) => boolean,
): Promise<PolicyHistory> {
  const { policy } = plan;
  if (policy === undefined) return { contacts: [], places: [] };
  const perCustomer = [
    ...policy.caps.filter(({ kind }) => kind === "customer").map((cap) => lookBack(cap, tick, plan)),
    ...policy.rules.flatMap((rule) => sequenceLookBack(rule, tick, plan)),
  ];
  const shared = policy.caps
    .filter(({ kind }) => kind !== "customer")
    .map((cap) => lookBack(cap, tick, plan));
  const contacts: CustomerContact[] = [];
  if (perCustomer.length > 0) {
    for await (const batch of ledger.customerContacts(earliest(perCustomer))) {
      for (const contact of batch) if (isCandidate(contact.customer)) contacts.push(contact);
    }
  }
  return {
    contacts,
    places: shared.length === 0 ? [] : await ledger.policyPlaces(earliest(shared)),
  };
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
