import type { Span } from "../../grammar/span.ts";
import type { EventFiringTree, EventTree, ExpressionTree, NameTree } from "../../grammar/tree.ts";
import type { CheckedOccurrence } from "./checked.ts";
import { type Context, report } from "./context.ts";
import { checkDateFiring, dateSubject } from "./date-firing.ts";
import { occurrenceNamed, plainEvent } from "./definition.ts";
import { checkPredicate } from "./expression.ts";
import { warnNeverHolds } from "./never.ts";
import { checkPattern } from "./pattern.ts";
import { checkReaches, reachesRows } from "./reaches.ts";
import { customerScope, type Rows, type RowsInScope, type Scope } from "./scope.ts";
import { conjuncts, type TypedExpression, usesBeforeEvent } from "./typed-expression.ts";
import { warnUnknowns } from "./unknown.ts";

/** What happens at a time: all that an event's declaration and `on` can name but entering, leaving and change. */
export type OccurrenceTree = EventTree["firing"];

/** An occurrence that fires a campaign or is declared under a name; undefined where it is wrong. */
export function checkOccurrence(tree: OccurrenceTree, context: Context): CheckedOccurrence | undefined {
  switch (tree.kind) {
    case "on-event":
      return checkEvent(tree, undefined, context);
    case "pattern":
      return checkPattern(tree, context);
    case "reaches":
      return checkReaches(tree, context);
    case "date":
      return checkDateFiring(tree, context);
  }
}

/**
 * What a campaign's goal looks for, and the scope of its `worth`. In both the bare attributes are the goal's own;
 * `event` and the aliases are those of the contact, from the scope of the campaign's clauses.
 */
export function checkGoalOccurrence(
  tree: EventFiringTree,
  contact: Scope,
  context: Context,
): { readonly occurrence: CheckedOccurrence | undefined; readonly worthScope: Scope } {
  const occurrence = remembered(checkEvent(tree, contact, context), tree.event, context);
  const { event, steps, absent, eventUnread } = contact;
  const about = {
    event,
    steps,
    absent,
    ...(eventUnread === true ? { eventUnread } : {}),
  };
  if (occurrence === undefined) return { occurrence, worthScope: { ...customerScope, ...about } };
  const row: RowsInScope = { rows: occurrence.rows, of: "row" };
  return { occurrence, worthScope: { ...customerScope, ...about, row } };
}

/** What a line of the policy names behind `after`. */
export function checkNamedOccurrence(name: NameTree, context: Context): CheckedOccurrence | undefined {
  return remembered(occurrenceInWarehouse(name, context), name, context);
}

/** An occurrence that is looked for by itself: it has no firing to look back from. */
function remembered(
  occurrence: CheckedOccurrence | undefined,
  name: NameTree,
  context: Context,
): CheckedOccurrence | undefined {
  if (occurrence === undefined || !usesBeforeEvent(conditionsOf(occurrence))) return occurrence;
  report(context, "before-event-derived", name.span, { name: name.text });
  return undefined;
}

/** Every condition and reckoning of an occurrence. */
export function conditionsOf(occurrence: CheckedOccurrence): readonly TypedExpression[] {
  switch (occurrence.kind) {
    case "event":
      return occurrence.where;
    case "pattern":
      return [
        ...[occurrence.first, ...occurrence.steps].flatMap((step) => step.where),
        ...occurrence.conditions,
      ];
    case "reaches": {
      const { subject, where, conditions } = occurrence;
      return [...(subject === undefined ? [] : [subject]), ...where, ...conditions];
    }
    case "date":
      return [
        ...(occurrence.of.kind === "tag" ? [occurrence.of.value] : occurrence.of.where),
        ...occurrence.conditions,
      ];
  }
}

/** What `event` and the aliases of a firing stand for, even where its conditions are wrong; undefined where nobody can tell. */
export function rowsOfOccurrence(
  tree: OccurrenceTree,
  context: Context,
): { readonly event: Rows; readonly steps: readonly RowsInScope[]; readonly absent?: string } | undefined {
  switch (tree.kind) {
    case "on-event": {
      const event = occurrenceNamed(tree.event, context);
      return event && { event: called(event.rows, tree), steps: [] };
    }
    case "pattern": {
      const event = stepRows(tree.first, context);
      if (event === undefined) return undefined;
      const steps: RowsInScope[] = [];
      let absent: string | undefined;
      for (const [index, step] of tree.steps.entries()) {
        const rows = stepRows(step.event, context);
        if (rows === undefined) return undefined;
        if (step.absent) absent = step.event.alias?.text;
        else steps.push({ rows, of: `step ${index + 1}` });
      }
      return { event, steps, ...(absent === undefined ? {} : { absent }) };
    }
    case "reaches": {
      const event = reachesRows(tree, context);
      return event && { event, steps: [] };
    }
    case "date": {
      const subject = dateSubject(tree, context);
      return subject && { event: subject.rows, steps: [] };
    }
  }
}

function stepRows(tree: EventFiringTree, context: Context): Rows | undefined {
  const occurrence = occurrenceNamed(tree.event, context);
  return occurrence === undefined || occurrence.kind !== "event" ? undefined : called(occurrence.rows, tree);
}

/** Rows as they are called behind an event's name and alias. */
export function called(rows: Rows, { event, alias }: EventFiringTree): Rows {
  return { ...rows, name: event.text, alias: alias?.text };
}

/** Conditions that all must hold, each warned about where it says less than it seems; undefined where one is wrong. */
export function checkConditions(
  tree: ExpressionTree | undefined,
  scope: Scope,
  context: Context,
): readonly TypedExpression[] | undefined {
  if (tree === undefined) return [];
  const where = checkPredicate(tree, scope, context);
  if (where === undefined) return undefined;
  warnUnknowns(where, context);
  warnNeverHolds(where, context);
  return conjuncts(where);
}

/** Reports an alias that cannot be one. */
export function checkAlias({ alias }: EventFiringTree, context: Context): void {
  if (alias?.text !== "event" && alias?.text !== "customer") return;
  report(context, "alias-reserved", alias.span, { name: alias.text });
}

/** An event of the catalog or one made of them: what the ledger remembers fires nothing. */
function occurrenceInWarehouse(name: NameTree, context: Context): CheckedOccurrence | undefined {
  const occurrence = occurrenceNamed(name, context);
  if (occurrence?.kind !== "event" || occurrence.event.over === "event") return occurrence;
  reportLedgerEvent(occurrence.event.base.name, name.span, context);
  return undefined;
}

export function reportLedgerEvent(name: string, span: Span, context: Context): void {
  report(context, "ledger-event-fires", span, { name });
}

/** An event of the catalog that is one step of something larger. */
export function plainEventNamed(
  name: NameTree,
  context: Context,
): Extract<CheckedOccurrence, { readonly kind: "event" }> | undefined {
  const occurrence = occurrenceInWarehouse(name, context);
  return occurrence && plainEvent(occurrence, name.text, name.span, context);
}

/** An event by its name, under further conditions: its own row's, or of what is more than a row, its first event's. */
function checkEvent(
  tree: EventFiringTree,
  contact: Scope | undefined,
  context: Context,
): CheckedOccurrence | undefined {
  checkAlias(tree, context);
  const occurrence =
    contact === undefined ? occurrenceNamed(tree.event, context) : occurrenceInWarehouse(tree.event, context);
  if (occurrence === undefined) return undefined;
  const rows = called(occurrence.rows, tree);
  const plain = occurrence.kind === "event";
  const row: RowsInScope = { rows, of: plain ? "row" : "event" };
  const scope: Scope =
    contact === undefined
      ? { ...customerScope, row, event: row, beforeEvent: true }
      : { ...customerScope, row, ...(plain ? { event: contact.event, steps: contact.steps } : {}) };
  const where = checkConditions(tree.where, scope, context);
  if (where === undefined) return undefined;
  return plain
    ? { ...occurrence, rows, where: [...occurrence.where, ...where] }
    : { ...occurrence, rows, conditions: [...occurrence.conditions, ...where] };
}
