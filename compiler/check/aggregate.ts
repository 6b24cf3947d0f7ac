import type { AggregateTree, ExpressionTree, NameTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { forEachName } from "../resolve/names-in.ts";
import { conversion } from "./agree.ts";
import { type Context, report, reportUnknownName } from "./context.ts";
import { declaredEvent } from "./definition.ts";
import { checkExpression, checkPredicate } from "./expression.ts";
import type { Rows, Scope } from "./scope.ts";
import { type AggregateExpression, conjuncts, type TypedExpression } from "./typed-expression.ts";
import { booleanType, describeType, instantType, integerType, isNumber, ROUNDED_SCALE } from "./types.ts";
import { checkWindow } from "./window.ts";

/** What an aggregate looks at: rows of an event or collection, and the conditions of derived events. */
interface Over {
  readonly rows: Rows;
  readonly base: string;
  readonly where: readonly TypedExpression[];
}

export function checkAggregate(
  tree: AggregateTree,
  scope: Scope,
  context: Context,
): AggregateExpression | undefined {
  if (scope.aggregate === "subject") {
    report(context, "aggregate-subject", tree.span, { event: scope.row?.name ?? "the event" });
    return undefined;
  }
  const counts = tree.function === "count" || tree.function === "exists";
  const over = counts ? countedRows(tree, context) : aggregatedRows(tree, context);
  if (over === undefined) {
    return undefined;
  }
  const subject = counts ? undefined : checkExpression(tree.subject, rowScope(over, "subject"), context);
  const where = checkWhere(tree, over, context);
  const window = checkWindow(tree, over.rows, context);
  if (where === undefined || window === "wrong") return undefined;
  const type = counts ? countType(tree) : subject && aggregateType(tree, subject, context);
  if (type === undefined) return undefined;
  return aggregate(tree, over, subject, where, window, type);
}

/** `days since latest(E where P)`, which may leave its window out: it is over the whole history then. */
export function checkSinceEvent(
  tree: Extract<ExpressionTree, { readonly kind: "since-event" }>,
  scope: Scope,
  context: Context,
): TypedExpression | undefined {
  const { unit, span } = tree;
  const { subject } = tree.aggregate;
  if (scope.aggregate === "subject") {
    report(context, "aggregate-subject", span, { event: scope.row?.name ?? "the event" });
    return undefined;
  }
  const declared = subject.kind === "name" ? context.names.data.get(subject.text) : undefined;
  const nothing =
    subject.kind === "name" && (subject.quoted || subject.parts.length === 1) && declared === undefined;
  const ofEvent = nothing || declared?.kind === "event" || declared?.kind === "catalog-event";
  const operand = ofEvent
    ? newestTime(tree.aggregate, context)
    : checkAggregate(tree.aggregate, scope, context);
  if (operand === undefined) return undefined;
  if (operand.type.kind !== "date" && operand.type.kind !== "instant") {
    report(context, "date-expected", tree.aggregate.span, {
      what: `${unit}s since`,
      found: describeType(operand.type),
    });
    return undefined;
  }
  return { kind: "distance", unit, direction: "since", operand, type: integerType, span };
}

function newestTime(tree: AggregateTree, context: Context): AggregateExpression | undefined {
  const over = countedRows(tree, context);
  if (over === undefined) return undefined;
  const where = checkWhere(tree, over, context);
  const window =
    tree.window === undefined ? ({ kind: "ever" } as const) : checkWindow(tree, over.rows, context);
  if (where === undefined || window === "wrong") return undefined;
  const time: TypedExpression = { kind: "time", of: "row", type: instantType, span: tree.subject.span };
  return aggregate(tree, over, time, where, window, instantType);
}

function aggregate(
  tree: AggregateTree,
  over: Over,
  subject: TypedExpression | undefined,
  where: readonly TypedExpression[],
  window: AggregateExpression["window"],
  type: ValueType,
): AggregateExpression {
  return {
    kind: "aggregate",
    function: tree.function,
    over: { kind: over.rows.kind, name: over.base },
    subject,
    where: [...over.where, ...where],
    window,
    type,
    span: tree.span,
  };
}

function checkWhere(
  tree: AggregateTree,
  over: Over,
  context: Context,
): readonly TypedExpression[] | undefined {
  if (tree.where === undefined) return [];
  const where = checkPredicate(tree.where, rowScope(over, "where"), context);
  return where === undefined ? undefined : conjuncts(where);
}

function rowScope(over: Over, aggregate: "subject" | "where"): Scope {
  return { row: over.rows, event: undefined, aggregate };
}

/** The rows that `count(E …)` and `exists(E …)` name. */
function countedRows(tree: AggregateTree, context: Context): Over | undefined {
  const { subject } = tree;
  if (subject.kind === "error") return undefined;
  if (subject.kind !== "name") {
    report(context, "aggregate-needs-event", subject.span, { function: tree.function });
    return undefined;
  }
  const over = rowsOf(subject.text, context);
  if (over !== undefined) return over === "wrong" ? undefined : over;
  const prefix = subject.text.slice(0, Math.max(0, subject.text.lastIndexOf(".")));
  if (context.names.data.has(subject.text) || isRows(prefix, context)) {
    report(context, "aggregate-needs-event", subject.span, { function: tree.function });
  } else reportUnknownRows(subject, subject.text, context);
  return undefined;
}

/** The rows whose attributes the subject of `sum`, `avg` … names: those of the first attribute in it. */
function aggregatedRows(tree: AggregateTree, context: Context): Over | undefined {
  const { subject } = tree;
  let first: NameTree | undefined;
  let found: string | undefined;
  forEachName(subject, (name) => {
    first ??= name;
    const prefix = name.quoted ? "" : name.text.slice(0, Math.max(0, name.text.lastIndexOf(".")));
    if (found === undefined && isRows(prefix, context)) found = prefix;
  });
  if (found !== undefined) {
    const over = rowsOf(found, context);
    return over === "wrong" ? undefined : over;
  }
  if (first === undefined) {
    if (subject.kind !== "error") reportNeedsAttribute(tree, undefined, context);
  } else if (isRows(first.text, context)) reportNeedsAttribute(tree, first.text, context);
  else if (first.parts.length > 1 && !first.quoted && !context.names.data.has(first.text)) {
    reportUnknownRows(first, first.text.slice(0, first.text.lastIndexOf(".")), context);
  } else reportNeedsAttribute(tree, undefined, context);
  return undefined;
}

/** Notes that an aggregate does not say whose attribute it takes, with an attribute that it can take. */
function reportNeedsAttribute(tree: AggregateTree, event: string | undefined, context: Context): void {
  const named = event === undefined ? undefined : rowsOf(event, context);
  const attributes = named === undefined || named === "wrong" ? {} : named.rows.source.attributes;
  const takes = ({ type }: { readonly type: ValueType }): boolean =>
    !["sum", "avg", "median", "min", "max"].includes(tree.function) ||
    isNumber(type) ||
    type.kind === "money";
  const attribute = Object.keys(attributes).find((name) => {
    const found = attributes[name];
    return found !== undefined && takes(found);
  });
  const parameters = { function: tree.function, event, attribute };
  report(context, "aggregate-needs-attribute", tree.subject.span, parameters);
}

function isRows(name: string, context: Context): boolean {
  const kind = context.names.data.get(name)?.kind;
  return kind === "event" || kind === "catalog-event" || kind === "collection";
}

/** The rows of a name; undefined where it names none, `wrong` where it does but its definition is wrong. */
function rowsOf(name: string, context: Context): Over | "wrong" | undefined {
  const declared = context.names.data.get(name);
  switch (declared?.kind) {
    case "collection": {
      const { source } = declared.collection;
      return {
        rows: { name, alias: undefined, kind: "collection", source },
        base: declared.collection.name,
        where: [],
      };
    }
    case "event":
    case "catalog-event": {
      const event = declaredEvent(name, declared, context);
      if (event === undefined) return "wrong";
      const { base, where } = event;
      return {
        rows: { name, alias: undefined, kind: "event", source: base.source },
        base: base.name,
        where,
      };
    }
    default:
      return undefined;
  }
}

function reportUnknownRows(name: NameTree, text: string, context: Context): void {
  const candidates = [...context.names.data.keys()].filter((candidate) => isRows(candidate, context));
  const { file, start } = name.span;
  const span = text === name.text ? name.span : { file, start, end: start + text.length };
  reportUnknownName(context, "event or collection", { text, span }, candidates);
}

function countType(tree: AggregateTree): ValueType {
  return tree.function === "exists" ? booleanType : integerType;
}

function aggregateType(
  tree: AggregateTree,
  { type, span, ...subject }: TypedExpression,
  context: Context,
): ValueType | undefined {
  if (type.kind === "money" && type.currency === undefined) {
    const { currency } = context.catalog;
    const whole = { ...subject, type, span } as TypedExpression;
    report(context, "currency-varies", span, { currency }, { fix: conversion(whole, currency) });
    return undefined;
  }
  const numeric = isNumber(type) || type.kind === "money";
  switch (tree.function) {
    case "sum":
      if (numeric) return type;
      break;
    case "avg":
    case "median":
      if (type.kind === "money" || type.kind === "percent") return { ...type, scale: ROUNDED_SCALE };
      if (numeric) return { kind: "decimal", scale: ROUNDED_SCALE };
      break;
    case "min":
    case "max":
      if (numeric || type.kind === "date" || type.kind === "instant") return type;
      break;
    case "first":
    case "latest":
      if (type.kind !== "set") return type;
      break;
    case "distinct":
      if (type.kind !== "set") return integerType;
      break;
    case "count":
    case "exists":
      return countType(tree);
  }
  report(context, "aggregate-type", span, { function: tree.function, found: describeType(type) });
  return undefined;
}
