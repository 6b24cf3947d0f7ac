import type { Expression, ValueType } from "../../../plan/index.ts";
import { factorConstant } from "./column.ts";
import { textConstant } from "./dialect.ts";
import { mostDigits } from "./digits.ts";
import { emitValue } from "./expression.ts";
import { allOf, anyOf, fragment, integer, joined, keyword, list, type Sql, word } from "./query.ts";
import type { Scope } from "./scope.ts";
import { alignedNumber, comparable, type SqlValue } from "./sql-value.ts";
import { scaleOf, typeOf } from "./type-of.ts";

/**
 * A predicate as SQL, for where unknown does as false: in `where`, `filter`, `when`, under `and` and `or`. Under
 * `not` it is asked for by `is not true`, which makes it two-valued.
 */
export function emitPredicate(expression: Expression, scope: Scope): Sql {
  switch (expression.kind) {
    case "and":
      return allOf(expression.operands.map((operand) => emitPredicate(operand, scope)));
    case "or":
      return anyOf(expression.operands.map((operand) => emitPredicate(operand, scope)));
    case "at-least":
      return atLeast(expression, scope);
    case "not":
      return fragment`(${emitPredicate(expression.operand, scope)}) is not true`;
    case "known": {
      const { sql } = emitValue(expression.operand, scope);
      return expression.negated ? fragment`${sql} is null` : fragment`${sql} is not null`;
    }
    case "comparison":
      return comparison(expression, scope);
    case "between": {
      const form = comparableForm([expression.operand, expression.low, expression.high], true, scope);
      return fragment`${form(expression.operand)} between ${form(expression.low)} and ${form(expression.high)}`;
    }
    case "membership": {
      const form = comparableForm([expression.operand, ...expression.members], false, scope);
      const within = fragment`${form(expression.operand)} in (${list(expression.members.map(form))})`;
      return expression.negated ? fragment`not ${within}` : within;
    }
    case "contains-any":
      return containsAny(emitValue(expression.set, scope), expression.members, scope);
    case "contains-text":
      return fragment`strpos(${emitValue(expression.operand, scope).sql}, ${emitValue(expression.part, scope).sql}) > 0`;
    case "starts-with":
      return fragment`starts_with(${emitValue(expression.operand, scope).sql}, ${emitValue(expression.prefix, scope).sql})`;
    case "exceeds":
      return exceeds(expression, scope);
    case "top":
      return scope.ranking(expression.ranking);
    case "literal":
    case "tag":
    case "definition":
    case "feature":
    case "tag-history":
    case "offer-amount":
    case "attribute":
    case "time":
    case "negate":
    case "arithmetic":
    case "convert":
    case "or-else":
    case "case":
    case "distance":
    case "date-part":
    case "extreme":
      return emitValue(expression, scope).sql;
  }
}

function atLeast({ count, operands }: Extract<Expression, { kind: "at-least" }>, scope: Scope): Sql {
  const held = operands.map((operand) => emitPredicate(operand, scope));
  if (count === operands.length) return allOf(held);
  if (count === 1) return anyOf(held);
  const counted = held.map((predicate) => fragment`case when ${predicate} then 1 else 0 end`);
  return fragment`(${joined(counted, fragment` + `)}) >= ${integer(count)}`;
}

const operators = {
  "=": fragment`=`,
  "!=": fragment`<>`,
  "<": fragment`<`,
  "<=": fragment`<=`,
  ">": fragment`>`,
  ">=": fragment`>=`,
} as const;

function comparison(expression: Extract<Expression, { kind: "comparison" }>, scope: Scope): Sql {
  const byOrder = expression.operator !== "=" && expression.operator !== "!=";
  const form = comparableForm([expression.left, expression.right], byOrder, scope);
  return fragment`${form(expression.left)} ${operators[expression.operator]} ${form(expression.right)}`;
}

const FEW_PLACES = 2;

/** The form in which the engines compare the operands of one comparison alike. */
function comparableForm(
  operands: readonly Expression[],
  byOrder: boolean,
  scope: Scope,
): (operand: Expression) => Sql {
  const enumeration = operands.map(typeOf).find((type) => type.kind === "enum");
  const scale = Math.max(...operands.map(scaleOf));
  const [first, ...others] = operands;
  // Columns are compared with written figures of few places as they are, so that the engine can pass over what it need not read.
  const areFigures = others.every((one) => one.kind === "literal" && scaleOf(one) <= FEW_PLACES);
  const asStored = first !== undefined && areFigures && scaleOf(first) === scale ? first : undefined;
  return (operand) => {
    const emitted = emitValue(operand, scope);
    const value =
      operand === asStored
        ? emitted
        : { ...emitted, sql: alignedNumber(operand, emitted, scale, scope.dialect) };
    if (!byOrder) return value.type.kind === "instant" ? comparable(value, scope.dialect) : value.sql;
    return enumeration?.kind === "enum" ? rank(value, enumeration) : comparable(value, scope.dialect);
  };
}

/** A member's place in the order of an ordered enum; unknown for what is no member. */
export function rank(value: SqlValue, type: Extract<ValueType, { kind: "enum" }>): Sql {
  const branches = type.members.map(
    (member, index) => fragment`when ${textConstant(member)} then ${integer(index)}`,
  );
  return fragment`case ${value.sql} ${joined(branches, fragment` `)} end`;
}

/** A set is stored as text with commas or as an array; either way its text without brackets is looked through. */
function containsAny(set: SqlValue, members: readonly Expression[], scope: Scope): Sql {
  if (set.list === true) {
    return anyOf(members.map((member) => fragment`${emitValue(member, scope).sql} = any(${set.sql})`));
  }
  const text = fragment`',' || ${scope.dialect.without(fragment`cast(${set.sql} as ${keyword(word("text"))})`, "brackets")} || ','`;
  return anyOf(
    members.map((member) => fragment`strpos(${text}, ',' || ${emitValue(member, scope).sql} || ',') > 0`),
  );
}

function exceeds(expression: Extract<Expression, { kind: "exceeds" }>, scope: Scope): Sql {
  const { dialect } = scope;
  const product = scaleOf(expression.right) + scaleOf(expression.by);
  if (product > mostDigits) return fragment`false`;
  const places = Math.max(scaleOf(expression.left), product);
  const left = alignedNumber(expression.left, emitValue(expression.left, scope), places, dialect);
  const right = dialect.wide(emitValue(expression.right, scope).sql, scaleOf(expression.right));
  const by = dialect.wide(emitValue(expression.by, scope).sql, scaleOf(expression.by));
  const one = dialect.wide(factorConstant("1", dialect), scaleOf(expression.by));
  const up = expression.direction === "exceeds";
  const factor = dialect.arithmetic(up ? "+" : "-", one, by);
  const bound = dialect.within(dialect.arithmetic("*", right, factor), mostDigits, places);
  return up
    ? fragment`(${left} > ${bound} and ${right} >= 0)`
    : fragment`(${left} < ${bound} and ${right} >= 0)`;
}
