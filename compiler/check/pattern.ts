import type { EventFiringTree, NameTree, PatternTree } from "../../grammar/tree.ts";
import type { CheckedFollowingStep, CheckedOccurrence, CheckedStep } from "./checked.ts";
import { type Context, report } from "./context.ts";
import { allOf } from "./expression.ts";
import { called, checkAlias, checkConditions, plainEventNamed } from "./occurrence.ts";
import { customerScope, type RowsInScope, type Scope } from "./scope.ts";
import { usesBeforeEvent } from "./typed-expression.ts";
import { checkDuration } from "./window.ts";

/** `A … followed by B … within D …`: in each step's `where` the earlier ones can be spoken of, the first as `event`. */
export function checkPattern(tree: PatternTree, context: Context): CheckedOccurrence | undefined {
  checkAliases([tree.first, ...tree.steps.map((step) => step.event)], context);
  const first = checkFirst(tree.first, context);
  const event: RowsInScope | undefined = first && { rows: first.rows, of: "event" };
  const steps: RowsInScope[] = [];
  const last = tree.steps.length - 1;
  const then = tree.steps.map((step, index): CheckedFollowingStep | undefined => {
    if (step.absent && index < last) report(context, "pattern-absent-middle", step.span, {});
    const within = checkDuration(step.within, context);
    const about: Scope = {
      ...customerScope,
      event,
      beforeEvent: true,
      steps: [...steps],
      ...(event === undefined ? { eventUnread: true } : {}),
    };
    const checked = checkFollowing(step.event, about, context);
    if (checked !== undefined && !step.absent) steps.push({ rows: checked.rows, of: `step ${index + 1}` });
    return checked && within && { ...checked, within, absent: step.absent };
  });
  const all = allOf(then);
  if (first === undefined || all === undefined) return undefined;
  if (all.some((step, index) => step.absent && index < last)) return undefined;
  return { kind: "pattern", rows: first.rows, first, steps: all, conditions: [] };
}

function checkFirst(tree: EventFiringTree, context: Context): CheckedStep | undefined {
  const plain = plainEventNamed(tree.event, context);
  if (plain === undefined) return undefined;
  const rows = called(plain.rows, tree);
  const row: RowsInScope = { rows, of: "row" };
  const scope: Scope = { ...customerScope, row, event: row, beforeEvent: true };
  const where = checkConditions(tree.where, scope, context);
  const alias = tree.alias?.text;
  return where && { event: plain.event, alias, rows, where: [...plain.where, ...where] };
}

function checkFollowing(tree: EventFiringTree, about: Scope, context: Context): CheckedStep | undefined {
  const plain = plainEventNamed(tree.event, context);
  if (plain === undefined) return undefined;
  if (usesBeforeEvent(plain.where)) {
    report(context, "before-event-derived", tree.event.span, { name: tree.event.text });
    return undefined;
  }
  const rows = called(plain.rows, tree);
  const where = checkConditions(tree.where, { ...about, row: { rows, of: "row" } }, context);
  const alias = tree.alias?.text;
  return where && { event: plain.event, alias, rows, where: [...plain.where, ...where] };
}

function checkAliases(events: readonly EventFiringTree[], context: Context): void {
  const seen = new Map<string, NameTree>();
  for (const event of events) {
    checkAlias(event, context);
    const { alias } = event;
    if (alias === undefined) continue;
    const first = seen.get(alias.text);
    if (first === undefined) seen.set(alias.text, alias);
    else {
      const related = [{ span: first.span, label: "it stands here first" }];
      report(context, "alias-doubled", alias.span, { name: alias.text }, { related });
    }
  }
}
