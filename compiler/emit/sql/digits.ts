import type { Expression } from "../../../plan/index.ts";
import { typeOf } from "./type-of.ts";

/** The most digits that a decimal number may have before its result is unknown. */
export const mostDigits = 38;

/** What is taken for the digits before the point of a number that the warehouse holds. */
const usual = 18;

/**
 * About how many digits a number of the program can have: exact for constants, what warehouses hold for the rest.
 * For telling products that may outgrow all limits from those that never do.
 */
export function digitsOf(expression: Expression): number {
  const type = typeOf(expression);
  const scale = "scale" in type ? type.scale : 0;
  if (expression.kind === "literal") return String(expression.value).replace(/[-.]/g, "").length;
  if (expression.kind !== "arithmetic") return (type.kind === "percent" ? 3 : usual) + scale;
  const [left, right] = [digitsOf(expression.left), digitsOf(expression.right)];
  return expression.operator === "*" ? left + right : Math.max(left, right) + 1;
}
