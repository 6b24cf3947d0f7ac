import { type Context, report } from "./context.ts";
import { compareDecimals } from "./decimal.ts";
import type { LiteralExpression, TypedExpression } from "./typed-expression.ts";
import { conjuncts } from "./typed-expression.ts";
import { guardsOf, keyOf } from "./unknown.ts";

/** Warns of a condition that no customer and no event can meet, as `age > 60 and age < 18`. */
export function warnNeverHolds(predicate: TypedExpression, context: Context): void {
  if (neverHolds(predicate, context)) report(context, "never-holds", predicate.span, {});
}

/** Whether a condition is false whatever the data are, as far as bounds on one value show. */
function neverHolds(predicate: TypedExpression, context: Context): boolean {
  switch (predicate.kind) {
    case "literal":
      return predicate.value === false;
    case "or":
      return predicate.operands.every((operand) => neverHolds(operand, context));
    case "not":
      return alwaysHolds(predicate.operand);
    case "in-periods":
      return neverHolds(predicate.predicate, context);
    case "and":
      return contradicts(allConjuncts(predicate, context), context);
    case "comparison":
    case "between":
    case "membership":
      return narrow(predicate, new Map());
    default:
      return false;
  }
}

/** Whether a condition is true whatever the data are. */
export function alwaysHolds(predicate: TypedExpression): boolean {
  switch (predicate.kind) {
    case "literal":
      return predicate.value === true;
    case "and":
      return predicate.operands.every(alwaysHolds);
    case "or":
      return predicate.operands.some(alwaysHolds);
    case "in-periods":
      return alwaysHolds(predicate.predicate);
    default:
      return false;
  }
}

/** The conditions of a conjunction, segments that it names looked into. */
function allConjuncts(predicate: TypedExpression, context: Context): readonly TypedExpression[] {
  const all: TypedExpression[] = [];
  const add = (part: TypedExpression, depth: number): void => {
    all.push(part);
    if (part.kind !== "definition" || depth > 4) return;
    const definition = context.definitions.get(part.name);
    if (definition?.kind !== "segment") return;
    for (const inner of conjuncts(definition.expression)) add(inner, depth + 1);
  };
  for (const part of conjuncts(predicate)) add(part, 0);
  return all;
}

/** What is still possible for one value: bounds, the values that it may equal, and those that it may not. */
interface Possible {
  low?: { readonly value: LiteralExpression; readonly strict: boolean };
  high?: { readonly value: LiteralExpression; readonly strict: boolean };
  among?: readonly LiteralExpression[];
  excluded?: readonly LiteralExpression[];
}

function contradicts(conditions: readonly TypedExpression[], context: Context): boolean {
  const values = new Map<string, Possible>();
  for (const condition of conditions) {
    if ((condition.kind === "or" || condition.kind === "not") && neverHolds(condition, context)) return true;
    if (condition.kind === "literal" && condition.value === false) return true;
    if (narrow(condition, values)) return true;
  }
  if (deniesAnother(conditions)) return true;
  const asked = conditions.filter((each) => each.kind === "known");
  if (!asked.some(({ negated }) => negated)) return false;
  const known = guardsOf(conditions, true);
  return asked.some(({ negated, operand }) => negated && known.has(keyOf(operand)));
}

/** Whether one condition is the denial of another. */
function deniesAnother(conditions: readonly TypedExpression[]): boolean {
  const denials = conditions.filter((each) => each.kind === "not");
  if (denials.length === 0) return false;
  const denied = new Set(denials.map(({ operand }) => keyOf(operand)));
  return conditions.some((each) => each.kind !== "not" && denied.has(keyOf(each)));
}

const flipped = { "=": "=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

/** Takes a condition into account, and tells whether nothing is possible any more. */
function narrow(condition: TypedExpression, values: Map<string, Possible>): boolean {
  if (condition.kind === "comparison") {
    const { left, right, operator } = condition;
    if (operator === "!=") {
      if (right.kind === "literal") return exclude(left, [right], values);
      return left.kind === "literal" && exclude(right, [left], values);
    }
    if (left.kind === "literal" && right.kind === "literal") return !holds(operator, compare(left, right));
    if (right.kind === "literal") return bound(left, operator, right, values);
    if (left.kind === "literal") return bound(right, flipped[operator], left, values);
  } else if (condition.kind === "between") {
    const { operand, low, high } = condition;
    const below = low.kind === "literal" && bound(operand, ">=", low, values);
    const above = high.kind === "literal" && bound(operand, "<=", high, values);
    return below || above;
  } else if (condition.kind === "membership") {
    const literals = condition.members.filter((member) => member.kind === "literal");
    if (condition.negated) return exclude(condition.operand, literals, values);
    if (literals.length === condition.members.length) return limit(condition.operand, literals, values);
  }
  return false;
}

function bound(
  value: TypedExpression,
  operator: "=" | "<" | "<=" | ">" | ">=",
  literal: LiteralExpression,
  values: Map<string, Possible>,
): boolean {
  if (operator === "=") return limit(value, [literal], values);
  if (value.kind === "literal") return false;
  const possible = possibleOf(value, values);
  const strict = operator === "<" || operator === ">";
  if (operator === "<" || operator === "<=") {
    const order = possible.high === undefined ? -1 : compare(literal, possible.high.value);
    if (order < 0 || (order === 0 && strict)) possible.high = { value: literal, strict };
  } else {
    const order = possible.low === undefined ? 1 : compare(literal, possible.low.value);
    if (order > 0 || (order === 0 && strict)) possible.low = { value: literal, strict };
  }
  return isEmpty(possible, value);
}

function limit(
  value: TypedExpression,
  literals: readonly LiteralExpression[],
  values: Map<string, Possible>,
): boolean {
  if (value.kind === "literal") return false;
  const possible = possibleOf(value, values);
  const before = possible.among;
  possible.among =
    before === undefined
      ? literals
      : before.filter((literal) => literals.some((other) => compare(literal, other) === 0));
  return isEmpty(possible, value);
}

function exclude(
  value: TypedExpression,
  literals: readonly LiteralExpression[],
  values: Map<string, Possible>,
): boolean {
  if (value.kind === "literal") return false;
  const possible = possibleOf(value, values);
  possible.excluded = [...(possible.excluded ?? []), ...literals];
  return isEmpty(possible, value);
}

function possibleOf(value: TypedExpression, values: Map<string, Possible>): Possible {
  const key = keyOf(value);
  const found = values.get(key);
  if (found !== undefined) return found;
  const possible = {};
  values.set(key, possible);
  return possible;
}

function isEmpty({ low, high, among, excluded }: Possible, value: TypedExpression): boolean {
  const candidates = among ?? membersOf(value);
  if (candidates !== undefined) {
    const left = candidates.filter(
      (literal) =>
        !excluded?.some((other) => compare(literal, other) === 0) &&
        (low === undefined || holds(low.strict ? ">" : ">=", compare(literal, low.value))) &&
        (high === undefined || holds(high.strict ? "<" : "<=", compare(literal, high.value))),
    );
    return left.length === 0;
  }
  if (low === undefined || high === undefined) return false;
  const order = compare(low.value, high.value);
  if (order > 0 || (order === 0 && (low.strict || high.strict))) return true;
  if (value.type.kind !== "integer" || !low.strict || !high.strict) return false;
  const whole = [low.value, high.value].every((literal) => literal.type.kind === "integer");
  return whole && BigInt(String(high.value.value)) - BigInt(String(low.value.value)) === 1n;
}

/** All that a value chosen from a list may be. */
function membersOf({ type, span }: TypedExpression): readonly LiteralExpression[] | undefined {
  if (type.kind !== "enum") return undefined;
  return type.members.map((member) => ({ kind: "literal", type, value: member, span }));
}

function holds(operator: "=" | "<" | "<=" | ">" | ">=", order: number): boolean {
  switch (operator) {
    case "=":
      return order === 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** Compares two literals of one type. */
function compare(left: LiteralExpression, right: LiteralExpression): number {
  const { type } = left;
  const one = String(left.value);
  const other = String(right.value);
  if (type.kind === "enum") return type.members.indexOf(one) - type.members.indexOf(other);
  if (["integer", "decimal", "percent", "money"].includes(type.kind)) return compareDecimals(one, other);
  return one < other ? -1 : one > other ? 1 : 0;
}
