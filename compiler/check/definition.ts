import type { Span } from "../../grammar/span.ts";
import type { EventTree, NameTree, SetTree, TagTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { type Declared, placeOf, whatIs } from "../resolve/names.ts";
import { agree } from "./agree.ts";
import type { CheckedDefinition, CheckedOccurrence } from "./checked.ts";
import { type Context, report, reportUnknownName } from "./context.ts";
import { checkExpression, checkPredicate } from "./expression.ts";
import { noteDefinition, noteRows } from "./mapped.ts";
import { warnNeverHolds } from "./never.ts";
import { checkOccurrence } from "./occurrence.ts";
import { customerScope } from "./scope.ts";
import { readsOf } from "./tag-use.ts";
import type { TypedExpression } from "./typed-expression.ts";
import { mayBeUnknown, warnUnknowns } from "./unknown.ts";

/** A declared tag or segment by its name, checked at the first call; undefined where it is wrong or part of a circle. */
export function definitionOf(name: string, context: Context): CheckedDefinition | undefined {
  if (context.definitions.has(name)) return context.definitions.get(name);
  const declared = context.names.data.get(name);
  if (declared?.kind !== "tag" && declared?.kind !== "segment") return undefined;
  if (isCircle(name, context)) return undefined;
  context.underway.push(name);
  const expression =
    declared.kind === "tag"
      ? checkTag(declared.tree, context)
      : checkPredicate(declared.tree.predicate, customerScope, context);
  context.underway.pop();
  const definition: CheckedDefinition | undefined =
    expression === undefined
      ? undefined
      : {
          name,
          kind: declared.kind,
          type: expression.type,
          expression,
          ...readsOf([expression], context),
          mayBeUnknown: declared.kind === "tag" && mayBeUnknown(expression, context),
          span: declared.tree.name.span,
        };
  if (expression !== undefined) {
    warnUnknowns(expression, context);
    if (declared.kind === "segment") warnNeverHolds(expression, context);
  }
  context.definitions.set(name, definition);
  return definition;
}

/** What an event's name stands for, checked at the first call; reports a name that is no event. */
export function occurrenceNamed(name: NameTree, context: Context): CheckedOccurrence | undefined {
  const declared = context.names.data.get(name.text);
  if (declared === undefined) {
    const events: string[] = [];
    for (const [candidate, other] of context.names.data) {
      if (other.kind === "event" || other.kind === "catalog-event") events.push(candidate);
    }
    reportUnknownName(context, "event", name, events);
    return undefined;
  }
  switch (declared.kind) {
    case "event":
    case "catalog-event":
    case "ledger-event":
      return declaredOccurrence(name.text, declared, name.span, context);
    case "tag":
    case "catalog-tag":
    case "segment":
    case "collection":
      report(context, "not-an-event", name.span, {
        name: name.text,
        what: whatIs(declared),
        inTest: false,
      });
      return undefined;
  }
}

/** What an event of the catalog, of the ledger or of the project is. `span` is the place that uses it, if one does. */
export function declaredOccurrence(
  name: string,
  declared: Extract<Declared, { readonly kind: "event" | "catalog-event" | "ledger-event" }>,
  span: Span | undefined,
  context: Context,
): CheckedOccurrence | undefined {
  if (span !== undefined) context.uses.push({ of: "data", name, span });
  if (declared.kind !== "event") {
    if (declared.kind === "catalog-event" && span !== undefined) {
      noteRows("event", declared.event, span, context);
    }
    const over = declared.kind === "catalog-event" ? "event" : "ledger";
    const base = declared.event;
    const rows = { name, alias: undefined, kind: over, source: base.source } as const;
    return { kind: "event", rows, event: { name, base, over }, where: [] };
  }
  const named = checkedEvent(name, declared.tree, context);
  if (named !== undefined && span !== undefined) noteDefinition(name, span, context);
  return named;
}

function checkedEvent(name: string, tree: EventTree, context: Context): CheckedOccurrence | undefined {
  if (context.events.has(name)) return context.events.get(name);
  if (isCircle(name, context)) return undefined;
  context.underway.push(name);
  const occurrence = checkOccurrence(tree.firing, context);
  context.underway.pop();
  const named = occurrence && calledBy(occurrence, name);
  context.events.set(name, named);
  return named;
}

/** An occurrence under the name that declares it, its own aliases left behind. */
function calledBy(occurrence: CheckedOccurrence, name: string): CheckedOccurrence {
  const rows = { ...occurrence.rows, name, alias: undefined };
  return occurrence.kind === "event"
    ? { ...occurrence, rows, event: { ...occurrence.event, name } }
    : { ...occurrence, rows };
}

/** An event that is nothing but an event, maybe narrowed; reports a pattern, a figure reached or a date. */
export function plainEvent(
  occurrence: CheckedOccurrence,
  name: string,
  span: Span,
  context: Context,
): Extract<CheckedOccurrence, { readonly kind: "event" }> | undefined {
  switch (occurrence.kind) {
    case "event":
      return occurrence;
    case "pattern":
      report(context, "occurrence-out-of-place", span, { name, what: "a pattern of events" });
      return undefined;
    case "reaches":
      report(context, "occurrence-out-of-place", span, { name, what: "a figure that is reached" });
      return undefined;
    case "date":
      report(context, "occurrence-out-of-place", span, { name, what: "a date" });
      return undefined;
  }
}

function checkTag(tree: TagTree, context: Context): TypedExpression | undefined {
  const members = tree.members === undefined ? undefined : memberNames(tree.members, context);
  const expected: ValueType | undefined =
    members === undefined ? undefined : { kind: "enum", members, ordered: false };
  const value = checkExpression(tree.value, customerScope, context, expected);
  if (value === undefined || expected === undefined) return value;
  if (members?.length !== tree.members?.members.length) return undefined;
  return agree(expected, value, tree.value.span, context) === undefined ? undefined : value;
}

/** The names in a list of members; fewer than stand there where some are wrong. */
function memberNames(set: SetTree, context: Context): readonly string[] {
  const members = new Set<string>();
  for (const member of set.members) {
    if (member.kind !== "name") {
      if (member.kind !== "error") report(context, "member-not-name", member.span, {});
    } else if (members.has(member.text)) {
      report(context, "duplicate-member", member.span, { name: member.text });
    } else members.add(member.text);
  }
  return [...members];
}

/** Tells whether a definition is being checked already, and reports the circle, from its first name on. */
function isCircle(name: string, context: Context): boolean {
  const start = context.underway.indexOf(name);
  if (start < 0) return false;
  const circle = context.underway.slice(start);
  const first = circle.reduce((least, other) => (other < least ? other : least));
  const turned = [...circle.slice(circle.indexOf(first)), ...circle.slice(0, circle.indexOf(first))];
  const placeOfName = (of: string) => {
    const declared = context.names.data.get(of);
    const place = declared && placeOf(declared);
    return place === undefined ? [] : [place];
  };
  const [span] = placeOfName(first);
  if (span !== undefined) {
    const path = [...turned, first].map((part) => `\`${part}\``).join(" → ");
    const related = turned
      .slice(1)
      .flatMap((part) => placeOfName(part).map((place) => ({ span: place, label: `\`${part}\` is here` })));
    report(context, "definition-cycle", span, { path }, { related });
  }
  return true;
}
