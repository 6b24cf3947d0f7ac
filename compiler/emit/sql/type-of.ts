import type { Expression, ValueType } from "../../../plan/index.ts";

/** The type of an expression of the program. */
export function typeOf(expression: Expression): ValueType {
  return "type" in expression ? expression.type : { kind: "boolean" };
}

/** How many decimal places a number of the program has. */
export function scaleOf(expression: Expression): number {
  const type = typeOf(expression);
  return "scale" in type ? type.scale : 0;
}
