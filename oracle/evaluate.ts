import type { Expression, RowScope, ValueType } from "../plan/index.ts";
import {
  epochDay,
  instantFrom,
  type LocalDate,
  localDate,
  monthsBetween,
  timeOfDay,
  weekday,
} from "./calendar.ts";
import {
  add,
  compareDecimals,
  type Decimal,
  decimal,
  divide,
  multiply,
  negate,
  withinDigits,
} from "./decimal.ts";
import { featureOf } from "./feature.ts";
import { customers, type Model, remembered } from "./model.ts";
import { isAmongTop } from "./ranking.ts";
import { convert } from "./rates.ts";
import { named, type Row, tagOn } from "./rows.ts";
import { historyOf } from "./tag-history.ts";
import {
  areEqual,
  compareValues,
  FALSE,
  integerValue,
  isTrue,
  type KnownValue,
  numberOf,
  numberValue,
  orderOf,
  TRUE,
  type Value,
} from "./value.ts";

/** Where an expression is evaluated: for a customer, with the rows that are in scope. */
export interface Scope {
  readonly model: Model;
  readonly customer: string;
  /** The row that an aggregate or a firing's `where` looks at. */
  readonly row?: Row;
  /** The firing's event, of a chain the first. */
  readonly event?: Row;
  /** The later steps of a chain, from step 1. */
  readonly steps?: readonly Row[];
  /** The offer that `offer best of` weighs. */
  readonly offer?: string;
}

/** Whether a predicate holds. */
export function isHolding(expression: Expression, scope: Scope): boolean {
  return isTrue(evaluate(expression, scope));
}

/** An expression's value; predicates are always known. */
export function evaluate(expression: Expression, scope: Scope): Value {
  const { model, customer } = scope;
  const value = (part: Expression): Value => evaluate(part, scope);
  /** The values of parts that meet. */
  const meeting = (parts: readonly Expression[]): readonly Value[] => {
    const places = Math.max(...parts.map(placesOf));
    return parts.map((part) => fitted(value(part), places));
  };
  const answer = (yes: boolean): Value => (yes ? TRUE : FALSE);
  switch (expression.kind) {
    case "literal":
      return literal(expression.type, expression.value);
    case "tag":
      return remembered(model, `tag ${expression.tag} ${customer}`, () =>
        tagOn(model.today, expression.tag, customer, model),
      );
    case "definition":
      return remembered(model, `definition ${expression.name} ${customer}`, () =>
        evaluate(named(model.program.definitions, expression.name).expression, { model, customer }),
      );
    case "feature":
      return featureOf(named(model.program.features, expression.feature), scope);
    case "tag-history":
      return historyOf(named(model.program.tagHistories, expression.history), customer, model);
    case "offer-amount":
      return offerAmount(expression.amount, expression.type, scope);
    case "attribute":
      return rowIn(expression.of, scope).attribute(expression.attribute);
    case "time": {
      const { time } = rowIn(expression.of, scope);
      return time === undefined ? undefined : { kind: "instant", instant: time };
    }
    case "negate":
      return changed(value(expression.operand), negate, expression.type);
    case "arithmetic": {
      const { operator } = expression;
      const operands = [expression.left, expression.right];
      const [left, right] =
        operator === "+" || operator === "-" ? meeting(operands) : operands.map((operand) => value(operand));
      if (left?.kind !== "number" || right?.kind !== "number") return undefined;
      const result = calculate(operator, left.number, right.number);
      return typedNumber(result, expression.type, left.currency ?? right.currency);
    }
    case "convert": {
      const operand = value(expression.operand);
      if (operand?.kind !== "number") return undefined;
      const { type, currency } = expression;
      const own = "type" in expression.operand ? expression.operand.type : undefined;
      const from = operand.currency ?? (own?.kind === "money" ? own.currency : undefined);
      return typedNumber(
        convert(operand.number, from, currency, dateIn(expression.at, scope), model),
        type,
        currency,
      );
    }
    case "or-else":
      return meeting(expression.operands).find((operand) => operand !== undefined);
    case "case": {
      const branch = expression.branches.find(({ when }) => isHolding(when, scope));
      const result = branch?.then ?? expression.otherwise;
      return result === undefined ? undefined : fitted(value(result), placesIn(expression.type));
    }
    case "distance": {
      const date = localDateOf(value(expression.operand), model);
      if (date === undefined) return undefined;
      return expression.direction === "since"
        ? integerValue(distance(expression.unit, date, model.today))
        : integerValue(distance(expression.unit, model.today, date));
    }
    case "date-part":
      return datePart(expression.part, value(expression.operand), model);
    case "extreme": {
      const operands = meeting(expression.operands);
      const order = orderOf(expression.type);
      return operands.reduce((best, other) => {
        if (best === undefined || other === undefined) return undefined;
        const difference = compareValues(other, best, order);
        if (difference === undefined) return undefined;
        return (expression.direction === "least" ? difference < 0 : difference > 0) ? other : best;
      });
    }
    case "comparison": {
      const [left, right] = meeting([expression.left, expression.right]);
      const order = orderIn(expression.left, expression.right);
      return answer(compares(expression.operator, left, right, order));
    }
    case "between": {
      const [operand, low, high] = meeting([expression.operand, expression.low, expression.high]);
      const order = orderIn(expression.operand, expression.low, expression.high);
      return answer(compares(">=", operand, low, order) && compares("<=", operand, high, order));
    }
    case "membership": {
      const [operand, ...members] = meeting([expression.operand, ...expression.members]);
      return answer(isMember(operand, members, expression.negated));
    }
    case "contains-any": {
      const set = value(expression.set);
      const members = expression.members.map(value);
      return answer(
        set?.kind === "set" &&
          members.some((member) => member?.kind === "text" && set.members.includes(member.text)),
      );
    }
    case "contains-text": {
      const [whole, part] = [value(expression.operand), value(expression.part)];
      return answer(whole?.kind === "text" && part?.kind === "text" && whole.text.includes(part.text));
    }
    case "starts-with": {
      const [whole, prefix] = [value(expression.operand), value(expression.prefix)];
      return answer(whole?.kind === "text" && prefix?.kind === "text" && whole.text.startsWith(prefix.text));
    }
    case "known":
      return answer((value(expression.operand) === undefined) === expression.negated);
    case "exceeds":
      return answer(exceeds(expression, [expression.left, expression.right, expression.by].map(value)));
    case "not":
      return answer(!isHolding(expression.operand, scope));
    case "and":
      return answer(expression.operands.every((operand) => isHolding(operand, scope)));
    case "or":
      return answer(expression.operands.some((operand) => isHolding(operand, scope)));
    case "at-least":
      return answer(
        expression.operands.filter((operand) => isHolding(operand, scope)).length >= expression.count,
      );
    case "top": {
      const ranking = named(model.program.rankings, expression.ranking);
      return answer(isAmongTop(ranking, customer, customers(model), model));
    }
  }
}

function literal(type: ValueType, value: string | boolean): KnownValue {
  switch (type.kind) {
    case "boolean":
      return { kind: "boolean", value: String(value) === "true" };
    case "integer":
    case "decimal":
    case "percent":
      return numberValue(decimal(String(value)));
    case "money":
      return numberValue(decimal(String(value)), type.currency);
    case "text":
    case "enum":
    case "product":
      return { kind: "text", text: String(value) };
    case "set":
      return { kind: "set", members: String(value) === "" ? [] : String(value).split(",") };
    case "date":
      return { kind: "date", date: String(value) };
    case "instant":
      return { kind: "instant", instant: instantFrom(String(value)) };
  }
}

function rowIn(of: RowScope, { row, event, steps }: Scope): Row {
  const found = of === "row" ? row : of === "event" ? event : steps?.[Number(of.slice("step ".length)) - 1];
  if (found === undefined) throw new Error(`no ${of} is in scope`);
  return found;
}

/** The date whose rates a conversion takes. */
export function dateIn(at: "tick" | RowScope, scope: Scope): LocalDate {
  const { model } = scope;
  const time = at === "tick" ? undefined : rowIn(at, scope).time;
  return time === undefined ? model.today : localDate(time, model.time.timezone);
}

function localDateOf(value: Value, { time }: Model): LocalDate | undefined {
  if (value?.kind === "instant") return localDate(value.instant, time.timezone);
  return value?.kind === "date" ? value.date : undefined;
}

function offerAmount(amount: "value" | "cost", type: ValueType, { model, offer }: Scope): Value {
  const money = named(model.program.offers, offer ?? "")[amount];
  if (money === undefined) return undefined;
  const currency = type.kind === "money" ? (type.currency ?? money.currency) : money.currency;
  return typedNumber(
    convert(decimal(money.amount), money.currency, currency, model.today, model),
    type,
    currency,
  );
}

function calculate(operator: "+" | "-" | "*" | "/", left: Decimal, right: Decimal): Decimal | undefined {
  switch (operator) {
    case "+":
      return add(left, right);
    case "-":
      return add(left, negate(right));
    case "*":
      return multiply(left, right);
    case "/":
      return divide(left, right);
  }
}

/** The decimal places of an expression's type. */
export function placesOf(expression: Expression): number {
  return "type" in expression ? placesIn(expression.type) : 0;
}

function placesIn(type: ValueType): number {
  return "scale" in type ? type.scale : 0;
}

/** A number as it meets others that have so many places: unknown where it then needs more than 38 digits. */
function fitted(value: Value, places: number): Value {
  return value?.kind === "number" && withinDigits(value.number, places) === undefined ? undefined : value;
}

/** A result as a value of its type, unknown beyond 38 digits; money keeps its currency. */
export function typedNumber(result: Decimal | undefined, type: ValueType, currency?: string): Value {
  const fits = result === undefined ? undefined : withinDigits(result, "scale" in type ? type.scale : 0);
  if (fits === undefined) return undefined;
  return type.kind === "money" ? numberValue(fits, type.currency ?? currency) : numberValue(fits);
}

function changed(value: Value, change: (number: Decimal) => Decimal, type: ValueType): Value {
  return value?.kind === "number" ? typedNumber(change(value.number), type, value.currency) : undefined;
}

function distance(unit: "day" | "month" | "year", from: LocalDate, to: LocalDate): number {
  if (unit === "day") return Number(epochDay(to) - epochDay(from));
  const months = monthsBetween(from, to);
  return unit === "month" ? months : Math.trunc(months / 12);
}

function datePart(part: "hour" | "weekday" | "month", value: Value, model: Model): Value {
  const date = localDateOf(value, model);
  if (date === undefined) return undefined;
  switch (part) {
    case "hour":
      return integerValue(
        value?.kind === "instant" ? Number(timeOfDay(value.instant, model.time.timezone).slice(0, 2)) : 0,
      );
    case "weekday":
      return { kind: "text", text: weekday(date) };
    case "month":
      return integerValue(Number(date.slice(5, 7)));
  }
}

/** The order of the ordered enum that is compared, if one is. */
function orderIn(...operands: readonly Expression[]): readonly string[] | undefined {
  for (const operand of operands) {
    const order = "type" in operand ? orderOf(operand.type) : undefined;
    if (order !== undefined) return order;
  }
  return undefined;
}

type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** False where an operand is unknown. A set equals a member that it holds: what contacts with several offers are asked. */
function compares(
  operator: Comparison,
  left: Value,
  right: Value,
  order: readonly string[] | undefined,
): boolean {
  if (left === undefined || right === undefined) return false;
  if (operator === "=" || operator === "!=") return equals(left, right) === (operator === "=");
  const difference = compareValues(left, right, order);
  if (difference === undefined) return false;
  switch (operator) {
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
  }
}

function equals(left: KnownValue, right: KnownValue): boolean {
  if (left.kind === "set" && right.kind === "text") return left.members.includes(right.text);
  if (left.kind === "text" && right.kind === "set") return right.members.includes(left.text);
  return areEqual(left, right);
}

/** With an unknown operand it is false, `not in` too; an unknown member makes `in` no truer, and `not in` false. */
function isMember(operand: Value, members: readonly Value[], negated: boolean): boolean {
  if (operand === undefined) return false;
  const found = members.some((member) => member !== undefined && equals(operand, member));
  if (!negated) return found;
  return !found && members.every((member) => member !== undefined);
}

/** A > B × (1 + by), or A < B × (1 − by); both false where B is below zero. */
function exceeds(
  { direction, ...parts }: Extract<Expression, { kind: "exceeds" }>,
  operands: readonly Value[],
): boolean {
  const [left, right, by] = operands.map(numberOf);
  if (left === undefined || right === undefined || by === undefined || right.units < 0n) return false;
  const one = { units: 1n, scale: 0 };
  const exceeding = direction === "exceeds";
  const bound = multiply(right, add(one, exceeding ? by : negate(by)));
  const places = placesOf(parts.right) + placesOf(parts.by);
  const most = Math.max(places, placesOf(parts.left));
  // The product is a result, and meets the other side.
  const fits = withinDigits(bound, most) !== undefined;
  if (!fits || withinDigits(left, most) === undefined) return false;
  const difference = compareDecimals(left, bound);
  return exceeding ? difference > 0 : difference < 0;
}
