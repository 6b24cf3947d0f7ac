import type { ExpressionTree, FiringTree, NameTree, UnknownTree } from "../../grammar/tree.ts";
import { whatIs } from "../resolve/names.ts";
import { agree } from "./agree.ts";
import type { CheckedFiring } from "./checked.ts";
import { type Context, report, reportUnknownName } from "./context.ts";
import { checkExpression, checkPredicate } from "./expression.ts";
import { checkName } from "./name.ts";
import { warnNeverHolds } from "./never.ts";
import { checkOccurrence, conditionsOf, reportLedgerEvent, rowsOfOccurrence } from "./occurrence.ts";
import { customerScope, type Scope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { describeType } from "./types.ts";
import { warnUnknowns } from "./unknown.ts";

/** What fires a campaign; undefined where it is wrong. The conditions of derived events come first in `where`. */
export function checkFiring(tree: FiringTree | undefined, context: Context): CheckedFiring | undefined {
  if (tree === undefined) return { kind: "always" };
  switch (tree.kind) {
    case "when": {
      const predicate = checkPredicate(tree.predicate, customerScope, context);
      if (predicate === undefined) return undefined;
      warnUnknowns(predicate, context);
      warnNeverHolds(predicate, context);
      return { kind: "when", predicate };
    }
    case "on-event":
    case "pattern":
    case "reaches":
    case "date": {
      const occurrence = checkOccurrence(tree, context);
      if (occurrence?.kind !== "event" || occurrence.event.over === "event") return occurrence;
      reportLedgerEvent(occurrence.event.base.name, tree.span, context);
      return undefined;
    }
    case "enter":
    case "leave":
      return checkMembership(tree, context);
    case "change":
      return checkChange(tree, context);
  }
}

/** The scope of the clauses that speak of the firing's event: offer, channel and value. Reports nothing. */
export function eventScope(tree: FiringTree | undefined, context: Context): Scope | undefined {
  if (tree === undefined) return customerScope;
  switch (tree.kind) {
    case "when":
    case "enter":
    case "leave":
    case "change":
      return customerScope;
    case "on-event":
    case "pattern":
    case "reaches":
    case "date": {
      const found = rowsOfOccurrence(tree, { ...context, problems: [] });
      if (found === undefined) return undefined;
      const { event, steps, absent } = found;
      return { ...customerScope, event: { rows: event, of: "event" }, steps, absent, beforeEvent: true };
    }
  }
}

/** Every expression that a firing is made of. */
export function expressionsOf(firing: CheckedFiring): readonly TypedExpression[] {
  switch (firing.kind) {
    case "always":
      return [];
    case "when":
      return [firing.predicate];
    case "event":
    case "pattern":
    case "reaches":
    case "date":
      return conditionsOf(firing);
    case "enter":
    case "leave":
      return [firing.segment];
    case "change":
      return [firing.value];
  }
}

/** Whether one customer can be fired again and again. A date of hers comes but once, as a rule. */
export function recurs(firing: CheckedFiring): boolean {
  switch (firing.kind) {
    case "always":
    case "when":
      return false;
    case "date":
      return firing.anniversary || firing.of.kind === "collection";
    case "event":
    case "pattern":
    case "reaches":
    case "enter":
    case "leave":
    case "change":
      return true;
  }
}

function checkMembership(
  { kind, segment: name }: Extract<FiringTree, { readonly kind: "enter" | "leave" }>,
  context: Context,
): CheckedFiring | undefined {
  const declared = context.names.data.get(name.text);
  if (declared?.kind === "segment") {
    const segment = checkName({ ...name, quoted: true }, customerScope, context, undefined);
    return segment && { kind, segment };
  }
  if (declared === undefined) reportUnknownName(context, "segment", name, namesOf("segment", context));
  else {
    const what = whatIs(declared);
    const parameters = { name: name.text, what: `${what === "event" ? "an" : "a"} ${what}` };
    report(context, "not-a-segment", name.span, parameters);
  }
  return undefined;
}

function checkChange(
  tree: Extract<FiringTree, { readonly kind: "change" }>,
  context: Context,
): CheckedFiring | undefined {
  const value = checkWatched(tree.tag, context);
  if (value === undefined) return undefined;
  const from = checkState(tree.from, value, context);
  const to = checkState(tree.to, value, context);
  if (from === "wrong" || to === "wrong") return undefined;
  if (tree.to !== undefined && from !== undefined && isSame(from, to)) {
    report(context, "never-holds", tree.span, {});
  }
  return { kind: "change", value, from, to };
}

/** The tag that is watched. */
function checkWatched(name: NameTree, context: Context): TypedExpression | undefined {
  const text =
    !name.quoted && name.text.startsWith("customer.") && !context.names.data.has(name.text)
      ? name.text.slice("customer.".length)
      : name.text;
  const declared = context.names.data.get(text);
  if (declared === undefined) {
    const tags = [...namesOf("tag", context), ...namesOf("catalog-tag", context)];
    reportUnknownName(context, "tag", name, tags);
    return undefined;
  }
  if (declared.kind !== "tag" && declared.kind !== "catalog-tag") {
    const kind = whatIs(declared);
    const what = `${kind === "event" ? "an" : "a"} ${kind}`;
    const isSegment = declared.kind === "segment";
    report(context, "change-not-tag", name.span, { name: name.text, what, isSegment });
    return undefined;
  }
  const value = checkName(name, customerScope, context, undefined);
  if (value?.type.kind !== "set") return value;
  report(context, "change-of-set", name.span, { name: name.text });
  return undefined;
}

/** What a tag changes from or to: a value of its type as written, or `unknown`. */
function checkState(
  tree: ExpressionTree | UnknownTree | undefined,
  value: TypedExpression,
  context: Context,
): TypedExpression | "unknown" | undefined | "wrong" {
  if (tree === undefined) return undefined;
  if (tree.kind === "unknown") return "unknown";
  const state = checkExpression(tree, customerScope, context, value.type);
  if (state === undefined) return "wrong";
  if (agree(value, state, tree.span, context) === undefined) return "wrong";
  if (state.kind === "literal") return state;
  report(context, "change-state", tree.span, { type: describeType(value.type) });
  return "wrong";
}

function isSame(from: TypedExpression | "unknown", to: TypedExpression | "unknown" | undefined): boolean {
  if (from === "unknown" || to === "unknown" || to === undefined) return from === to;
  return from.kind === "literal" && to.kind === "literal" && from.value === to.value;
}

function namesOf(kind: "segment" | "tag" | "catalog-tag", context: Context): readonly string[] {
  const names: string[] = [];
  for (const [name, declared] of context.names.data) if (declared.kind === kind) names.push(name);
  return names;
}
