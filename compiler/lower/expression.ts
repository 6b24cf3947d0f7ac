import type {
  CalendarPeriod,
  Expression,
  Feature,
  Ranking,
  TagHistory,
  ValueExpression,
  ValueType,
  Window,
} from "../../plan/index.ts";
import type {
  AggregateExpression,
  AskedWindow,
  PeriodsExpression,
  RankingExpression,
  TagHistoryExpression,
  TypedExpression,
} from "../check/typed-expression.ts";
import { canonicalJson, hashOf } from "./canonical.ts";
import { type Collector, type Reference, share, slugOf } from "./collector.ts";

/**
 * The program's form of an expression, without places; its aggregates and rankings become features and rankings
 * of the collector. What it refers to is added to `references`. `period`: what `that period` stands for.
 */
export function lowerExpression(
  expression: TypedExpression,
  collector: Collector,
  references: Set<Reference>,
  period?: Period,
): Expression {
  const lower = (part: TypedExpression): Expression => lowerExpression(part, collector, references, period);
  const all = (parts: readonly TypedExpression[]): readonly Expression[] => parts.map(lower);
  switch (expression.kind) {
    case "literal":
      return { kind: "literal", type: lowerType(expression.type, collector), value: expression.value };
    case "tag":
      references.add(`tag:${expression.tag}`);
      return { kind: "tag", tag: expression.tag, type: expression.type };
    case "definition":
      references.add(`definition:${expression.name}`);
      return { kind: "definition", name: expression.name, type: lowerType(expression.type, collector) };
    case "attribute": {
      const { of, attribute, type } = expression;
      return { kind: "attribute", of, attribute, type: lowerType(type, collector) };
    }
    case "time":
      return { kind: "time", of: expression.of, type: expression.type };
    case "aggregate":
      return lowerAggregate(expression, collector, references, period);
    case "tag-history":
      return lowerTagHistory(expression, collector, references, period);
    case "offer-amount":
      return { kind: "offer-amount", amount: expression.amount, type: expression.type };
    case "in-periods":
      return lowerPeriods(expression, collector, references);
    case "negate":
      return { kind: "negate", operand: lower(expression.operand), type: expression.type };
    case "arithmetic": {
      const { operator, left, right, type } = expression;
      return { kind: "arithmetic", operator, left: lower(left), right: lower(right), type };
    }
    case "convert": {
      const { operand, currency, at, type } = expression;
      return { kind: "convert", operand: lower(operand), currency, at, type };
    }
    case "or-else":
      return {
        kind: "or-else",
        operands: all(expression.operands),
        type: lowerType(expression.type, collector),
      };
    case "case": {
      const branches = expression.branches.map(({ when, then }) => ({
        when: lower(when),
        // biome-ignore lint/suspicious/noThenProperty: the plan's word for a branch's result; never awaited
        then: lower(then),
      }));
      const { otherwise } = expression;
      const type = lowerType(expression.type, collector);
      return otherwise === undefined
        ? { kind: "case", branches, type }
        : { kind: "case", branches, otherwise: lower(otherwise), type };
    }
    case "distance": {
      const { unit, direction, operand, type } = expression;
      return { kind: "distance", unit, direction, operand: lower(operand), type };
    }
    case "date-part":
      return {
        kind: "date-part",
        part: expression.part,
        operand: lower(expression.operand),
        type: expression.type,
      };
    case "extreme": {
      const { direction, operands, type } = expression;
      return { kind: "extreme", direction, operands: all(operands), type };
    }
    case "comparison": {
      const { operator, left, right } = expression;
      return { kind: "comparison", operator, left: lower(left), right: lower(right) };
    }
    case "between": {
      const { operand, low, high } = expression;
      return { kind: "between", operand: lower(operand), low: lower(low), high: lower(high) };
    }
    case "membership": {
      const { negated, operand, members } = expression;
      return { kind: "membership", negated, operand: lower(operand), members: all(members) };
    }
    case "contains-any":
      return { kind: "contains-any", set: lower(expression.set), members: all(expression.members) };
    case "contains-text":
      return { kind: "contains-text", operand: lower(expression.operand), part: lower(expression.part) };
    case "starts-with":
      return { kind: "starts-with", operand: lower(expression.operand), prefix: lower(expression.prefix) };
    case "known":
      return { kind: "known", negated: expression.negated, operand: lower(expression.operand) };
    case "exceeds": {
      const { direction, left, right, by } = expression;
      return { kind: "exceeds", direction, left: lower(left), right: lower(right), by: lower(by) };
    }
    case "not":
      return { kind: "not", operand: lower(expression.operand) };
    case "and":
    case "or":
      return { kind: expression.kind, operands: all(expression.operands) };
    case "top":
      return lowerRanking(expression, collector, references, period);
  }
}

/** What `that period` stands for: the complete calendar period so many back. */
interface Period {
  readonly period: CalendarPeriod;
  readonly back: number;
}

/** A condition for each period, the last first. */
function lowerPeriods(
  { count, periods, period, predicate }: PeriodsExpression,
  collector: Collector,
  references: Set<Reference>,
): Expression {
  const operands = Array.from({ length: periods }, (_, index) =>
    lowerExpression(predicate, collector, references, { period, back: index + 1 }),
  );
  return { kind: "at-least", count, operands };
}

/** A type that does not tell what else is declared: a list that grows with it is any text. */
export function lowerType(type: ValueType, { project }: Collector): ValueType {
  if (type.kind === "enum" && project.openLists.has(type.members)) return { kind: "text" };
  if (type.kind === "set" && project.openLists.has(type.members)) return { kind: "set", members: [] };
  return type;
}

function lowerWindow(window: AskedWindow, period: Period | undefined): Window {
  if (window.kind !== "that-period") return window;
  if (period === undefined) throw new Error("a period is asked for outside of several");
  return { kind: "period", ...period };
}

/** Conditions that must all hold, in one order whatever order they were written in. */
function lowerConditions(
  conditions: readonly TypedExpression[],
  collector: Collector,
  references: Set<Reference>,
  period: Period | undefined,
): readonly Expression[] {
  const byText = new Map<string, Expression>();
  for (const condition of conditions) {
    const lowered = lowerExpression(condition, collector, references, period);
    byText.set(canonicalJson(lowered), lowered);
  }
  return [...byText].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, lowered]) => lowered);
}

function lowerAggregate(
  aggregate: AggregateExpression,
  collector: Collector,
  references: Set<Reference>,
  period: Period | undefined,
): ValueExpression {
  const { over } = aggregate;
  const type = lowerType(aggregate.type, collector);
  const window = aggregate.window && lowerWindow(aggregate.window, period);
  const inner = new Set<Reference>(over.kind === "ledger" ? [] : [`${over.kind}:${over.name}`]);
  const subject =
    aggregate.subject === undefined
      ? undefined
      : lowerExpression(aggregate.subject, collector, inner, period);
  const content: Omit<Feature, "id" | "origin"> = {
    over,
    function: aggregate.function,
    ...(subject === undefined ? {} : { subject }),
    where: lowerConditions(aggregate.where, collector, inner, period),
    ...(window === undefined ? {} : { window }),
    type,
  };
  const text = canonicalJson(content);
  const id = share<Omit<Feature, "origin">>(
    collector.features,
    `${aggregate.function}_${slugOf(over.name)}`,
    hashOf(content),
    content,
    ({ id: _, ...other }) => canonicalJson(other) === text,
    collector.originOf(aggregate.span),
  );
  collector.references.set(`feature:${id}`, inner);
  references.add(`feature:${id}`);
  return { kind: "feature", feature: id, type };
}

function lowerTagHistory(
  history: TagHistoryExpression,
  collector: Collector,
  references: Set<Reference>,
  period: Period | undefined,
): ValueExpression {
  const { tag, over, type } = history;
  const content: Omit<TagHistory, "id" | "origin"> = {
    tag,
    over:
      over.kind === "as-of"
        ? over
        : { kind: "daily", function: over.function, window: lowerWindow(over.window, period) },
    type,
  };
  const text = canonicalJson(content);
  const id = share<Omit<TagHistory, "origin">>(
    collector.tagHistories,
    `${over.kind === "as-of" ? "as_of" : over.function}_${slugOf(tag)}`,
    hashOf(content),
    content,
    ({ id: _, ...other }) => canonicalJson(other) === text,
    collector.originOf(history.span),
  );
  collector.references.set(`tag-history:${id}`, new Set<Reference>([`tag:${tag}`]));
  references.add(`tag-history:${id}`);
  return { kind: "tag-history", history: id, type };
}

function lowerRanking(
  ranking: RankingExpression,
  collector: Collector,
  references: Set<Reference>,
  period: Period | undefined,
): Expression {
  const inner = new Set<Reference>();
  const content: Omit<Ranking, "id" | "origin"> = {
    limit: ranking.limit,
    of: lowerExpression(ranking.of, collector, inner, period),
    by: lowerExpression(ranking.by, collector, inner, period),
  };
  const text = canonicalJson(content);
  const { limit } = ranking;
  const id = share<Omit<Ranking, "origin">>(
    collector.rankings,
    limit.kind === "share" ? `top_share_${slugOf(limit.share)}` : `top_${limit.count}`,
    hashOf(content),
    content,
    ({ id: _, ...other }) => canonicalJson(other) === text,
    collector.originOf(ranking.span),
  );
  collector.references.set(`ranking:${id}`, inner);
  references.add(`ranking:${id}`);
  return { kind: "top", ranking: id };
}
