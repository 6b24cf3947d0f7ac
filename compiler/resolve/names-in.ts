import type { EventTree, ExpressionTree, NameTree, SetTree } from "../../grammar/tree.ts";

/** Calls `visit` for every name written in an expression, in order of place, whatever it may turn out to mean. */
export function forEachName(tree: ExpressionTree | SetTree, visit: (name: NameTree) => void): void {
  switch (tree.kind) {
    case "name":
      visit(tree);
      return;
    case "number":
    case "text":
    case "boolean":
    case "date":
    case "instant":
    case "error":
      return;
    case "set":
      for (const member of tree.members) forEachName(member, visit);
      return;
    case "negate":
    case "convert":
    case "known":
    case "not":
    case "distance":
    case "date-part":
    case "as-of":
      forEachName(tree.operand, visit);
      return;
    case "arithmetic":
    case "or-else":
    case "comparison":
      forEachName(tree.left, visit);
      forEachName(tree.right, visit);
      return;
    case "between":
      forEachName(tree.operand, visit);
      forEachName(tree.low, visit);
      forEachName(tree.high, visit);
      return;
    case "membership":
      forEachName(tree.operand, visit);
      forEachName(tree.set, visit);
      return;
    case "contains":
      forEachName(tree.operand, visit);
      forEachName(tree.item, visit);
      return;
    case "starts-with":
      forEachName(tree.operand, visit);
      forEachName(tree.prefix, visit);
      return;
    case "exceeds":
      forEachName(tree.left, visit);
      forEachName(tree.right, visit);
      forEachName(tree.by, visit);
      return;
    case "and":
    case "or":
    case "extreme":
      for (const operand of tree.operands) forEachName(operand, visit);
      return;
    case "case":
      for (const branch of tree.branches) {
        forEachName(branch.when, visit);
        forEachName(branch.then, visit);
      }
      if (tree.otherwise !== undefined) forEachName(tree.otherwise, visit);
      return;
    case "top":
      forEachName(tree.of, visit);
      forEachName(tree.by, visit);
      return;
    case "daily":
      forEachName(tree.tag, visit);
      return;
    case "in-periods":
      forEachName(tree.predicate, visit);
      return;
    case "since-event":
      forEachName(tree.aggregate, visit);
      return;
    case "aggregate":
      forEachName(tree.subject, visit);
      if (tree.where !== undefined) forEachName(tree.where, visit);
      return;
  }
}

/** Calls `visit` for every name written in an event's declaration, its aliases left out. */
export function forEachNameOfFiring(firing: EventTree["firing"], visit: (name: NameTree) => void): void {
  switch (firing.kind) {
    case "on-event":
      visit(firing.event);
      break;
    case "pattern":
      for (const event of [firing.first, ...firing.steps.map((step) => step.event)]) {
        forEachNameOfFiring(event, visit);
      }
      return;
    case "reaches":
      forEachName(firing.subject, visit);
      forEachName(firing.figure, visit);
      break;
    case "date":
      visit(firing.of);
      break;
  }
  if (firing.where !== undefined) forEachName(firing.where, visit);
}
