import type { Span } from "../../grammar/span.ts";
import type { FieldTree } from "../../grammar/tree.ts";
import type { TestValue, ValueType } from "../../plan/index.ts";
import { type Context, report, written } from "./context.ts";
import { checkExpression } from "./expression.ts";
import { customerScope } from "./scope.ts";
import type { LiteralExpression, TypedExpression } from "./typed-expression.ts";
import { commonType, describeType } from "./types.ts";

/** What a test says of a tag or attribute of a type, `unknown` for null; undefined where it is wrong. */
export function checkTestValue(
  { name, value }: FieldTree,
  type: ValueType,
  context: Context,
): TestValue | undefined {
  if (value.kind === "members") {
    if (type.kind !== "set") {
      reportTestType(name.text, type, "a set", value.span, context);
      return undefined;
    }
    const members: string[] = [];
    for (const member of value.members) {
      const literal = checkLiteral(name.text, member, memberType(type.members), context);
      if (literal === undefined) return undefined;
      members.push(String(literal.value));
    }
    return { type, value: members };
  }
  if (isUnknown(value, type)) return null;
  if (type.kind === "set") {
    const literal = checkLiteral(name.text, value, memberType(type.members), context);
    return literal && { type, value: [String(literal.value)] };
  }
  const literal = checkLiteral(name.text, value, type, context);
  if (literal === undefined) return undefined;
  const own = type.kind === "money" && type.currency === undefined ? literal.type : type;
  return { type: own, value: literal.value };
}

function isUnknown(
  value: Exclude<FieldTree["value"], { readonly kind: "members" }>,
  type: ValueType,
): boolean {
  if (value.kind !== "name" || value.quoted || value.text !== "unknown") return false;
  return type.kind !== "enum" || !type.members.includes("unknown");
}

function memberType(members: readonly string[]): ValueType {
  return { kind: "enum", members, ordered: false };
}

/** A value written out, of a type. */
function checkLiteral(
  name: string,
  tree: Exclude<FieldTree["value"], { readonly kind: "members" }>,
  type: ValueType,
  context: Context,
): LiteralExpression | undefined {
  const value = literalOf(checkExpression(tree, customerScope, context, type));
  if (value === undefined) return undefined;
  if (value.kind !== "literal") {
    report(context, "test-value", tree.span, { name, type: describeType(type) });
    return undefined;
  }
  // Money of any currency is money of varying currency; a whole number has no fraction.
  const varies = type.kind === "money" && type.currency === undefined && value.type.kind === "money";
  const fraction = type.kind === "integer" && value.type.kind !== "integer";
  if (varies || (commonType(type, value.type) !== undefined && !fraction)) return value;
  const found = value.type.kind === "decimal" ? "a number with a fraction" : describeType(value.type);
  reportTestType(name, type, found, tree.span, context);
  return undefined;
}

/** Notes that what is said of a tag or attribute is no value of its type, with how one is written. */
export function reportTestType(
  name: string,
  type: ValueType,
  found: string,
  span: Span,
  context: Context,
): void {
  const example = exampleOf(type, context);
  report(context, "test-value-type", span, { name, type: describeType(type), found, example });
}

function exampleOf(type: ValueType, { catalog }: Context): string {
  switch (type.kind) {
    case "boolean":
      return "true";
    case "integer":
      return "40";
    case "decimal":
      return "1.5";
    case "percent":
      return "20%";
    case "money":
      return `100 ${type.currency ?? catalog.currency}`;
    case "text":
      return '"Ms Li"';
    case "enum":
      return written(type.members[0] ?? "unknown");
    case "set":
      return `{${type.members.slice(0, 2).map(written).join(", ")}}`;
    case "product":
      return written([...catalog.products.keys()].sort()[0] ?? "unknown");
    case "date":
      return "2026-03-01";
    case "instant":
      return "2026-03-01 10:00";
  }
}

/** A literal with the minus in front of it. */
function literalOf(value: TypedExpression | undefined): TypedExpression | undefined {
  if (value?.kind !== "negate" || value.operand.kind !== "literal") return value;
  const text = String(value.operand.value);
  return { ...value.operand, value: text === "0" ? text : `-${text}`, span: value.span };
}
