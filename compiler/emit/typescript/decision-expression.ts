import type { Expression, Offer, Program, RowScope, ValueType } from "../../../plan/index.ts";
import { typeOf } from "../sql/type-of.ts";
import { literal } from "./literal.ts";

/** What the functions of a campaign ask for, found while they are written: names of facts and their types. */
export interface FactsAsked {
  readonly tags: Map<string, ValueType>;
  readonly features: Map<string, ValueType>;
  readonly histories: Map<string, ValueType>;
  readonly rankings: Set<string>;
  readonly rows: Map<RowScope, Map<string, ValueType>>;
  /** The scopes whose times, and those on whose dates rates, are asked for. */
  readonly times: Set<RowScope>;
  readonly rates: Set<"tick" | RowScope>;
  readonly definitions: Set<string>;
}

/** Where an expression of a campaign is written down as TypeScript. */
export interface DecisionScope {
  readonly program: Program;
  readonly asked: FactsAsked;
  /** What a derived tag's or segment's function is called. */
  definition(name: string): string;
  /** Of the offer that is being weighed. */
  readonly offer?: Offer | undefined;
}

/** A predicate: true or false, never unknown. */
export function predicateCode(expression: Expression, scope: DecisionScope): string {
  const value = (part: Expression): string => valueCode(part, scope);
  const holds = (part: Expression): string => predicateCode(part, scope);
  switch (expression.kind) {
    case "comparison": {
      const order = orderCode([expression.left, expression.right]);
      const [left, right] = meetingCodes([expression.left, expression.right], scope);
      return `decide.is(${left}, "${expression.operator}", ${right}${order})`;
    }
    case "between": {
      const { operand, low, high } = expression;
      const values = meetingCodes([operand, low, high], scope);
      return `decide.isBetween(${values.join(", ")}${orderCode([operand, low, high])})`;
    }
    case "membership": {
      const [operand, ...members] = meetingCodes([expression.operand, ...expression.members], scope);
      const ask = expression.negated ? "isNoneOf" : "isOneOf";
      return `decide.${ask}(${operand}, [${members.join(", ")}])`;
    }
    case "contains-any":
      return `decide.holdsAny(${value(expression.set)}, [${expression.members.map(value).join(", ")}])`;
    case "contains-text":
      return `decide.containsText(${value(expression.operand)}, ${value(expression.part)})`;
    case "starts-with":
      return `decide.startsWith(${value(expression.operand)}, ${value(expression.prefix)})`;
    case "known":
      return `(${value(expression.operand)} ${expression.negated ? "===" : "!=="} undefined)`;
    case "exceeds": {
      const ask = expression.direction === "exceeds" ? "exceeds" : "fallsShort";
      const { left, right, by } = expression;
      const places = Math.max(placesOf(typeOf(left)), placesOf(typeOf(right)) + placesOf(typeOf(by)));
      return `decide.${ask}(${[left, right, by].map(value).join(", ")}, ${places})`;
    }
    case "not":
      return `!${holds(expression.operand)}`;
    case "and":
      return joinedBy(" && ", "true", expression.operands.map(holds));
    case "or":
      return joinedBy(" || ", "false", expression.operands.map(holds));
    case "at-least":
      return `decide.atLeast(${expression.count}, [${expression.operands.map(holds).join(", ")}])`;
    case "top":
      scope.asked.rankings.add(expression.ranking);
      return `facts.rankings[${literal(expression.ranking)}]`;
    case "literal":
      return String(String(expression.value) === "true");
    default:
      return `(${value(expression)} === true)`;
  }
}

/** A value, undefined where it is unknown. */
export function valueCode(expression: Expression, scope: DecisionScope): string {
  const { asked, program } = scope;
  const value = (part: Expression): string => valueCode(part, scope);
  switch (expression.kind) {
    case "literal":
      return literalCode(expression.type, expression.value);
    case "tag":
      asked.tags.set(expression.tag, expression.type);
      return `facts.tags[${literal(expression.tag)}]`;
    case "definition":
      asked.definitions.add(expression.name);
      return `${scope.definition(expression.name)}(facts)`;
    case "feature":
      asked.features.set(expression.feature, expression.type);
      return `facts.features[${literal(expression.feature)}]`;
    case "tag-history":
      asked.histories.set(expression.history, expression.type);
      return `facts.histories[${literal(expression.history)}]`;
    case "offer-amount": {
      const money = scope.offer?.[expression.amount];
      return money === undefined ? "undefined" : literalCode(expression.type, money.amount);
    }
    case "attribute": {
      const row = asked.rows.get(expression.of) ?? new Map<string, ValueType>();
      asked.rows.set(expression.of, row.set(expression.attribute, expression.type));
      return `${rowCode(expression.of)}.attributes[${literal(expression.attribute)}]`;
    }
    case "time":
      asked.times.add(expression.of);
      return `${rowCode(expression.of)}.time`;
    case "negate":
      return onAmount(
        expression.operand,
        value(expression.operand),
        expression.type,
        (amount) => `decide.negate(${amount})`,
      );
    case "arithmetic":
      return arithmeticCode(expression, scope);
    case "convert": {
      asked.rates.add(expression.at);
      const rates = expression.at === "tick" ? "facts.rates" : `${rowCode(expression.at)}.rates`;
      const end = `${literal(expression.currency)}, ${rates}, ${placesOf(expression.type)})`;
      const from = typeOf(expression.operand);
      return isAnyMoney(from)
        ? `decide.convertMoney(${value(expression.operand)}, ${end}`
        : `decide.convert(${value(expression.operand)}, ${literal(currencyOf(from))}, ${end}`;
    }
    case "or-else":
      return `decide.firstKnown<${typeCode(expression.type)}>(${meetingCodes(expression.operands, scope).join(", ")})`;
    case "case": {
      const places = placesOf(expression.type);
      const result = (part: Expression): string => fittedCode(part, places, scope);
      const end = expression.otherwise === undefined ? "undefined" : result(expression.otherwise);
      const branches = expression.branches.map(
        ({ when, then }) => `${predicateCode(when, scope)} ? ${result(then)} : `,
      );
      return `(${branches.join("")}${end})`;
    }
    case "distance": {
      const date = dateCode(expression.operand, scope);
      const ends = expression.direction === "since" ? `${date}, facts.today` : `facts.today, ${date}`;
      return `decide.distance("${expression.unit}", ${ends})`;
    }
    case "date-part":
      if (expression.part === "weekday") return `decide.weekdayOf(${dateCode(expression.operand, scope)})`;
      if (expression.part === "month") return `decide.monthOf(${dateCode(expression.operand, scope)})`;
      return `decide.hourOf(${value(expression.operand)}, ${literal(program.timezone)})`;
    case "extreme":
      return `decide.extreme<${typeCode(expression.type)}>("${expression.direction}", [${meetingCodes(
        expression.operands,
        scope,
      ).join(", ")}]${orderCode(expression.operands)})`;
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
      return predicateCode(expression, scope);
  }
}

/** The type of known values of a type of the language. */
export function typeCode(type: ValueType): string {
  switch (type.kind) {
    case "boolean":
      return "boolean";
    case "integer":
    case "decimal":
    case "percent":
      return "decide.Decimal";
    case "money":
      return isAnyMoney(type) ? "decide.Money" : "decide.Decimal";
    case "text":
    case "enum":
    case "product":
    case "date":
      return "string";
    case "set":
      return "readonly string[]";
    case "instant":
      return "number";
  }
}

/** Where a scope's row stands among the facts. A condition of a firing speaks of its event as of a row. */
function rowCode(of: RowScope): string {
  return of === "row" || of === "event" ? "facts.event" : `facts.steps[${of.slice("step ".length)}]`;
}

function joinedBy(operator: string, none: string, parts: readonly string[]): string {
  return parts.length === 0 ? none : `(${parts.join(operator)})`;
}

function literalCode(type: ValueType, value: string | boolean): string {
  switch (type.kind) {
    case "boolean":
      return String(String(value) === "true");
    case "integer":
    case "decimal":
    case "percent":
    case "money":
      return `decide.decimal(${literal(String(value))})`;
    case "text":
    case "enum":
    case "product":
    case "date":
      return literal(String(value));
    case "set":
      return literal(String(value) === "" ? [] : String(value).split(","));
    case "instant":
      return String(microseconds(String(value)));
  }
}

/** Microseconds since 1970 UTC of an ISO instant in UTC. */
function microseconds(iso: string): number {
  const fraction = /\.(\d+)/.exec(iso)?.[1] ?? "";
  const seconds = Date.parse(iso.replace(/\.\d+/, "")) / 1000;
  return seconds * 1_000_000 + Number(fraction.padEnd(6, "0").slice(0, 6));
}

/** The values of parts that meet, each brought to the places of the one that has most. */
function meetingCodes(parts: readonly Expression[], scope: DecisionScope): readonly string[] {
  const places = Math.max(...parts.map((part) => placesOf(typeOf(part))));
  return parts.map((part) => fittedCode(part, places, scope));
}

/** A value as it meets others of so many places: one of fewer may need more than 38 digits then, and is unknown. */
function fittedCode(part: Expression, places: number, scope: DecisionScope): string {
  const code = valueCode(part, scope);
  const type = typeOf(part);
  if (!("scale" in type || type.kind === "integer") || placesOf(type) >= places) return code;
  if (part.kind === "literal" && wholeDigits(String(part.value)) + places <= MOST_DIGITS) return code;
  return `decide.fitted(${code}, ${places})`;
}

/** The most digits that a number may have before it is unknown. */
const MOST_DIGITS = 38;

function wholeDigits(number: string): number {
  return number.replace(/^-/, "").replace(/\..*$/, "").length;
}

function arithmeticCode(
  expression: Extract<Expression, { kind: "arithmetic" }>,
  scope: DecisionScope,
): string {
  const { left, right, operator, type } = expression;
  const names = { "+": "add", "-": "subtract", "*": "multiply", "/": "divide" } as const;
  const call = (a: string, b: string): string => `decide.${names[operator]}(${a}, ${b}, ${placesOf(type)})`;
  const meets = operator === "+" || operator === "-";
  const places = meets ? Math.max(placesOf(typeOf(left)), placesOf(typeOf(right))) : 0;
  const code = (part: Expression): string => fittedCode(part, places, scope);
  return isAnyMoney(typeOf(right)) && isAnyMoney(type)
    ? onAmount(right, code(right), type, (amount) => call(code(left), amount))
    : onAmount(left, code(left), type, (amount) => call(amount, code(right)));
}

/** Computes with a value, or with the amount of money that keeps its currency. */
function onAmount(
  operand: Expression,
  value: string,
  type: ValueType,
  compute: (amount: string) => string,
): string {
  return isAnyMoney(typeOf(operand)) && isAnyMoney(type)
    ? `decide.withAmount(${value}, (amount) => ${compute("amount")})`
    : compute(value);
}

function dateCode(operand: Expression, scope: DecisionScope): string {
  const value = valueCode(operand, scope);
  return typeOf(operand).kind === "instant"
    ? `decide.localDate(${value}, ${literal(scope.program.timezone)})`
    : value;
}

function orderCode(operands: readonly Expression[]): string {
  const ordered = operands.map(typeOf).find((type) => type.kind === "enum" && type.ordered);
  return ordered?.kind === "enum" ? `, ${literal(ordered.members)}` : "";
}

const isAnyMoney = (type: ValueType): boolean => type.kind === "money" && type.currency === undefined;
const currencyOf = (type: ValueType): string => (type.kind === "money" ? (type.currency ?? "") : "");
const placesOf = (type: ValueType): number => ("scale" in type ? type.scale : 0);
