import type { CstNode } from "chevrotain";
import type { Span } from "../span.ts";
import type { ClauseTree, FiringTree } from "../tree.ts";
import { type Building, oneNode, oneToken, optionalNode, optionalToken, report } from "./building.ts";
import { buildEventFiring } from "./clause.ts";
import { buildExpression } from "./expression.ts";
import { buildSchedule } from "./schedule.ts";

/** The tree of `trigger SCHEDULE [FIRING]`; a firing without a schedule is a later version's. */
export function buildTrigger(building: Building, node: CstNode, span: Span): ClauseTree {
  const schedule = optionalNode(node, "schedule");
  const firing = optionalNode(node, "firingOfTrigger");
  if (schedule === undefined) {
    report(building, "later-form", span, { form: "a trigger without a schedule, decided in real time," });
  }
  return {
    kind: "trigger",
    schedule: schedule && buildSchedule(building, schedule),
    firing: firing && buildFiring(building, firing),
    span,
  };
}

function buildFiring(building: Building, node: CstNode): FiringTree {
  const when = optionalToken(node, "when");
  if (when === undefined) {
    const firing = buildEventFiring(building, oneNode(node, "firing"));
    return { ...firing, span: { ...firing.span, start: oneToken(node, "on").startOffset } };
  }
  const predicate = buildExpression(building, oneNode(node, "expression"));
  return { kind: "when", predicate, span: { ...predicate.span, start: when.startOffset } };
}
