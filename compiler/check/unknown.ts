import { type Context, report } from "./context.ts";
import { conjuncts, partsOf, type TypedExpression } from "./typed-expression.ts";

/** The keys of aggregates, which are long and asked for once more for every campaign that names their segment. */
const aggregateKeys = new WeakMap<TypedExpression, string>();

/**
 * A text that is the same for expressions that mean the same, wherever they stand. A tag and a definition, which are
 * most of what is asked for, have their own name, which no other has; every other text holds a line break, which
 * stands in no name.
 */
export function keyOf(expression: TypedExpression): string {
  switch (expression.kind) {
    case "tag":
      return expression.tag;
    case "definition":
      return expression.name;
    case "attribute":
      return `${expression.of}\n${expression.attribute}`;
    case "aggregate": {
      const found = aggregateKeys.get(expression);
      if (found !== undefined) return found;
      const { over, window } = expression;
      const key = `${expression.function} ${over.kind} ${over.name} ${JSON.stringify(window)} ${partKeys(expression)}`;
      aggregateKeys.set(expression, key);
      return key;
    }
    case "tag-history":
      return `tag-history\n${expression.tag} ${JSON.stringify(expression.over)}`;
    case "in-periods": {
      const { count, periods, period } = expression;
      return `in-periods ${count} ${periods} ${period} ${partKeys(expression)}`;
    }
    case "top":
      return `top ${JSON.stringify(expression.limit)} ${partKeys(expression)}`;
    case "literal": {
      const currency = expression.type.kind === "money" ? (expression.type.currency ?? "") : "";
      return `${expression.type.kind}\n${currency} ${JSON.stringify(expression.value)}`;
    }
    case "case":
      return `case ${expression.otherwise === undefined} ${partKeys(expression)}`;
    default: {
      const words = Object.values(expression).filter(
        (value) => typeof value === "string" || typeof value === "boolean",
      );
      return `${words.join(" ")} ${partKeys(expression)}`;
    }
  }
}

function partKeys(expression: TypedExpression): string {
  return `(\n${partsOf(expression).map(keyOf).join(", ")})`;
}

type Guards = ReadonlySet<string>;
const noGuards: Guards = new Set();

/** Whether an expression can be unknown for some customer or row, guards aside. */
export function mayBeUnknown(expression: TypedExpression, context: Context): boolean {
  return unknownValue(expression, noGuards, context) !== undefined;
}

/** Warns where `not`, `!=` or `not in` meets what may be unknown and nothing beside it asks whether it is known. */
export function warnUnknowns(predicate: TypedExpression, context: Context): void {
  if (denies(predicate)) visit(predicate, noGuards, context);
}

/** Whether there is anything in an expression to warn about. */
function denies(expression: TypedExpression): boolean {
  switch (expression.kind) {
    case "not":
      return true;
    case "comparison":
      return expression.operator === "!=" || denies(expression.left) || denies(expression.right);
    case "membership":
      return expression.negated || denies(expression.operand);
    default:
      return partsOf(expression).some(denies);
  }
}

function visit(expression: TypedExpression, guards: Guards, context: Context): void {
  switch (expression.kind) {
    case "not": {
      if (expression.operand.kind === "not") {
        // Denied twice a condition is itself: false where it is unknown.
        visit(expression.operand.operand, guards, context);
        return;
      }
      const unknown = unknownPredicate(expression.operand, guards, context);
      if (unknown !== undefined) warn("not", unknown, expression, context);
      else visit(expression.operand, guards, context);
      return;
    }
    case "comparison":
      if (expression.operator === "!=") {
        const unknown =
          unknownValue(expression.left, guards, context) ?? unknownValue(expression.right, guards, context);
        if (unknown !== undefined) warn("!=", unknown, expression, context);
      }
      break;
    case "membership":
      if (expression.negated) {
        const unknown = unknownValue(expression.operand, guards, context);
        if (unknown !== undefined) warn("not in", unknown, expression, context);
      }
      break;
    case "and":
    case "or": {
      const inner = withGuards(expression, guards);
      for (const operand of expression.operands) visit(operand, inner, context);
      return;
    }
    case "aggregate": {
      const inner = guardsOf(expression.where, true);
      for (const condition of expression.where) visit(condition, inner, context);
      if (expression.subject !== undefined) visit(expression.subject, noGuards, context);
      return;
    }
    case "top":
      visit(expression.of, noGuards, context);
      visit(expression.by, noGuards, context);
      return;
    default:
      break;
  }
  for (const part of partsOf(expression)) visit(part, guards, context);
}

function warn(operator: string, unknown: TypedExpression, at: TypedExpression, context: Context): void {
  report(context, "unknown-under-not", at.span, { operator, name: nameOf(unknown) });
}

function nameOf(expression: TypedExpression): string {
  switch (expression.kind) {
    case "tag":
    case "tag-history":
      return `\`${expression.tag}\``;
    case "offer-amount":
      return `\`offer.${expression.amount}\``;
    case "definition":
      return `\`${expression.name}\``;
    case "attribute":
      return `\`${expression.attribute}\``;
    case "aggregate":
      return `\`${expression.function}(…)\``;
    default:
      return "this value";
  }
}

/** The guards inside an `and` (what its parts find known) or an `or` (what its parts take when unknown). */
function withGuards(
  expression: Extract<TypedExpression, { readonly kind: "and" | "or" }>,
  guards: Guards,
): Guards {
  const more = guardsOf(expression.operands, expression.kind === "and");
  return more.size === 0 ? guards : new Set([...guards, ...more]);
}

/**
 * What is known where the other conditions decide: beside `X is known and`, `X is unknown or`, and beside any
 * comparison with X, which is false where X is unknown.
 */
export function guardsOf(conditions: readonly TypedExpression[], all: boolean): Guards {
  const guards = new Set<string>();
  for (const condition of conditions) {
    for (const part of all ? conjuncts(condition) : [condition]) {
      if (part.kind === "known") {
        if (part.negated !== all) addKeys(part.operand, guards);
      } else if (all) addComparedKeys(part, guards);
    }
  }
  return guards;
}

function addComparedKeys(condition: TypedExpression, guards: Set<string>): void {
  switch (condition.kind) {
    case "tag":
    case "tag-history":
    case "definition":
    case "attribute":
      guards.add(keyOf(condition));
      return;
    case "comparison":
      if (condition.operator === "!=") return;
      addKeys(condition.left, guards);
      addKeys(condition.right, guards);
      return;
    case "between":
    case "membership":
    case "contains-text":
    case "starts-with":
      if (condition.kind !== "membership" || !condition.negated) addKeys(condition.operand, guards);
      return;
    case "contains-any":
      addKeys(condition.set, guards);
      return;
    case "exceeds":
      addKeys(condition.left, guards);
      addKeys(condition.right, guards);
      return;
    default:
      return;
  }
}

/** An expression's own key, and those of the parts that are known whenever it is. */
function addKeys(expression: TypedExpression, guards: Set<string>): void {
  if (expression.kind === "literal") return;
  guards.add(keyOf(expression));
  if (["arithmetic", "negate", "convert", "distance", "date-part", "extreme"].includes(expression.kind)) {
    for (const part of partsOf(expression)) addKeys(part, guards);
  }
}

/** What may be unknown in a condition and so make it false. */
function unknownPredicate(
  predicate: TypedExpression,
  guards: Guards,
  context: Context,
): TypedExpression | undefined {
  switch (predicate.kind) {
    case "and":
    case "or": {
      const inner = withGuards(predicate, guards);
      return firstOf(predicate.operands, (operand) => unknownPredicate(operand, inner, context));
    }
    case "not":
      return unknownPredicate(predicate.operand, guards, context);
    case "in-periods":
      return unknownPredicate(predicate.predicate, noGuards, context);
    case "known":
    case "top":
      return undefined;
    case "comparison":
    case "between":
    case "membership":
    case "contains-any":
    case "contains-text":
    case "starts-with":
    case "exceeds":
      return firstOf(partsOf(predicate), (part) => unknownValue(part, guards, context));
    default:
      return unknownValue(predicate, guards, context);
  }
}

/** What may make a value unknown: itself or the part of it that is to blame. Conditions are never unknown. */
function unknownValue(value: TypedExpression, guards: Guards, context: Context): TypedExpression | undefined {
  const part = (operand: TypedExpression): TypedExpression | undefined =>
    unknownValue(operand, guards, context);
  const guarded = (): boolean => guards.size > 0 && guards.has(keyOf(value));
  switch (value.kind) {
    case "attribute":
      return value.known || guarded() ? undefined : value;
    case "tag":
    case "tag-history":
    case "offer-amount":
      return guarded() ? undefined : value;
    case "definition":
      return context.definitions.get(value.name)?.mayBeUnknown === true && !guarded() ? value : undefined;
    case "aggregate":
      if (["count", "exists", "distinct", "sum"].includes(value.function)) return undefined;
      return guarded() ? undefined : value;
    case "negate":
    case "convert":
    case "distance":
    case "date-part":
    case "extreme":
      return guarded() ? undefined : firstOf(partsOf(value), part);
    case "arithmetic": {
      if (guarded()) return undefined;
      const byZero = value.operator === "/" && (value.right.kind !== "literal" || value.right.value === "0");
      return part(value.left) ?? part(value.right) ?? (byZero ? value : undefined);
    }
    case "or-else":
      if (guarded() || value.operands.some((operand) => part(operand) === undefined)) return undefined;
      return firstOf(value.operands, part);
    case "case":
      if (guarded()) return undefined;
      if (value.otherwise === undefined) return value;
      return firstOf([...value.branches.map((branch) => branch.then), value.otherwise], part);
    default:
      return undefined;
  }
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
