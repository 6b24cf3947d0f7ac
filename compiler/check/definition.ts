import type { NameTree, SetTree, TagTree } from "../../grammar/tree.ts";
import type { ValueType } from "../../plan/index.ts";
import { type Declared, placeOf, whatIs } from "../resolve/names.ts";
import { agree } from "./agree.ts";
import type { CheckedDefinition, CheckedEvent } from "./checked.ts";
import { type Context, report, reportUnknownName } from "./context.ts";
import { checkExpression, checkPredicate } from "./expression.ts";
import { warnNeverHolds } from "./never.ts";
import { customerScope, type Rows } from "./scope.ts";
import { tagsOf } from "./tag-use.ts";
import { conjuncts, type TypedExpression } from "./typed-expression.ts";
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
          ...tagsOf(expression, context),
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
export function eventOf(name: NameTree, context: Context): CheckedEvent | undefined {
  const declared = context.names.data.get(name.text);
  if (declared === undefined) {
    const events: string[] = [];
    for (const [candidate, other] of context.names.data) {
      if (other.kind === "event" || other.kind === "catalog-event") events.push(candidate);
    }
    reportUnknownName(context, "event", name, events);
    return undefined;
  }
  if (declared.kind !== "event" && declared.kind !== "catalog-event") {
    report(context, "not-an-event", name.span, { name: name.text, what: whatIs(declared) });
    return undefined;
  }
  return declaredEvent(name.text, declared, context);
}

/** The event that a name of the catalog or of the project declares. */
export function declaredEvent(
  name: string,
  declared: Extract<Declared, { readonly kind: "event" | "catalog-event" }>,
  context: Context,
): CheckedEvent | undefined {
  if (declared.kind === "catalog-event") return { name, base: declared.event, where: [] };
  if (context.events.has(name)) return context.events.get(name);
  if (isCircle(name, context)) return undefined;
  context.underway.push(name);
  const event = narrowedEvent(name, declared, context);
  context.underway.pop();
  context.events.set(name, event);
  return event;
}

function narrowedEvent(
  name: string,
  declared: Extract<Declared, { readonly kind: "event" }>,
  context: Context,
): CheckedEvent | undefined {
  const { firing } = declared.tree;
  const wider = eventOf(firing.event, context);
  if (wider === undefined) return undefined;
  if (firing.where === undefined) return { name, base: wider.base, where: wider.where };
  const rows: Rows = {
    name: firing.event.text,
    alias: firing.alias?.text,
    kind: "event",
    source: wider.base.source,
  };
  const scope = { row: rows, event: { rows, of: "row" }, aggregate: undefined } as const;
  const where = checkPredicate(firing.where, scope, context);
  if (where === undefined) return undefined;
  warnUnknowns(where, context);
  warnNeverHolds(where, context);
  return { name, base: wider.base, where: [...wider.where, ...conjuncts(where)] };
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
    return declared === undefined ? [] : [placeOf(declared)];
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
