import type { Expression, ValueType } from "../../../plan/index.ts";

/** The type of an expression of the program. */
export function typeOf(expression: Expression): ValueType {
  return "type" in expression ? expression.type : { kind: "boolean" };
}
