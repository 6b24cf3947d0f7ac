import type { Plan } from "../../../plan/index.ts";
import type { Rates } from "../../rates.ts";
import { type DueTime, NO_REFUSALS, type Rule, takeNothing } from "../rules/rule.ts";
import { acceptedContacts } from "./accepted.ts";
import { customerLimitRule } from "./customer-limit.ts";
import { inForce } from "./in-force.ts";
import type { PolicyHistory } from "./policy-history.ts";
import { isInSegment } from "./scope.ts";
import { sequenceRule } from "./sequence.ts";
import { sharedLimitRule } from "./shared-limit.ts";

/** The rules of the contact policy, which all campaigns share, in the order in which reasons are recorded. */
export function policyRules(
  { policy, currency, calendar }: Plan,
  history: PolicyHistory,
  world: { readonly rates: Rates; readonly dueTime: (due: number) => DueTime },
): { readonly suppress: readonly Rule[]; readonly lines: readonly Rule[] } {
  if (policy === undefined) return { suppress: [], lines: [] };
  const { rates, dueTime } = world;
  const accepted = acceptedContacts(history.contacts, dueTime);
  const limits = { places: history.places, dueTime, money: { projectCurrency: currency, rates } };
  return {
    suppress: policy.suppress.map(suppressionRule),
    lines: [
      ...policy.rules.map((line) => sequenceRule(line, accepted, calendar)),
      ...policy.caps.map((cap) => {
        const holdsOn = inForce(cap, policy.caps);
        return cap.kind === "customer"
          ? customerLimitRule(cap, holdsOn, accepted, calendar)
          : sharedLimitRule(cap, holdsOn, limits);
      }),
      accepted.record,
    ],
  };
}

/** Nobody of the segment is contacted, by service campaigns neither. */
function suppressionRule(segment: string): Rule {
  const suppressed = [{ code: "suppressed", rule: `suppress ${segment}` }];
  return {
    against: ({ candidate }) => (isInSegment(segment, candidate) ? suppressed : NO_REFUSALS),
    take: takeNothing,
  };
}

/** The segments for which the policy limits numbers or money: contacts to their members must be known again later. */
export function limitedSegments({ policy }: Plan): ReadonlySet<string> {
  const caps = policy?.caps ?? [];
  return new Set(caps.flatMap((cap) => (cap.kind === "customer" || cap.for === undefined ? [] : [cap.for])));
}
