// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what is looked for is source text.
import type { Mutant } from "./fault.ts";

/** Faults in offers, arbitration and further waves that a look at either would tell. */
export const DECISIONS: readonly Mutant[] = [
  // Routes and offers.
  {
    what: "of equal scores the last written wins",
    file: "compiler/emit/sql/routes.ts",
    find: "...names.map((_, index) => ({ index, also: [fragment`${score(index)} = ${best}`] })),",
    replace:
      "...names.map((_, index) => ({ index, also: [fragment`${score(index)} = ${best}`] })).reverse(),",
  },
  {
    what: "offers that are not valid on D are weighed too",
    file: "compiler/emit/sql/routes.ts",
    find: 'if (offer?.valid?.kind !== "dates") return undefined;',
    replace: 'if (offer?.valid?.kind !== "from-contact") return undefined;',
  },
  {
    what: "an offer's last day is over",
    file: "runtime/arbitrate/terms.ts",
    find: "due.date <= valid.to",
    replace: "due.date < valid.to",
  },
  // Arbitration.
  {
    what: "unknown values come first",
    file: "runtime/arbitrate/pool/value-keys.ts",
    find: "[Number.NEGATIVE_INFINITY]",
    replace: "[Number.POSITIVE_INFINITY]",
  },
  {
    what: "low priority goes first",
    file: "runtime/arbitrate/order.ts",
    find: "MOST_PRIORITY - (priorityOf[situation[candidate] as number] ?? 0)",
    replace: "priorityOf[situation[candidate] as number] ?? 0",
  },
  {
    what: "candidates of equal value are not ordered by the hash",
    file: "runtime/arbitrate/order.ts",
    find: "difference(hashHigh, a, b) ||\n      (sameHash ? 0 : compareText(hashOf(a), hashOf(b))) ||",
    replace: "",
  },
  {
    what: "spans of caps are a day too long",
    file: "runtime/arbitrate/rules/customer-cap.ts",
    find: "const end = epochDay(addToDate(dateOfEpochDay(mark), duration, calendar));",
    replace: "const end = epochDay(addToDate(dateOfEpochDay(mark), duration, calendar)) + 1;",
  },
  {
    what: "further waves take the campaign's cap",
    file: "runtime/arbitrate/contest.ts",
    find: "campaign: wave === 0 ? campaign.name : undefined,",
    replace: "campaign: campaign.name,",
  },
  {
    what: "a refusal ends the list of reasons",
    file: "runtime/arbitrate/contest.ts",
    find: "all.toSorted((a, b) => a.rule - b.rule)",
    replace: "all.toSorted((a, b) => a.rule - b.rule).slice(0, 1)",
  },
  {
    what: "the span of `never after` ends a day early",
    file: "runtime/arbitrate/policy/sequence.ts",
    find: "earlier <= later && later <= lastDay(earlier)",
    replace: "earlier <= later && later < lastDay(earlier)",
  },
  {
    what: "`only` is never refused",
    file: "runtime/arbitrate/policy/sequence.ts",
    find: "isAbout(offerNames) && !isInSegment(line.segment, candidate)",
    replace: "isAbout(offerNames) && isInSegment(line.segment, candidate)",
  },
  {
    what: "members of the universal holdout take places in numbers",
    file: "runtime/arbitrate/policy/shared-limit.ts",
    find: 'arm === "universal"',
    replace: "arm === undefined",
  },
  {
    what: "hours include their end",
    file: "runtime/calendar/due.ts",
    find: "from < to ? at >= from && at < to",
    replace: "from < to ? at >= from && at <= to",
  },
  {
    what: "business days are not waited for",
    file: "runtime/calendar/due.ts",
    find: "if (hours.businessDaysOnly && !isBusinessDay",
    replace: "if (!hours.businessDaysOnly && !isBusinessDay",
  },
  {
    what: "a wave is tried a second time after its time",
    file: "runtime/detect/waves.ts",
    find: "count: 2 * after.count }, timezone",
    replace: "count: 3 * after.count }, timezone",
  },
  {
    what: "a wave's goal is not looked for",
    file: "runtime/detect/waves.ts",
    find: "if (met || responded) count.ended += 1;",
    replace: "if (responded) count.ended += 1;",
  },
];
