import type { Policy } from "../../plan/index.ts";
import type { CheckedPolicy } from "../check/policy.ts";
import { booleanType } from "../check/types.ts";
import { sortedRecord } from "./canonical.ts";
import type { Collector, Reference } from "./collector.ts";
import { lowerOccurrence } from "./firing.ts";

/** The contact policy of the program; the segments and events that it names are added to `references`. */
export function lowerPolicy(
  { segments, occurrences, ...lines }: CheckedPolicy,
  collector: Collector,
  references: Set<Reference>,
): Policy {
  const asked = [...segments].map((name) => {
    references.add(`definition:${name}`);
    return [name, { kind: "definition", name, type: booleanType }] as const;
  });
  const happening = [...occurrences].map(
    ([name, occurrence]) => [name, lowerOccurrence(occurrence, collector, references)] as const,
  );
  return { ...lines, segments: sortedRecord(asked), occurrences: sortedRecord(happening) };
}
