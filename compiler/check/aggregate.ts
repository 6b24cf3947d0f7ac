import type { Span } from "../../grammar/span.ts";
import type { AggregateTree, ExpressionTree, NameTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { forEachName } from "../resolve/names-in.ts";
import { conversion } from "./agree.ts";
import { type Context, report, reportUnknownName } from "./context.ts";
import { declaredOccurrence, plainEvent } from "./definition.ts";
import { checkExpression, checkPredicate } from "./expression.ts";
import { warnWindowNotKept } from "./kept.ts";
import { noteRows } from "./mapped.ts";
import { customerScope, type Rows, type Scope } from "./scope.ts";
import {
  type AggregateExpression,
  type AskedWindow,
  conjuncts,
  type TypedExpression,
  usesBeforeEvent,
} from "./typed-expression.ts";
import {
  booleanType,
  describeType,
  instantType,
  integerType,
  isNumber,
  ROUNDED_SCALE,
  scaleOf,
} from "./types.ts";
import { checkWindow } from "./window.ts";

/** What an aggregate looks at: rows of an event or collection, and the conditions of derived events. */
export interface Over {
  readonly rows: Rows;
  readonly kind: AggregateExpression["over"]["kind"];
  readonly base: string;
  readonly where: readonly TypedExpression[];
}

/** What is counted or added up: rows, those among them that are meant, and what is taken of each. */
export interface Counted {
  readonly over: Over;
  readonly subject: TypedExpression | undefined;
  /** Those of derived events first. */
  readonly where: readonly TypedExpression[];
  readonly type: ValueType;
}

export function checkAggregate(
  tree: AggregateTree,
  scope: Scope,
  context: Context,
): AggregateExpression | undefined {
  if (scope.aggregate === "subject") {
    report(context, "aggregate-subject", tree.span, { event: scope.row?.rows.name ?? "the event" });
    return undefined;
  }
  const over = rowsAsked(tree, context);
  if (over === undefined || !isAllowed(over, tree, scope, context)) return undefined;
  const counted = checkCounted(tree, over, scope, context);
  const window = checkWindow(tree, over.rows, scope, context);
  if (counted === undefined || window === "wrong") return undefined;
  warnNotLoaded(over, window, tree, context);
  if (over.kind === "ledger") warnWindowNotKept(window, tree.window?.span ?? tree.span, context);
  return aggregate(tree, counted, window);
}

/** The rows that an aggregate names; reports a name that is none. */
export function rowsAsked(tree: AggregateTree, context: Context): Over | undefined {
  const counts = tree.function === "count" || tree.function === "exists";
  return counts ? countedRows(tree, context) : aggregatedRows(tree, context);
}

/** What an aggregate takes of its rows, its window aside. */
export function checkCounted(
  tree: AggregateTree,
  over: Over,
  scope: Scope,
  context: Context,
): Counted | undefined {
  const counts = tree.function === "count" || tree.function === "exists";
  const subject = counts
    ? undefined
    : checkExpression(tree.subject, rowScope(over, "subject", scope), context);
  const where = checkWhere(tree, over, scope, context);
  if (where === undefined) return undefined;
  const type = counts ? countType(tree) : subject && aggregateType(tree, subject, context);
  return type === undefined ? undefined : { over, subject, where: [...over.where, ...where], type };
}

/** Whether rows may be asked for here; reports why not. */
export function isAllowed(over: Over, tree: AggregateTree, scope: Scope, context: Context): boolean {
  if (over.kind === "ledger" && scope.ranking === true) {
    report(context, "ledger-in-top", tree.subject.span, { name: over.rows.name });
    return false;
  }
  if (usesBeforeEvent(over.where)) {
    report(context, "before-event-derived", tree.subject.span, { name: over.rows.name });
    return false;
  }
  return true;
}

/** Warns of a window that takes in nothing but the day at hand, whose data come on the next. */
function warnNotLoaded(
  over: Over,
  window: AskedWindow | undefined,
  tree: AggregateTree,
  context: Context,
): void {
  const ofToday =
    window?.kind === "today" ||
    (window?.kind === "last" && (window.duration.unit === "hour" || window.duration.unit === "minute"));
  if (!ofToday || over.kind !== "event") return;
  const event = context.catalog.events.get(over.base);
  const source = event && context.catalog.sources.get(event.source.source);
  if (source?.value.ready === undefined) return;
  report(context, "window-before-loading", tree.window?.span ?? tree.span, { event: over.rows.name });
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
    report(context, "aggregate-subject", span, { event: scope.row?.rows.name ?? "the event" });
    return undefined;
  }
  const declared = subject.kind === "name" ? context.names.data.get(subject.text) : undefined;
  const nothing =
    subject.kind === "name" && (subject.quoted || subject.parts === undefined) && declared === undefined;
  const ofEvent =
    nothing ||
    declared?.kind === "event" ||
    declared?.kind === "catalog-event" ||
    declared?.kind === "ledger-event";
  const operand = ofEvent
    ? newestTime(tree.aggregate, scope, context)
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

function newestTime(tree: AggregateTree, scope: Scope, context: Context): AggregateExpression | undefined {
  const over = countedRows(tree, context);
  if (over === undefined || !isAllowed(over, tree, scope, context)) return undefined;
  const where = checkWhere(tree, over, scope, context);
  const window =
    tree.window === undefined ? ({ kind: "ever" } as const) : checkWindow(tree, over.rows, scope, context);
  if (where === undefined || window === "wrong") return undefined;
  const subject: TypedExpression = { kind: "time", of: "row", type: instantType, span: tree.subject.span };
  return aggregate(tree, { over, subject, where: [...over.where, ...where], type: instantType }, window);
}

function aggregate(
  tree: AggregateTree,
  { over, subject, where, type }: Counted,
  window: AggregateExpression["window"],
): AggregateExpression {
  return {
    kind: "aggregate",
    function: tree.function,
    over: { kind: over.kind, name: over.base },
    subject,
    where,
    window,
    type,
    span: tree.span,
  };
}

function checkWhere(
  tree: AggregateTree,
  over: Over,
  scope: Scope,
  context: Context,
): readonly TypedExpression[] | undefined {
  if (tree.where === undefined) return [];
  const where = checkPredicate(tree.where, rowScope(over, "where", scope), context);
  return where === undefined ? undefined : conjuncts(where);
}

function rowScope(over: Over, aggregate: "subject" | "where", outer: Scope): Scope {
  return {
    ...customerScope,
    row: { rows: over.rows, of: "row" },
    aggregate,
    thatPeriod: outer.thatPeriod === true,
    ranking: outer.ranking === true,
  };
}

/** The rows that `count(E …)` and `exists(E …)` name. */
function countedRows(tree: AggregateTree, context: Context): Over | undefined {
  const { subject } = tree;
  if (subject.kind === "error") return undefined;
  if (subject.kind !== "name") {
    report(context, "aggregate-needs-event", subject.span, { function: tree.function });
    return undefined;
  }
  const over = rowsOf(subject.text, subject.span, context);
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
    const over = rowsOf(found, subject.span, context);
    return over === "wrong" ? undefined : over;
  }
  if (first === undefined) {
    if (subject.kind !== "error") reportNeedsAttribute(tree, undefined, context);
  } else if (isRows(first.text, context)) reportNeedsAttribute(tree, first.text, context);
  else if (first.parts !== undefined && !first.quoted && !context.names.data.has(first.text)) {
    reportUnknownRows(first, first.text.slice(0, first.text.lastIndexOf(".")), context);
  } else reportNeedsAttribute(tree, undefined, context);
  return undefined;
}

/** Notes that an aggregate does not say whose attribute it takes, with an attribute that it can take. */
function reportNeedsAttribute(tree: AggregateTree, event: string | undefined, context: Context): void {
  const named = event === undefined ? undefined : rowsOf(event, tree.subject.span, context);
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
  return kind === "event" || kind === "catalog-event" || kind === "ledger-event" || kind === "collection";
}

/** The rows of a name; undefined where it names none, `wrong` where it does but its definition is wrong. */
function rowsOf(name: string, span: Span, context: Context): Over | "wrong" | undefined {
  const declared = context.names.data.get(name);
  switch (declared?.kind) {
    case "collection": {
      const { source } = declared.collection;
      context.uses.push({ of: "data", name, span });
      noteRows("collection", declared.collection, span, context);
      return {
        rows: { name, alias: undefined, kind: "collection", source },
        kind: "collection",
        base: declared.collection.name,
        where: [],
      };
    }
    case "event":
    case "catalog-event":
    case "ledger-event": {
      const occurrence = declaredOccurrence(name, declared, span, context);
      if (occurrence === undefined) return "wrong";
      const plain = plainEvent(occurrence, name, span, context);
      if (plain === undefined) return "wrong";
      const { base, over } = plain.event;
      const rows = { ...plain.rows, name, alias: undefined };
      return { rows, kind: over, base: base.name, where: plain.where };
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

function meanType(type: ValueType, scale: number): ValueType {
  return type.kind === "money" || type.kind === "percent" ? { ...type, scale } : { kind: "decimal", scale };
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
      if (numeric) return meanType(type, ROUNDED_SCALE);
      break;
    case "median":
      // Of an odd count it is one of them as it is.
      if (numeric) return meanType(type, Math.max(ROUNDED_SCALE, scaleOf(type)));
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
