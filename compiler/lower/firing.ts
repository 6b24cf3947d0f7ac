import type { EventStep, Expression, Firing, Occurrence } from "../../plan/index.ts";
import type { CheckedFiring, CheckedOccurrence, CheckedStep } from "../check/checked.ts";
import type { TypedExpression } from "../check/typed-expression.ts";
import type { Collector, Reference } from "./collector.ts";
import { lowerExpression } from "./expression.ts";
import { meaningOf } from "./meaning.ts";

type Lower = (expression: TypedExpression) => Expression;

/** What fires a campaign; what it refers to is added to `references`. */
export function lowerFiring(firing: CheckedFiring, collector: Collector, references: Set<Reference>): Firing {
  const lower: Lower = (expression) => lowerExpression(expression, collector, references);
  switch (firing.kind) {
    case "always":
      return { kind: "always" };
    case "when":
      return { kind: "when", predicate: lower(firing.predicate) };
    case "event":
    case "pattern":
    case "reaches":
    case "date":
      return lowerOccurrence(firing, collector, references);
    case "enter":
    case "leave":
      return {
        kind: firing.kind,
        segment: lower(firing.segment),
        meaning: meaningOf(firing.segment, collector),
      };
    case "change": {
      const state = (value: TypedExpression | "unknown") =>
        value === "unknown" ? ({ kind: "unknown" } as const) : lower(value);
      return {
        kind: "change",
        value: lower(firing.value),
        ...(firing.from === undefined ? {} : { from: state(firing.from) }),
        ...(firing.to === undefined ? {} : { to: state(firing.to) }),
        meaning: meaningOf(firing.value, collector),
      };
    }
  }
}

/** What happens at a time, of a firing, a goal or a line of the policy; what it refers to is added to `references`. */
export function lowerOccurrence(
  occurrence: CheckedOccurrence,
  collector: Collector,
  references: Set<Reference>,
): Occurrence {
  const lower: Lower = (expression) => lowerExpression(expression, collector, references);
  switch (occurrence.kind) {
    case "event":
      return { kind: "event", ...lowerStep(occurrence, lower, references), ...aliasOf(occurrence) };
    case "pattern":
      return {
        kind: "pattern",
        first: { ...lowerStep(occurrence.first, lower, references), ...aliasOf(occurrence) },
        // biome-ignore lint/suspicious/noThenProperty: the plan's word for a chain's later steps; never awaited
        then: occurrence.steps.map((step) => ({
          ...lowerStep(step, lower, references),
          ...aliasOf(step),
          within: step.within,
          absent: step.absent,
        })),
        conditions: occurrence.conditions.map(lower),
      };
    case "reaches": {
      const { subject, figure, type, within, conditions } = occurrence;
      return {
        kind: "reaches",
        function: occurrence.function,
        ...lowerStep(occurrence, lower, references),
        ...(subject === undefined ? {} : { subject: lower(subject) }),
        figure,
        type,
        within,
        conditions: conditions.map(lower),
      };
    }
    case "date": {
      const { of, offset, anniversary, conditions } = occurrence;
      if (of.kind === "collection") references.add(`collection:${of.collection}`);
      return {
        kind: "date",
        of: of.kind === "tag" ? { ...of, value: lower(of.value) } : { ...of, where: of.where.map(lower) },
        ...(offset === undefined ? {} : { offset }),
        anniversary,
        conditions: conditions.map(lower),
      };
    }
  }
}

/** What messages call an event beside `event`. */
function aliasOf({ rows }: Pick<CheckedStep, "rows">): Pick<EventStep, "alias"> {
  return rows.alias === undefined ? {} : { alias: rows.alias };
}

function lowerStep(
  { event, where }: Pick<CheckedStep, "event" | "where">,
  lower: Lower,
  references: Set<Reference>,
): EventStep {
  const { name } = event.base;
  references.add(`event:${name}`);
  return { event: name, where: where.map(lower) };
}
