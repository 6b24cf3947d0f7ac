import type { Expression } from "../../../plan/index.ts";
import { factorConstant, numberConstant } from "./column.ts";
import { datePart, decimalType, textConstant } from "./dialect.ts";
import { alwaysFits, mostDigits } from "./digits.ts";
import { convert } from "./money.ts";
import { emitPredicate, rank } from "./predicate.ts";
import { fragment, integer, joined, list, parameter, type Sql } from "./query.ts";
import type { Scope } from "./scope.ts";
import {
  alignedNumber,
  asLocal,
  asLocalDate,
  comparable,
  monthsBetween,
  type SqlValue,
} from "./sql-value.ts";
import { scaleOf, typeOf } from "./type-of.ts";

/** D, the tick's local date. */
export const tickDate: Sql = fragment`cast(${parameter({ kind: "tick-date" })} as date)`;

/** A value of the program as SQL; predicates become booleans that are never unknown. */
export function emitValue(expression: Expression, scope: Scope): SqlValue {
  switch (expression.kind) {
    case "literal":
      return literal(expression, scope);
    case "tag":
      return scope.tag(expression.tag);
    case "definition":
      return scope.definition(expression.name);
    case "feature":
      return scope.feature(expression.feature);
    case "tag-history":
      return scope.tagHistory(expression.history);
    case "offer-amount":
      return scope.offerAmount(expression.amount);
    case "attribute":
      return scope.attribute(expression.of, expression.attribute);
    case "time":
      return scope.time(expression.of);
    case "negate": {
      const operand = emitValue(expression.operand, scope);
      // Integers may be stored without a sign, or be the least of their width.
      const wide = expression.type.kind === "integer" ? scope.dialect.wide(operand.sql, 0) : operand.sql;
      return { ...operand, sql: fragment`(-${wide})`, type: expression.type };
    }
    case "arithmetic":
      return arithmetic(expression, scope);
    case "convert":
      return { sql: convert(expression, scope), type: expression.type };
    case "or-else":
      return merged(
        expression.operands,
        expression.type,
        (values) => fragment`coalesce(${list(values)})`,
        scope,
      );
    case "case": {
      const values = [
        ...expression.branches.map((branch) => branch.then),
        ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
      ];
      const whens = expression.branches.map((branch) => emitPredicate(branch.when, scope));
      return merged(
        values,
        expression.type,
        (sqls) => {
          const branches = whens.map(
            (when, index) => fragment`when ${when} then ${sqls[index] ?? fragment`null`}`,
          );
          return fragment`case ${joined(branches, fragment` `)} else ${sqls[whens.length] ?? fragment`null`} end`;
        },
        scope,
      );
    }
    case "distance":
      return { sql: distance(expression, scope), type: expression.type };
    case "date-part":
      return { sql: datePartOf(expression, scope), type: expression.type };
    case "extreme":
      return extreme(expression, scope);
    case "comparison":
    case "between":
    case "membership":
    case "contains-any":
    case "contains-text":
    case "starts-with":
    case "known":
    case "exceeds":
    case "not":
    case "and":
    case "or":
    case "at-least":
    case "top":
      return {
        sql: fragment`coalesce(${emitPredicate(expression, scope)}, false)`,
        type: { kind: "boolean" },
      };
  }
}

/** The least or greatest of its operands in the order of their type; unknown where one of them is. */
function extreme(expression: Extract<Expression, { kind: "extreme" }>, scope: Scope): SqlValue {
  const { type } = expression;
  const pick = (values: readonly Sql[]): Sql => {
    const known = values.map((value) => fragment`${value} is not null`);
    const picked =
      expression.direction === "least"
        ? fragment`least(${list(values)})`
        : fragment`greatest(${list(values)})`;
    return fragment`case when ${joined(known, fragment` and `)} then ${picked} end`;
  };
  if (type.kind !== "enum" && type.kind !== "text") return merged(expression.operands, type, pick, scope);
  const values = expression.operands.map((operand) => emitValue(operand, scope));
  if (type.kind === "enum") {
    const members = type.members.map(
      (member, index) => fragment`when ${integer(index)} then ${textConstant(member)}`,
    );
    const ranks = values.map((value) => rank(value, type));
    return { sql: fragment`case ${pick(ranks)} ${joined(members, fragment` `)} end`, type };
  }
  return { sql: pick(values.map((value) => comparable(value, scope.dialect))), type };
}

/** Values of several operands as one: instants are brought to one storage first, currencies are chosen alike. */
function merged(
  operands: readonly Expression[],
  type: SqlValue["type"],
  combine: (values: readonly Sql[]) => Sql,
  scope: Scope,
): SqlValue {
  const emitted = operands.map((operand) => ({ operand, value: emitValue(operand, scope) }));
  const values = emitted.map(({ value }) => value);
  if (type.kind === "instant") {
    const sql = combine(values.map((value) => asLocal(value, scope.timezone)));
    return { sql, type, time: { kind: "local", zone: scope.timezone } };
  }
  const scale = "scale" in type ? type.scale : 0;
  const sql = combine(
    emitted.map(({ operand, value }) => alignedNumber(operand, value, scale, scope.dialect)),
  );
  if (!values.some((value) => value.currency !== undefined)) return { sql, type };
  return { sql, type, currency: combine(values.map((value) => value.currency ?? fragment`null`)) };
}

function literal(expression: Extract<Expression, { kind: "literal" }>, scope: Scope): SqlValue {
  const { type, value } = expression;
  switch (type.kind) {
    case "boolean":
      return { sql: value === true || value === "true" ? fragment`true` : fragment`false`, type };
    case "integer":
    case "decimal":
    case "percent":
    case "money":
      return { sql: numberConstant(String(value), scope.dialect), type };
    case "date":
      return { sql: fragment`cast(${parameter({ kind: "date", value: String(value) })} as date)`, type };
    case "instant":
      return {
        sql: fragment`cast(${parameter({ kind: "text", value: String(value) })} as timestamptz)`,
        type,
        time: { kind: "instant" },
      };
    default:
      return { sql: textConstant(String(value)), type };
  }
}

/** A number to compute with. */
function emitOperand(operand: Expression, scope: Scope): SqlValue {
  return operand.kind === "literal"
    ? { sql: factorConstant(String(operand.value), scope.dialect), type: operand.type }
    : emitValue(operand, scope);
}

function arithmetic(expression: Extract<Expression, { kind: "arithmetic" }>, scope: Scope): SqlValue {
  const left = emitOperand(expression.left, scope);
  const right = emitOperand(expression.right, scope);
  const sql = arithmeticSql(expression, left.sql, right.sql, scope);
  const { type } = expression;
  // Money of any currency times a number stays in its currency.
  const currency = type.kind === "money" ? (left.currency ?? right.currency) : undefined;
  return { sql, type, ...(currency && { currency }) };
}

function arithmeticSql(
  expression: Extract<Expression, { kind: "arithmetic" }>,
  left: Sql,
  right: Sql,
  { dialect }: Scope,
): Sql {
  if (expression.operator === "/") {
    return dialect.divide(
      { sql: left, scale: scaleOf(expression.left) },
      { sql: right, scale: scaleOf(expression.right) },
    );
  }
  // Literals and integers are narrow: a product grows by both, a sum needs one side wide enough for the result.
  const widen = (operand: Expression, sql: Sql): Sql =>
    expression.operator === "*" && (operand.kind === "literal" || typeOf(operand).kind !== "integer")
      ? sql
      : dialect.wide(sql, scaleOf(operand));
  const scale = scaleOf(expression);
  // Not even its places fit into the digits that a number has.
  if (scale > mostDigits) return fragment`cast(null as ${decimalType(mostDigits)})`;
  const meeting = (operand: Expression, sql: Sql): Sql => {
    const wide = widen(operand, sql);
    if (expression.operator === "*" || alwaysFits(operand, scale)) return wide;
    return dialect.aligned(wide, scaleOf(operand), scale);
  };
  const result = dialect.arithmetic(
    expression.operator,
    meeting(expression.left, left),
    meeting(expression.right, right),
  );
  return alwaysFits(expression, scale) ? result : dialect.within(result, mostDigits, scale);
}

function distance(expression: Extract<Expression, { kind: "distance" }>, scope: Scope): Sql {
  const { dialect } = scope;
  const date = dialect.finite(asLocalDate(emitValue(expression.operand, scope), scope.timezone));
  const [from, to] = expression.direction === "since" ? [date, tickDate] : [tickDate, date];
  if (expression.unit === "day") return dialect.daysBetween(from, to);
  const months = monthsBetween(from, to, dialect);
  if (expression.unit === "month") return months;
  return fragment`cast(trunc((${months}) / 12.0) as integer)`;
}

function datePartOf(expression: Extract<Expression, { kind: "date-part" }>, scope: Scope): Sql {
  const { finite } = scope.dialect;
  const operand = emitValue(expression.operand, scope);
  if (expression.part === "hour") return datePart("hour", finite(asLocal(operand, scope.timezone)));
  const date = finite(asLocalDate(operand, scope.timezone));
  if (expression.part === "month") return datePart("month", date);
  const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
  const branches = days.map((day, index) => fragment`when ${integer(index + 1)} then ${textConstant(day)}`);
  return fragment`case ${datePart("isodow", date)} ${joined(branches, fragment` `)} end`;
}
