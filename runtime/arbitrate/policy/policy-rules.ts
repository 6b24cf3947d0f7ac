import type { Plan } from "../../../plan/index.ts";
import type { Rates } from "../../rates.ts";
import { type DueTime, NO_REFUSALS, type Rule, type StandingRule } from "../rules/rule.ts";
import { customerLimitRule } from "./customer-limit.ts";
import { inForce } from "./in-force.ts";
import { isInSegment } from "./scope.ts";
import { sequenceRule } from "./sequence.ts";
import { sharedLimitRule } from "./shared-limit.ts";

/** The rules of the contact policy, which all campaigns share, in the order in which reasons are recorded. */
export function policyRules(
  { policy, currency, calendar }: Plan,
  { rates, dueTime }: { readonly rates: Rates; readonly dueTime: (due: number) => DueTime },
): { readonly suppress: readonly Rule[]; readonly lines: readonly Rule[] } {
  if (policy === undefined) return { suppress: [], lines: [] };
  const limits = { dueTime, money: { projectCurrency: currency, rates } };
  return {
    suppress: policy.suppress.map(suppressionRule),
    lines: [
      ...policy.rules.map((line) => sequenceRule(line, calendar)),
      ...policy.caps.map((cap) => {
        const holdsOn = inForce(cap, policy.caps);
        return cap.kind === "customer"
          ? customerLimitRule(cap, holdsOn, calendar)
          : sharedLimitRule(cap, holdsOn, limits);
      }),
    ],
  };
}

/** Nobody of the segment is contacted, by service campaigns neither. */
function suppressionRule(segment: string): StandingRule {
  const suppressed = [{ code: "suppressed", rule: `suppress ${segment}` }];
  return {
    kind: "standing",
    against: ({ candidate }) => (isInSegment(segment, candidate) ? suppressed : NO_REFUSALS),
  };
}

/** The segments for which the policy limits numbers or money: contacts to their members must be known again later. */
export function limitedSegments({ policy }: Plan): ReadonlySet<string> {
  const caps = policy?.caps ?? [];
  return new Set(caps.flatMap((cap) => (cap.kind === "customer" || cap.for === undefined ? [] : [cap.for])));
}

/** The segments whose members limits of the policy are for. */
export function segmentsOfLimits({ policy }: Plan): readonly string[] {
  return [...new Set((policy?.caps ?? []).flatMap((cap) => cap.for ?? []))].sort();
}
