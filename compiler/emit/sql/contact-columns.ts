import type { DetectionColumns, Expression, Program } from "../../../plan/index.ts";
import { canonicalText } from "./canonical-text.ts";
import { emitValue } from "./expression.ts";
import { policySegments } from "./policy-columns.ts";
import { emitPredicate } from "./predicate.ts";
import { fragment, type Sql } from "./query.ts";
import type { Scope } from "./scope.ts";
import type { SqlValue } from "./sql-value.ts";

/** A column of a statement's answer. */
export interface OutputColumn {
  readonly alias: string;
  readonly value: Sql;
}

/** Gives the expression that a placeholder or carried name stands for. */
export type NamedExpression = (name: string) => Expression;

/** What addresses, consents, placeholders and the policy's segments ask of a customer. */
export function contactExpressions(
  program: Program,
  columns: DetectionColumns,
  named: NamedExpression,
): readonly Expression[] {
  const tag = (name: string | undefined): readonly Expression[] => {
    const mapping = name === undefined ? undefined : program.tags[name];
    return name === undefined || mapping === undefined
      ? []
      : [{ kind: "tag", tag: name, type: mapping.type }];
  };
  return [
    ...columns.addresses.flatMap((channel) => tag(program.channels[channel]?.address)),
    ...columns.consents.flatMap((channel) => tag(program.channels[channel]?.consent)),
    ...columns.placeholders.map(({ name }) => named(name)),
    ...policySegments(program.policy, columns.segments),
  ];
}

/** The columns `a…`, `c…`, `p…`, `s…` and `d…`; `days` are the latest days of the policy's occurrences. */
export function contactColumns(
  program: Program,
  columns: DetectionColumns,
  named: NamedExpression,
  scope: Scope,
  days: readonly Sql[],
): readonly OutputColumn[] {
  const tagValue = (name: string | undefined): SqlValue => scope.tag(name ?? "");
  return [
    ...columns.addresses.map((channel, index) => ({
      alias: `a${index}`,
      value: fragment`cast(${tagValue(program.channels[channel]?.address).sql} as text)`,
    })),
    ...columns.consents.map((channel, index) => ({
      alias: `c${index}`,
      value: fragment`coalesce(${tagValue(program.channels[channel]?.consent).sql}, false)`,
    })),
    ...columns.placeholders.map(({ name, type }, index) => ({
      alias: `p${index}`,
      value: canonicalText(type, emitValue(named(name), scope), scope),
    })),
    ...policySegments(program.policy, columns.segments).map((segment, index) => ({
      alias: `s${index}`,
      value: fragment`coalesce(${emitPredicate(segment, scope)}, false)`,
    })),
    ...days.map((value, index) => ({ alias: `d${index}`, value })),
  ];
}
