import type { Expression } from "../../../plan/index.ts";
import { factorConstant } from "./column.ts";
import { type Scaled, textConstant } from "./dialect.ts";
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
  const target = expression.currency;
  const divisor =
    target === scope.currency
      ? { sql: per, scale: 0 }
      : { sql: rateOf(textConstant(target)), scale: rateScale };
  const toTarget = (factor: Scaled): Sql => dialect.divide({ sql: operand.sql, scale }, divisor, factor);
  if (operand.currency === undefined) {
    const source = operand.type.kind === "money" ? operand.type.currency : undefined;
    if (source === target) return operand.sql;
    return toTarget(
      source === scope.currency
        ? { sql: per, scale: 0 }
        : { sql: rateOf(textConstant(source ?? "")), scale: rateScale },
    );
  }
  const own = rateOf(operand.currency);
  const home = textConstant(scope.currency);
  const rate =
    target === scope.currency
      ? own
      : fragment`case when ${operand.currency} = ${home} then ${dialect.wide(per, rateScale)} else ${own} end`;
  // Of two branches DuckDB would keep the places that the one of fewer has.
  const places = Math.max(scale, 6);
  const converted = toTarget({ sql: rate, scale: rateScale });
  const meeting = places === 6 ? converted : dialect.aligned(converted, 6, places);
  return fragment`case when ${operand.currency} = ${textConstant(target)} then ${dialect.aligned(operand.sql, scale, places)} else ${meeting} end`;
}
