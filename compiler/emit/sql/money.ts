import type { Expression } from "../../../plan/index.ts";
import { factorConstant } from "./column.ts";
import { textConstant } from "./dialect.ts";
import { emitValue } from "./expression.ts";
import { fragment, type Sql } from "./query.ts";
import type { Scope } from "./scope.ts";

/** The places after the point that rates are read to. */
export const rateScale = 8;

/**
 * Money in another currency: times the rate of what it is in, over the rate of what it is to be in, rounded once.
 * Money that is there already is left as it is.
 */
export function convert(expression: Extract<Expression, { kind: "convert" }>, scope: Scope): Sql {
  const { dialect } = scope;
  const operand = emitValue(expression.operand, scope);
  const scale = operand.type.kind === "money" ? operand.type.scale : 6;
  const per = factorConstant(String(scope.ratePer), dialect);
  const rateOf = (currency: Sql): Sql => scope.rate(currency, expression.at);
  const times = (left: Sql, right: Sql): Sql => dialect.arithmetic("*", dialect.wide(left, scale), right);
  const target = expression.currency;
  const toTarget = (fromRate: Sql | undefined): Sql => {
    const dividend =
      fromRate === undefined
        ? { sql: times(operand.sql, per), scale }
        : { sql: times(operand.sql, fromRate), scale: scale + rateScale };
    const divisor =
      target === scope.currency
        ? { sql: per, scale: 0 }
        : { sql: rateOf(textConstant(target)), scale: rateScale };
    return dialect.divide(dividend, divisor);
  };
  if (operand.currency === undefined) {
    const source = operand.type.kind === "money" ? operand.type.currency : undefined;
    if (source === target) return operand.sql;
    return toTarget(source === scope.currency ? undefined : rateOf(textConstant(source ?? "")));
  }
  const same = fragment`when ${operand.currency} = ${textConstant(target)} then ${operand.sql}`;
  const home =
    target === scope.currency
      ? fragment``
      : fragment` when ${operand.currency} = ${textConstant(scope.currency)} then ${toTarget(undefined)}`;
  return fragment`case ${same}${home} else ${toTarget(rateOf(operand.currency))} end`;
}
