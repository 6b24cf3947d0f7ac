import type { AggregateTree, ReachesTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { checkCounted, isAllowed, rowsAsked } from "./aggregate.ts";
import { agree } from "./agree.ts";
import type { CheckedOccurrence } from "./checked.ts";
import { type Context, report } from "./context.ts";
import { compareDecimals } from "./decimal.ts";
import { definitionOf } from "./definition.ts";
import { checkExpression } from "./expression.ts";
import { warnNeverHolds } from "./never.ts";
import { reportLedgerEvent } from "./occurrence.ts";
import { customerScope, type Rows } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { booleanType, describeType, integerType } from "./types.ts";
import { warnUnknowns } from "./unknown.ts";
import { checkDuration } from "./window.ts";

/** `count(E where P) reaches 3 within 1 day`: the event that brings the count or sum to the figure. */
export function checkReaches(tree: ReachesTree, context: Context): CheckedOccurrence | undefined {
  const asked = aggregateTree(tree);
  const over = rowsAsked(asked, context);
  const within = checkDuration(tree.within, context);
  if (over === undefined || !isAllowed(over, asked, customerScope, context)) return undefined;
  if (over.kind === "ledger") {
    reportLedgerEvent(over.base, tree.subject.span, context);
    return undefined;
  }
  const event = context.catalog.events.get(over.base);
  if (over.kind === "collection" || event === undefined) {
    report(context, "reaches-collection", tree.subject.span, { name: over.rows.name });
    return undefined;
  }
  const counted = checkCounted(asked, over, customerScope, context);
  if (counted === undefined) return undefined;
  warnOfConditions(tree, counted.where.slice(over.where.length), context);
  const figure = checkFigure(tree, counted.subject, counted.type, context);
  if (figure === undefined || within === undefined) return undefined;
  return {
    kind: "reaches",
    rows: over.rows,
    function: tree.function,
    event: { name: over.rows.name, base: event, over: "event" },
    where: counted.where,
    subject: counted.subject,
    figure,
    type: counted.type,
    within,
    conditions: [],
  };
}

/** Warns of what the firing's own conditions say less than they seem to. */
function warnOfConditions(
  { where, span }: ReachesTree,
  operands: readonly TypedExpression[],
  context: Context,
): void {
  if (operands.length === 0) return;
  const whole: TypedExpression = { kind: "and", operands, type: booleanType, span: where?.span ?? span };
  warnUnknowns(whole, context);
  warnNeverHolds(whole, context);
}

/** The event whose count or sum is meant. */
export function reachesRows(tree: ReachesTree, context: Context): Rows | undefined {
  const over = rowsAsked(aggregateTree(tree), context);
  return over?.kind === "event" ? over.rows : undefined;
}

function aggregateTree({ function: written, subject, where, span }: ReachesTree): AggregateTree {
  return { kind: "aggregate", function: written, subject, where, window: undefined, span };
}

/** The figure in the sum's own unit, more than zero. */
function checkFigure(
  tree: ReachesTree,
  subject: TypedExpression | undefined,
  type: ValueType,
  context: Context,
): string | undefined {
  const { span } = tree.figure;
  const figure = checkExpression(tree.figure, customerScope, context);
  if (figure === undefined) return undefined;
  if (subject === undefined) {
    if (figure.type.kind !== integerType.kind) {
      report(context, "reaches-count", span, { found: describeType(figure.type) });
      return undefined;
    }
  } else if (agree({ ...subject, type }, figure, span, context) === undefined) return undefined;
  const value = fixedValue(figure, context);
  if (value === undefined || compareDecimals(value, "0") <= 0) {
    report(context, "reaches-figure", span, {});
    return undefined;
  }
  return value;
}

/** What is the same for every customer: a value written out, or a tag that is declared as one. */
function fixedValue(figure: TypedExpression, context: Context): string | undefined {
  switch (figure.kind) {
    case "literal":
      return String(figure.value);
    case "definition": {
      const defined = definitionOf(figure.name, context)?.expression;
      return defined && fixedValue(defined, context);
    }
    default:
      return undefined;
  }
}
