import type { Span } from "../span.ts";
import type { ClauseTree, OfferPropertyTree } from "../tree.ts";
import { type Building, report } from "../tree-builder/building.ts";
import { countTree } from "../tree-builder/literals.ts";
import type { ClauseKeyword, PropertyKeyword } from "../words.ts";
import { type Reading, spanOfTokens } from "./reading.ts";
import { type RuleTree, readSection, type Section, type SectionResult } from "./section.ts";

/** Reads what stands behind a line's keyword. */
type LineForm<Line> = (reading: Reading, section: Section) => SectionResult<Line>;

/** A line that a rule reads, and what is made of it; the span reaches from the keyword to the line's end. */
function line<Name extends Parameters<typeof readSection>[2], Line>(
  rule: Name,
  complete: (read: RuleTree<Name>, span: Span, building: Building) => Line,
): LineForm<Line> {
  return (reading, section) =>
    readSection(reading, section, rule, (read, building, last) => {
      const keyword = reading.tokens[section.from - 1] ?? last;
      return complete(read, spanOfTokens(reading, keyword, last), building);
    });
}

/** What stands behind each clause's keyword. */
export const clauseLines: Readonly<Record<ClauseKeyword, LineForm<ClauseTree>>> = {
  owner: line("text", (owner, span) => ({ kind: "owner", owner, span })),
  status: line("name", (status, span) => ({ kind: "status", status, span })),
  purpose: line("name", (purpose, span) => ({ kind: "purpose", purpose, span })),
  segment: line("expression", (predicate, span) => ({ kind: "segment", predicate, span })),
  exclude: line("expression", (predicate, span) => ({ kind: "exclude", predicate, span })),
  trigger: line("trigger", ({ schedule, firing }, span, building) => {
    if (schedule === undefined) {
      report(building, "later-form", span, { form: "a trigger without a schedule, decided in real time," });
    }
    return { kind: "trigger", schedule, firing, span };
  }),
  window: line("campaignWindow", (parts, span) => ({ kind: "window", ...parts, span })),
  offer: line("routes", (routes, span) => ({ kind: "offer", routes, span })),
  channel: line("routes", (routes, span) => ({ kind: "channel", routes, span })),
  priority: line("number", (number, span, building) => {
    return { kind: "priority", priority: countTree(building, number, 0), span };
  }),
  value: line("expression", (value, span) => ({ kind: "value", value, span })),
  caps: line("caps", (caps, span) => ({ kind: "caps", caps, span })),
  holdout: line("expression", (share, span) => ({ kind: "holdout", share, span })),
};

/** What stands behind the keyword of each of an offer's lines. */
export const propertyLines: Readonly<Record<PropertyKeyword, LineForm<OfferPropertyTree>>> = {
  product: line("name", (product, span) => ({ kind: "product", product, span })),
  group: line("names", (groups, span) => ({ kind: "group", groups, span })),
  value: line("expression", (value, span) => ({ kind: "value", value, span })),
  cost: line("expression", (cost, span) => ({ kind: "cost", cost, span })),
  valid: line("validity", (valid, span) => ({ kind: "valid", valid, span })),
  message: line("message", (parts, span) => ({ kind: "message", ...parts, span })),
};
